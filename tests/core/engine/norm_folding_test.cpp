// SPDX-License-Identifier: GPL-3.0-or-later
#include "../network/block_sample.hpp"
#include "core/network/expand.hpp"
#include "networks.hpp"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace netwright;
using namespace netwright::tests;
using engine::Plan;
using layers::Mode;

namespace {
constexpr std::int64_t kBatch = 8;
constexpr int kClasses = 4;
const tensor::Shape kImage { 3, 9, 8 };

std::unique_ptr<Plan> compiled(const network::Network& network, engine::PlanOptions options = {})
{
    options.batch = kBatch;
    options.threads = 1;
    return filledPlan(network, signature(kImage, kClasses), options, kClasses);
}

network::Network around(const std::vector<Layer>& middle)
{
    std::vector<Layer> layers { { "input" } };
    layers.insert(layers.end(), middle.begin(), middle.end());
    const std::vector<Layer> end { { "flatten" }, dense(kClasses), { "softmax_cross_entropy" } };
    layers.insert(layers.end(), end.begin(), end.end());
    return chain(layers);
}

Layer without(Layer layer, const char* parameter)
{
    layer.parameters.emplace_back(parameter, false);
    return layer;
}

/// The batch norm takes what something else takes, too.
network::Network forked()
{
    auto network = around({ conv(6, "same"), { "batch_norm" }, { "relu" } });
    const auto id = [&](const char* name) { return network.find(std::string_view(name))->id; };
    const auto sum = network.add("add", {});
    network.connect({ .from = { id("relu_1") }, .to = { sum, 0 } });
    network.connect({ .from = { id("conv2d_1") }, .to = { sum, 1 } });
    network.connect({ .from = { sum }, .to = { id("flatten_1") } });
    return network;
}

/// The repeats have the same convolution and the same batch norm.
network::Network shared()
{
    using namespace network;
    network::Network network { .name = "test", .dataset = "data", .nodes = {}, .links = {} };
    Block block { .name = "Conv", .body = {}, .exposed = {} };
    SampleBuilder body { block.body };
    const auto in = body.add(kBlockInput, "in");
    const auto conv = body.add("conv2d", "conv", in);
    const auto norm = body.add("batch_norm", "norm", conv);
    body.add(kBlockOutput, "out", body.add("relu", "relu", norm));
    body.set(conv, "filters", std::int64_t { 3 });
    body.set(conv, "padding", std::string("same"));
    network.blocks = { block };
    SampleBuilder builder { network };
    const auto stage = builder.add(blockLayer("Conv"), "stage", builder.add("input", "image"));
    const auto head = builder.add("dense", "head", builder.add("flatten", "flat", stage));
    builder.add("softmax_cross_entropy", "loss", head);
    builder.set(stage, kRepeat, std::int64_t { 3 });
    builder.set(stage, kWeights, std::string(kWeightsOfRepeats));
    builder.set(head, "units", std::int64_t { kClasses });
    return network;
}

void learn(Plan& plan, int steps = 3)
{
    for (int step = 0; step < steps; ++step) {
        plan.run(kBatch, static_cast<std::uint64_t>(step));
        plan.update([](std::size_t, std::span<float> weights, std::span<const float> gradients) {
            for (std::size_t i = 0; i < weights.size(); ++i)
                weights[i] -= 0.1F * gradients[i];
        });
    }
}

std::vector<float> outputOf(Plan& plan)
{
    plan.run(kBatch, 0);
    const auto& values = plan.outputs().front().values;
    return { values.begin(), values.end() };
}

double distance(const std::vector<float>& a, const std::vector<float>& b)
{
    double difference = a.size() == b.size() ? 0 : 1e30;
    double norm = 1e-30;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        difference += std::pow(double { a[i] } - double { b[i] }, 2);
        norm += std::pow(double { b[i] }, 2);
    }
    return std::sqrt(difference / norm);
}

std::ptrdiff_t normsOf(Plan& plan)
{
    return std::ranges::count(plan.profile(1), "batch normalisation", &engine::StepProfile::operation);
}
} // namespace

/// In Inference a batch norm is a part of the convolution or dense layer before it.
class NormFoldingTest : public QObject {
    Q_OBJECT

private slots:
    void aFoldedNormGivesWhatItGivesApart_data()
    {
        QTest::addColumn<network::Network>("network");
        QTest::addColumn<int>("norms"); ///< that stay
        const Layer norm { "batch_norm" };
        const Layer relu { "relu" };
        const Layer transposed { "conv_transpose2d", { { "filters", std::int64_t { 5 } } } };
        const auto row = [](const char* name, const network::Network& network, int norms) {
            QTest::newRow(name) << network << norms;
        };
        row("conv2d, norm, relu", around({ conv(17, "same"), norm, relu, conv(5), norm, relu }), 0);
        row("conv2d without bias", around({ without(conv(6), "bias"), norm }), 0);
        row("dense", around({ { "flatten" }, dense(20), norm, relu, dense(7), norm }), 0);
        row("dense without bias", around({ { "flatten" }, without(dense(20), "bias"), norm, relu }), 0);
        row("conv_transpose2d", around({ transposed, norm, relu }), 0);
        row("conv_transpose2d without bias", around({ without(transposed, "bias"), norm }), 0);
        row("shared by repeats", shared(), 0);
        row("a norm of its own", around({ norm, relu, conv(6), relu, norm }), 2);
        row("two norms", around({ conv(6), norm, norm, relu }), 1);
        row("others take the convolution, too", forked(), 1);
    }
    void aFoldedNormGivesWhatItGivesApart()
    {
        QFETCH(network::Network, network);
        QFETCH(int, norms);
        const auto trained = compiled(network);
        learn(*trained);
        for (const int slices : { 1, 2 }) {
            const auto folded = compiled(network, { .mode = Mode::Inference, .slices = slices, .seed = 3 });
            const auto apart
                = compiled(network, { .mode = Mode::Inference, .slices = slices, .seed = 3, .fuse = false });
            QCOMPARE(normsOf(*folded), norms);
            QCOMPARE(normsOf(*apart),
                     std::ranges::count(network::expand(network).network.nodes, "batch_norm",
                                        &network::Node::layer));
            QVERIFY(folded->readParameters() == apart->readParameters());
            QVERIFY(distance(outputOf(*folded), outputOf(*apart)) < 1e-5);
            const auto before = outputOf(*folded);
            QVERIFY(folded->writeParameters(trained->readParameters()).has_value());
            QVERIFY(apart->writeParameters(trained->readParameters()).has_value());
            QVERIFY(folded->readParameters() == trained->readParameters());
            QVERIFY(distance(before, outputOf(*apart)) > 1e-2);
            const auto error = distance(outputOf(*folded), outputOf(*apart));
            QVERIFY2(error < 1e-5, qPrintable(QString::number(error)));
        }
    }

    void aFoldedNormFollowsAnotherPlan()
    {
        auto network = around({ conv(6), { "batch_norm" }, { "relu" } });
        const auto teacher = compiled(network);
        std::vector<std::string> frozen;
        for (auto& node : network.nodes)
            frozen.push_back(node.name.insert(0, "copy."));
        const auto folded = compiled(network, { .mode = Mode::Inference, .frozen = frozen });
        const auto apart = compiled(network, { .mode = Mode::Inference, .fuse = false, .frozen = frozen });
        QVERIFY(folded->follow(*teacher, "copy.").has_value());
        QVERIFY(apart->follow(*teacher, "copy.").has_value());
        const auto before = outputOf(*folded);
        QVERIFY(distance(before, outputOf(*apart)) < 1e-5);
        learn(*teacher);
        QVERIFY(outputOf(*folded) == before);
        folded->refresh();
        apart->refresh();
        QVERIFY(distance(before, outputOf(*apart)) > 1e-2);
        QVERIFY(distance(outputOf(*folded), outputOf(*apart)) < 1e-5);
    }

    void aNormOfItsOwnIsFoldedIntoAConvolutionThatFollows()
    {
        const auto teacher = compiled(around({ conv(6), { "relu" } }));
        auto network = around({ conv(6), { "batch_norm" }, { "relu" } });
        std::vector<std::string> frozen;
        for (auto& node : network.nodes) {
            if (node.layer != "batch_norm")
                frozen.push_back(node.name.insert(0, "copy."));
        }
        const auto folded = compiled(network, { .mode = Mode::Inference, .frozen = frozen });
        const auto apart = compiled(network, { .mode = Mode::Inference, .fuse = false, .frozen = frozen });
        QCOMPARE(folded->weights().size(), apart->weights().size());
        QVERIFY(!folded->weights().empty());
        learn(*teacher);
        for (const auto* plan : { &folded, &apart }) {
            QVERIFY((*plan)->follow(*teacher, "copy.").has_value());
            std::ranges::fill((*plan)->weights(), 1.5F);
            (*plan)->weightsChanged();
        }
        QVERIFY(distance(outputOf(*folded), outputOf(*apart)) < 1e-5);
        learn(*teacher);
        for (const auto* plan : { &folded, &apart })
            (*plan)->refresh();
        QVERIFY(distance(outputOf(*folded), outputOf(*apart)) < 1e-5);
    }
};

QTEST_GUILESS_MAIN(NormFoldingTest)
#include "norm_folding_test.moc"
