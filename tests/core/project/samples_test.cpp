// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/analysis.hpp"
#include "core/project/project.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <map>
#include <sstream>

using namespace netwright;

namespace {
const std::filesystem::path kSamples = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples";

std::string contentOf(const std::filesystem::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}
} // namespace

class SamplesTest : public QObject {
    Q_OBJECT

    static void addSamples()
    {
        QTest::addColumn<QString>("name");
        for (const auto& entry : std::filesystem::directory_iterator(kSamples)) {
            if (entry.path().extension() == ".netwright")
                QTest::newRow(entry.path().stem().c_str())
                    << QString::fromStdString(entry.path().filename().string());
        }
    }

    static Result<project::Project> loaded(const QString& name)
    {
        return project::load(kSamples / name.toStdString());
    }

private slots:
    void theyAreSavedAsTheyWereLoaded_data() { addSamples(); }
    void theyAreSavedAsTheyWereLoaded()
    {
        QFETCH(QString, name);
        const auto sample = loaded(name);
        QVERIFY2(sample, sample ? "" : sample.error().text().c_str());
        const QTemporaryDir folder;
        const std::filesystem::path copy(folder.filePath(name).toStdString());
        QVERIFY(project::save(*sample, copy));
        QCOMPARE(QString::fromStdString(contentOf(copy)),
                 QString::fromStdString(contentOf(kSamples / name.toStdString())));
        QVERIFY(*project::load(copy) == *sample);
    }

    void theirNetworksAndRecipesAreSound_data() { addSamples(); }
    void theirNetworksAndRecipesAreSound()
    {
        QFETCH(QString, name);
        const auto sample = loaded(name);
        QVERIFY2(sample, sample ? "" : sample.error().text().c_str());
        std::map<std::string, std::shared_ptr<const data::Dataset>> datasets;
        for (const auto& spec : sample->datasets) {
            const auto dataset = data::Dataset::open(spec, kSamples);
            QVERIFY2(dataset, dataset ? "" : dataset.error().text().c_str());
            datasets[spec.name] = *dataset;
        }
        for (const auto& network : sample->networks) {
            QVERIFY2(datasets.contains(network.dataset), network.dataset.c_str());
            const auto analysis = network::analyse(network, &datasets[network.dataset]->signature());
            for (const auto& problem : analysis.problems)
                qWarning("%s: %s", network.name.c_str(), problem.message.c_str());
            QVERIFY(analysis.isTrainable());
        }
        for (const auto& recipe : sample->recipes) {
            const auto checked = training::check(recipe);
            QVERIFY2(checked, checked ? "" : checked.error().text().c_str());
            QVERIFY2(sample->network(recipe.network), recipe.network.c_str());
        }
    }

    void theirNodesStandInOrderFromTopToBottom_data() { addSamples(); }
    void theirNodesStandInOrderFromTopToBottom()
    {
        QFETCH(QString, name);
        const auto sample = loaded(name);
        QVERIFY(sample);
        for (const auto& network : sample->networks) {
            for (const auto& link : network.links)
                QVERIFY(network.find(link.to.node)->position.y - network.find(link.from.node)->position.y
                        >= 80);
        }
    }

    void fashionMnistHasTheNetworksThatThePeersMeasure()
    {
        const auto sample = loaded("fashion-mnist.netwright");
        QVERIFY2(sample, sample ? "" : sample.error().text().c_str());
        const auto dataset = *data::Dataset::open(sample->datasets.front(), kSamples);
        QCOMPARE(dataset->rows(data::Part::Train).size(), 54000U);
        QCOMPARE(dataset->signature().columns[1].categories[9], std::string("Ankle boot"));
        for (const auto& [name, parameters] : { std::pair("mlp", 101'770), std::pair("cnn", 93'322) }) {
            const auto* network = sample->network(name);
            QVERIFY(network);
            QCOMPARE(network::analyse(*network, &dataset->signature()).total.parameters, parameters);
            const auto* recipe = sample->recipe(name);
            QCOMPARE(recipe->batch, 32);
            QCOMPARE(recipe->epochs, 5);
            QCOMPARE(recipe->seed, 1U);
            QCOMPARE(recipe->optimiser.kind, std::string("adam"));
            QCOMPARE(recipe->optimiser.parameters.real("learning_rate"), 0.001);
        }
        QVERIFY(sample->network("cnn-bn"));
    }

    void irisHasThreeSpeciesAndNamedLengths()
    {
        const auto sample = loaded("iris.netwright");
        QVERIFY2(sample, sample ? "" : sample.error().text().c_str());
        const auto dataset = *data::Dataset::open(sample->datasets.front(), kSamples);
        QCOMPARE(dataset->source().rows(), 150);
        QVERIFY(
            dataset->source().elementNames(0)
            == (std::vector<std::string> { "sepal length", "sepal width", "petal length", "petal width" }));
        QVERIFY(dataset->signature().columns[1].categories
                == (std::vector<std::string> { "setosa", "versicolor", "virginica" }));
        QVERIFY(dataset->source().previewRows(0, 1).front()
                == (std::vector<std::string> { "5.1", "3.5", "1.4", "0.2", "setosa" }));
    }
};

QTEST_GUILESS_MAIN(SamplesTest)
#include "samples_test.moc"
