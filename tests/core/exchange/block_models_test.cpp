// SPDX-License-Identifier: GPL-3.0-or-later
// Models as a person builds them with blocks, from the network to the exported file.
#include "core/base/random.hpp"
#include "core/exchange/onnx_export.hpp"
#include "core/network/analysis.hpp"
#include "core/network/block_edits.hpp"
#include "core/network/network_json.hpp"
#include "tests/core/exchange/trained_sample.hpp"
#include "tests/core/network/block_sample.hpp"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

using namespace netwright;
using namespace netwright::network;

namespace {
data::DatasetSpec generated(const std::vector<std::pair<std::string, Value>>& settings)
{
    const auto* kind = data::findSource("generated");
    data::DatasetSpec spec {
        .name = "data", .source = "generated", .parameters = ParameterValues(kind->parameters), .split = {}
    };
    for (const auto& [id, value] : settings)
        spec.parameters.set(id, value);
    return spec;
}

std::int64_t number(std::int64_t value) { return value; }

NodeId addConvolution(SampleBuilder& builder, const std::string& name, NodeId before, std::int64_t filters,
                      std::int64_t stride = 1)
{
    const auto conv = builder.add("conv2d", name, before);
    builder.set(conv, "filters", filters);
    builder.set(conv, "padding", std::string("custom"));
    builder.set(conv, "padding_height", number(1));
    builder.set(conv, "padding_width", number(1));
    builder.set(conv, "stride_height", stride);
    builder.set(conv, "stride_width", stride);
    builder.set(conv, "bias", false);
    return builder.add("batch_norm", name + "_norm", conv);
}

/// Two convolutions beside their input; a narrower one halves the image and widens it with empty channels.
void addResidual(Network& network, const std::string& name, bool isNarrower)
{
    Block block { .name = name, .body = {}, .exposed = {} };
    SampleBuilder body { block.body };
    const auto in = body.add(kBlockInput, "input");
    const auto first = addConvolution(body, "conv1", in, 16, isNarrower ? 2 : 1);
    const auto act = body.add("relu", "act", first);
    const auto second = addConvolution(body, "conv2", act, 16);
    auto skip = in;
    ExposedParameter filters { .name = "filters",
                               .targets = { { block.body.find("conv1")->id, "filters" },
                                            { block.body.find("conv2")->id, "filters" } } };
    if (isNarrower) {
        skip = body.add("pad_channels", "wider", body.add("subsample", "narrower", in));
        filters.targets.push_back({ skip, "channels" });
        body.set(skip, "channels", number(16));
    }
    const auto sum = body.add("add", "sum", second);
    block.body.connect({ { skip, 0 }, { sum, 1 } });
    body.add(kBlockOutput, "output", body.add("relu", "out", sum));
    block.exposed = { filters };
    network.blocks.push_back(std::move(block));
}

Network resnet20()
{
    Network network { .name = "resnet20", .dataset = "data", .nodes = {}, .links = {} };
    addResidual(network, "Residual", false);
    addResidual(network, "Narrower", true);
    SampleBuilder builder { network };
    const auto input = builder.add("input", "input");
    builder.set(input, "column", std::string("image"));
    auto last = builder.add("relu", "start", addConvolution(builder, "conv", input, 16));
    for (const auto filters : { number(16), number(32), number(64) }) {
        const auto stage = "stage" + std::to_string(filters);
        if (filters > 16) {
            last = builder.add(blockLayer("Narrower"), stage + "_narrower", last);
            builder.set(last, "filters", filters);
        }
        last = builder.add(blockLayer("Residual"), stage, last);
        builder.set(last, "filters", filters);
        builder.set(last, kRepeat, number(filters > 16 ? 2 : 3));
    }
    const auto head = builder.add("dense", "head", builder.add("global_average_pool", "pool", last));
    builder.set(head, "units", number(10));
    builder.add("softmax_cross_entropy", "loss", head);
    return network;
}

/// Layer norm, then attention or two dense layers, each beside its own input.
Network transformer(const std::string& weights)
{
    Network network { .name = "transformer", .dataset = "data", .nodes = {}, .links = {} };
    Block block { .name = "Encoder", .body = {}, .exposed = {} };
    SampleBuilder body { block.body };
    const auto in = body.add(kBlockInput, "input");
    const auto attention = body.add("self_attention", "attention", body.add("layer_norm", "norm1", in));
    body.set(attention, "heads", number(2));
    const auto middle = body.add("add", "sum1", attention);
    block.body.connect({ { in, 0 }, { middle, 1 } });
    const auto wide = body.add("dense", "wide", body.add("layer_norm", "norm2", middle));
    const auto narrow = body.add("dense", "narrow", body.add("relu", "act", wide));
    const auto sum = body.add("add", "sum2", narrow);
    block.body.connect({ { middle, 0 }, { sum, 1 } });
    body.add(kBlockOutput, "output", sum);
    body.set(wide, "units", number(32));
    body.set(narrow, "units", number(16));
    block.exposed = { { .name = "heads", .targets = { { attention, "heads" } } },
                      { .name = "hidden", .targets = { { wide, "units" } } } };
    network.blocks = { block };
    SampleBuilder builder { network };
    const auto input = builder.add("input", "input");
    builder.set(input, "column", std::string("tokens"));
    const auto embedding = builder.add("embedding", "embedding", input);
    builder.set(embedding, "vocabulary", number(50));
    builder.set(embedding, "size", number(16));
    const auto encoder = builder.add(blockLayer("Encoder"), "encoder",
                                     builder.add("position_embedding", "place", embedding));
    builder.set(encoder, kRepeat, number(2));
    builder.set(encoder, kWeights, weights);
    const auto head = builder.add("dense", "head", builder.add("sequence_mean", "mean", encoder));
    builder.set(head, "units", number(4));
    builder.add("softmax_cross_entropy", "loss", head);
    return network;
}

std::shared_ptr<const data::Dataset> opened(const Network& network)
{
    const auto image = generated({ { "input", std::string("image") },
                                   { "channels", number(3) },
                                   { "height", number(32) },
                                   { "width", number(32) },
                                   { "classes", number(10) },
                                   { "rows", number(80) } });
    const auto text = generated({ { "input", std::string("sequence") },
                                  { "length", number(12) },
                                  { "vocabulary", number(50) },
                                  { "classes", number(4) },
                                  { "rows", number(80) } });
    auto dataset = data::Dataset::open(network.name == "resnet20" ? image : text, {});
    if (!dataset)
        qFatal("%s", dataset.error().text().c_str());
    return *dataset;
}
} // namespace

class BlockModelsTest : public QObject {
    Q_OBJECT

    static void models()
    {
        QTest::addColumn<int>("model");
        QTest::addColumn<int>("parameters");
        QTest::newRow("ResNet-20") << 0 << 269'722;
        QTest::newRow("Transformer") << 1
                                     << 50 * 16 + 12 * 16
                + 2 * (4 * 16 * 17 + 4 * 16 + 16 * 32 + 32 + 32 * 16 + 16) + 17 * 4;
        QTest::newRow("Transformer with one encoder twice")
            << 2 << 50 * 16 + 12 * 16 + (4 * 16 * 17 + 4 * 16 + 16 * 32 + 32 + 32 * 16 + 16) + 17 * 4;
    }

    static Network model(int number)
    {
        return number == 0 ? resnet20()
                           : transformer(std::string(number == 1 ? kOwnWeights : kWeightsOfRepeats));
    }

private slots:
    void blocksHaveTheParametersOfTheFlatModel_data() { models(); }
    void blocksHaveTheParametersOfTheFlatModel()
    {
        QFETCH(int, model);
        QFETCH(int, parameters);
        const auto network = BlockModelsTest::model(model);
        const auto analysis = analyse(network, &opened(network)->signature());
        QVERIFY2(analysis.problems.empty(),
                 analysis.problems.empty() ? "" : analysis.problems.front().message.c_str());
        QCOMPARE(analysis.total.parameters, parameters);
    }

    void theyOpenAgainAsTheyWere_data() { models(); }
    void theyOpenAgainAsTheyWere()
    {
        QFETCH(int, model);
        const auto network = BlockModelsTest::model(model);
        const auto json = toJson(network);
        const auto read = networkFromJson(nlohmann::ordered_json::parse(json.dump()), network.name);
        QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
        QVERIFY(*read == network);
    }

    void theyLearnAndTheirFileComputesTheSame_data() { models(); }
    void theyLearnAndTheirFileComputesTheSame()
    {
        QFETCH(int, model);
        const auto network = BlockModelsTest::model(model);
        const auto dataset = opened(network);
        auto recipe = training::defaultRecipe("test");
        recipe.epochs = 1;
        recipe.batch = 20;
        LastParameters last;
        const auto outcome = training::train(
            { .network = network, .recipe = recipe, .dataset = dataset, .from = {} }, { &last });
        QVERIFY2(!outcome.error, outcome.error ? outcome.error->text().c_str() : "");
        QVERIFY(outcome.steps > 0);

        QTemporaryDir folder;
        const auto file = folder.filePath("model.onnx").toStdString();
        const auto written = exchange::exportOnnx(network, dataset->signature(), last.parameters, file, {});
        QVERIFY2(written.has_value(), written ? "" : written.error().text().c_str());
        if (model > 0)
            return; // OpenCV does not read every operator of attention; onnx_sequence_test covers them
        const auto parity = exchange::checkOnnx(file, network, *dataset, last.parameters, 10);
        QVERIFY2(parity.has_value(), parity ? "" : parity.error().text().c_str());
        QVERIFY2(parity->isSame, qPrintable(QString::number(parity->largestDifference)));
    }

    void unpackedTheyComputeTheSame()
    {
        const auto network = resnet20();
        auto flat = network;
        while (true) {
            const auto use = std::ranges::find_if(
                flat.nodes, [](const Node& node) { return blockName(node.layer).has_value(); });
            if (use == flat.nodes.end())
                break;
            const auto unpacked = unpack(flat, {}, use->id);
            QVERIFY2(unpacked.has_value(), unpacked ? "" : unpacked.error().text().c_str());
            flat = unpacked->network;
        }
        const auto dataset = opened(network);
        const auto make = [&](const Network& built) {
            auto plan = engine::Plan::compile(built, dataset->signature(), { .batch = 4, .threads = 1 });
            if (!plan)
                qFatal("%s", plan.error().text().c_str());
            const auto inputs = (*plan)->inputs();
            for (const auto& slot : inputs) {
                for (std::size_t i = 0; i < slot.numbers.size(); ++i)
                    slot.numbers[i] = Random(3, 1).uniform(i);
            }
            return *std::move(plan);
        };
        const auto whole = make(network);
        const auto apart = make(flat);
        QCOMPARE(whole->parameterCount(), 269'722);
        // The nodes come in the same order, so the weights begin alike.
        QCOMPARE(apart->run(4, 0), whole->run(4, 0));
        QVERIFY(std::ranges::equal(apart->gradients(), whole->gradients()));
    }
};

QTEST_GUILESS_MAIN(BlockModelsTest)
#include "block_models_test.moc"
