// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/plan.hpp"
#include "core/project/project.hpp"
#include "core/training/adversarial_pair.hpp"
#include "core/training/batch_loop.hpp"
#include "core/training/optimiser.hpp"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace netwright;

namespace {
const std::filesystem::path kModels = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "tests/bench/models";

struct Model {
    std::int64_t batch = 0;
    std::int64_t parameters = 0;
};

/// As PyTorch counts them, but for lstm_text: there an LSTM has two biases that are only ever added, 256
/// numbers more.
const std::map<std::string, Model> kKnown {
    { "mlp", { 32, 101'770 } },
    { "cnn", { 32, 93'322 } },
    { "cifar_vgg", { 64, 1'148'874 } },
    { "resnet20", { 128, 269'722 } },
    { "lstm_text", { 32, 1'313'089 } },
    { "gap_text", { 32, 2'563'196 } },
    { "transformer_text", { 32, 2'969'860 } },
    { "tabular", { 32, 257 } },
};

/// Of a generator and a discriminator, which learn in one step.
const std::map<std::string, Model> kPairs { { "dcgan28", { 64, 904'194 } } };

void addModels(const std::map<std::string, Model>& models)
{
    for (const auto& [name, model] : models)
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

Result<project::Project> loaded(const QString& name)
{
    return project::load(kModels / (name.toStdString() + ".netwright"));
}

/// The share of the weights that a step moved.
double shareThatDiffers(std::span<const float> before, std::span<const float> after)
{
    double moved = 0;
    for (std::size_t i = 0; i < before.size(); ++i)
        moved += before[i] == after[i] ? 0 : 1;
    return moved / static_cast<double>(before.size());
}
} // namespace

class BenchModelsTest : public QObject {
    Q_OBJECT

private slots:
    void everyFileIsKnown()
    {
        for (const auto& entry : std::filesystem::directory_iterator(kModels))
            QVERIFY2(kKnown.contains(entry.path().stem().string())
                         || kPairs.contains(entry.path().stem().string()),
                     entry.path().c_str());
    }

    void eachTrainsAStepAtItsBatch_data()
    {
        QTest::addColumn<QString>("name");
        addModels(kKnown);
    }
    void eachTrainsAStepAtItsBatch()
    {
        QFETCH(QString, name);
        const auto model = loaded(name);
        QVERIFY2(model, model ? "" : model.error().text().c_str());
        const auto& recipe = model->recipes.front();
        const auto dataset = data::Dataset::open(model->datasets.front(), kModels);
        QVERIFY2(dataset, dataset ? "" : dataset.error().text().c_str());
        auto plan = engine::Plan::compile(model->networks.front(), (*dataset)->signature(),
                                          { .batch = recipe.batch, .seed = recipe.seed });
        QVERIFY2(plan, plan ? "" : plan.error().text().c_str());
        const auto [batch, parameters] = kKnown.at(name.toStdString());
        QCOMPARE(recipe.batch, batch);
        QCOMPARE((*plan)->parameterCount(), parameters);

        training::BatchLoop batches(**plan, **dataset);
        QVERIFY(batches.load((*dataset)->rows(data::Part::Train), 0));
        const std::vector<float> before((*plan)->weights().begin(), (*plan)->weights().end());
        const auto optimiser = training::findOptimiser(recipe.optimiser.kind)
                                   ->make(recipe.optimiser.parameters, before.size());
        const double loss = (*plan)->run(recipe.batch, 0);
        training::updateWeights(**plan, *optimiser, 0, 1.0);
        QVERIFY2(std::isfinite(loss) && loss > 0, qPrintable(QString::number(loss)));
        QVERIFY(shareThatDiffers(before, (*plan)->weights()) > 0);
    }

    void eachPairTrainsAStepAtItsBatch_data()
    {
        QTest::addColumn<QString>("name");
        addModels(kPairs);
    }
    void eachPairTrainsAStepAtItsBatch()
    {
        QFETCH(QString, name);
        const auto model = loaded(name);
        QVERIFY2(model, model ? "" : model.error().text().c_str());
        const auto& recipe = model->recipes.front();
        const auto dataset = data::Dataset::open(model->datasets.front(), kModels);
        QVERIFY2(dataset, dataset ? "" : dataset.error().text().c_str());
        const auto networkOf = [&](const std::string& wanted) {
            return *std::ranges::find(model->networks, wanted, &network::Network::name);
        };
        auto pair = training::AdversarialPair::make(networkOf(recipe.network), networkOf(recipe.generator),
                                                    (*dataset)->signature(), recipe,
                                                    { .batch = recipe.batch, .seed = recipe.seed });
        QVERIFY2(pair, pair ? "" : pair.error().text().c_str());
        const auto [batch, parameters] = kPairs.at(name.toStdString());
        QCOMPARE((*pair)->batch(), batch);
        QCOMPARE((*pair)->parameterCount(), parameters);

        training::BatchLoop batches((*pair)->inputs(), batch, **dataset);
        QVERIFY(batches.load((*dataset)->rows(data::Part::Train), 0));
        const auto before = (*pair)->readParameters();
        const auto losses = (*pair)->step(0, 1.0);
        QVERIFY(std::isfinite(losses.generator) && losses.generator > 0);
        QVERIFY(std::isfinite(losses.discriminator) && losses.discriminator > 0);
        const auto after = (*pair)->readParameters();
        for (std::size_t i = 0; i < before.size(); ++i)
            QVERIFY2(before[i].tensor.values != after[i].tensor.values, before[i].node.c_str());
    }

    void theirNodesStandInOrderFromTopToBottom_data()
    {
        QTest::addColumn<QString>("name");
        addModels(kKnown);
        addModels(kPairs);
    }
    void theirNodesStandInOrderFromTopToBottom()
    {
        QFETCH(QString, name);
        const auto model = loaded(name);
        QVERIFY2(model, model ? "" : model.error().text().c_str());
        for (const auto& network : model->networks) {
            for (const auto& link : network.links)
                QVERIFY(network.find(link.to.node)->position.y - network.find(link.from.node)->position.y
                        >= 80);
            std::vector<std::pair<double, double>> places;
            for (const auto& node : network.nodes)
                places.emplace_back(node.position.x, node.position.y);
            std::ranges::sort(places);
            QVERIFY(std::ranges::adjacent_find(places) == places.end());
        }
    }
};

QTEST_GUILESS_MAIN(BenchModelsTest)
#include "bench_models_test.moc"
