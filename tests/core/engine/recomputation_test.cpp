// SPDX-License-Identifier: GPL-3.0-or-later
#include "../network/block_sample.hpp"
#include "core/network/expand.hpp"
#include "core/tensor/freedom.hpp"
#include "networks.hpp"

#include <QTest>

#include <algorithm>
#include <functional>

using namespace netwright;
using namespace netwright::network;
using namespace netwright::tests;
using engine::Plan;

namespace {
constexpr std::int64_t kBatch = 8;
constexpr int kClasses = 4;
const tensor::Shape kImage { 3, 8, 8 };

std::unique_ptr<Plan> compiled(const Network& network, engine::PlanOptions options = {})
{
    options.batch = kBatch;
    options.threads = 1;
    return filledPlan(network, signature(kImage, kClasses), options, kClasses);
}

/// Puts nodes behind one of a block, and says which is the last.
using Inside = std::function<NodeId(SampleBuilder&, NodeId)>;

NodeId add(SampleBuilder& body, const Layer& layer, const std::string& name, NodeId before)
{
    const auto id = body.add(layer.kind, name, before);
    for (const auto& [parameter, value] : layer.parameters)
        body.set(id, parameter, value);
    return id;
}

Inside row(const std::vector<Layer>& layers)
{
    return [layers](SampleBuilder& body, NodeId at) {
        for (std::size_t i = 0; i < layers.size(); ++i)
            at = add(body, layers[i], "layer" + std::to_string(i + 1), at);
        return at;
    };
}

/// x + relu(norm(conv(relu(norm(conv x))))), with a dropout in between.
NodeId residual(SampleBuilder& body, NodeId in)
{
    const auto last = row({ conv(12, "same"),
                            { "batch_norm" },
                            { "relu" },
                            { "dropout" },
                            conv(12, "same"),
                            { "batch_norm" } })(body, in);
    const auto sum = body.add("add", "sum", in);
    body.network.connect({ { last }, { sum, 1 } });
    return body.add("relu", "act", sum);
}

Block blockOf(const std::string& name, const Inside& inside)
{
    Block block { .name = name, .body = {}, .exposed = {} };
    SampleBuilder body { block.body };
    body.add(kBlockOutput, "out", inside(body, body.add(kBlockInput, "in")));
    return block;
}

/// An image, a convolution, a block that is repeated, and what `end` puts behind it, to a loss.
Network around(const Block& block, std::int64_t repeat, const std::vector<Layer>& end = {},
               std::string_view weights = kOwnWeights)
{
    Network network { .name = "test", .dataset = "data", .nodes = {}, .links = {} };
    network.blocks = { block };
    SampleBuilder builder { network };
    auto at = add(builder, conv(12, "same"), "first", builder.add("input", "image"));
    at = builder.add(blockLayer(block.name), "stage", at);
    builder.set(at, kRepeat, repeat);
    builder.set(at, kWeights, std::string(weights));
    at = row(end)(builder, at);
    at = add(builder, dense(kClasses), "head", builder.add("flatten", "flat", at));
    builder.add("softmax_cross_entropy", "loss", at);
    return network;
}

Network recomputing(Network network)
{
    SampleBuilder { network }.set(network.find("stage")->id, kRecompute, true);
    return network;
}

/// A convolution, and a loss of its own that judges it.
NodeId judged(SampleBuilder& body, NodeId in)
{
    const auto filtered = add(body, conv(12, "same"), "conv", in);
    const auto act = body.add("relu", "act", filtered);
    const auto head = add(body, dense(kClasses), "head", body.add("flatten", "flat", act));
    body.add("softmax_cross_entropy", "loss", head);
    return act;
}

/// A block whose first part is a block that would recompute by itself, too.
Network nested()
{
    auto network = around(blockOf("Outer", row({ { "relu" }, conv(12, "same") })), 2);
    network.blocks.push_back(blockOf("Inner", residual));
    auto& inner = *network.blocks.front().body.find(network.blocks.front().body.find("layer1")->id);
    inner.layer = blockLayer("Inner");
    inner.parameters = ParameterValues(kindOf(network, inner.layer)->parameters);
    inner.parameters.set(kRecompute, true);
    inner.parameters.set(kRepeat, std::int64_t { 2 });
    return network;
}

/// Sequences of tokens, whose table stands inside the block.
Network ofTokens()
{
    Network network { .name = "test", .dataset = "data", .nodes = {}, .links = {} };
    const Layer table { "embedding",
                        { { "vocabulary", std::int64_t { 9 } }, { "size", std::int64_t { 8 } } } };
    network.blocks = { blockOf("Text", row({ table, { "self_attention" }, { "sequence_mean" } })) };
    SampleBuilder builder { network };
    const auto stage = builder.add(blockLayer("Text"), "stage", builder.add("input", "ids"));
    builder.add("softmax_cross_entropy", "loss", add(builder, dense(kClasses), "head", stage));
    return network;
}

std::unique_ptr<Plan> compiledForTokens(const Network& network, int slices)
{
    auto data = signature({ 6 }, kClasses);
    data.columns.front().type = tensor::ColumnType::Sequence;
    auto plan = filledPlan(network, data, { .batch = kBatch, .threads = 1, .slices = slices }, kClasses);
    auto& slot = plan->inputs().front();
    for (std::size_t i = 0; i < slot.numbers.size(); ++i)
        slot.numbers[i] = static_cast<float>(i * i % 9);
    return plan;
}

void learn(Plan& plan, std::uint64_t step)
{
    plan.run(kBatch, step);
    plan.update([](std::size_t, std::span<float> weights, std::span<const float> gradients) {
        for (std::size_t i = 0; i < weights.size(); ++i)
            weights[i] -= 0.05F * gradients[i];
    });
}

std::vector<tensor::NamedTensor> trained(Plan& plan)
{
    for (std::uint64_t step = 0; step < 5; ++step) {
        fill(plan, step, kClasses);
        learn(plan, step);
    }
    return plan.readParameters();
}

std::ptrdiff_t stepsOf(Plan& plan)
{
    plan.run(kBatch, 0);
    return std::ssize(plan.profile(1));
}
} // namespace

/// Blocks that drop what their layers give, and compute it again on the way back.
class RecomputationTest : public QObject {
    Q_OBJECT

private slots:
    void trainingGivesTheSameBits_data()
    {
        QTest::addColumn<Network>("network");
        QTest::addColumn<int>("slices");
        QTest::addColumn<bool>("allowsBFloat16");
        const Layer relu { "relu" };
        const Layer pool { "max_pool2d" };
        const Layer image { "reshape", { { "shape", std::string("3 4 4") } } };
        const Layer sequence { "reshape", { { "shape", std::string("48 16") } } };
        const auto add = [](const char* name, const Network& network) {
            for (const int slices : { 1, 2 })
                QTest::addRow("%s, %d slices", name, slices) << network << slices << false;
            if (tensor::hasBFloat16())
                QTest::addRow("%s, in bfloat16", name) << network << 2 << true;
        };
        add("residual blocks", around(blockOf("Residual", residual), 3));
        add("shared weights", around(blockOf("Residual", residual), 3, {}, kWeightsOfRepeats));
        add("one inside another", nested());
        add("a loss inside", around(blockOf("Judged", judged), 2));
        add("a mask behind the block", around(blockOf("Conv", row({ conv(12), relu })), 1, { pool }));
        add("an activation from inside", around(blockOf("Relu", row({ relu, conv(12) })), 1, { relu, pool }));
        add("a pool inside", around(blockOf("Pool", row({ conv(12, "same"), relu, pool })), 2));
        add("views at both ends", around(blockOf("View", row({ { "flatten" }, dense(48), relu, image })), 1));
        add("sequences",
            around(blockOf("Sequence", row({ sequence, { "layer_norm" }, { "self_attention" }, { "lstm" } })),
                   1));
    }
    void trainingGivesTheSameBits()
    {
        QFETCH(Network, network);
        QFETCH(int, slices);
        QFETCH(bool, allowsBFloat16);
        const engine::PlanOptions options { .slices = slices, .allowsBFloat16 = allowsBFloat16 };
        const auto kept = compiled(network, options);
        const auto recomputed = compiled(recomputing(network), options);
        const auto initial = kept->readParameters();
        QVERIFY(recomputed->readParameters() == initial);
        const auto expected = trained(*kept);
        QVERIFY(expected != initial);
        QVERIFY(trained(*recomputed) == expected);
    }

    void aTableInsideLearnsTheSame()
    {
        for (const int slices : { 1, 2 }) {
            const auto kept = compiledForTokens(ofTokens(), slices);
            const auto recomputed = compiledForTokens(recomputing(ofTokens()), slices);
            for (std::uint64_t step = 0; step < 3; ++step) {
                learn(*kept, step);
                learn(*recomputed, step);
            }
            QVERIFY(recomputed->readParameters() == kept->readParameters());
        }
    }

    void onlyTheOutputsOfTheBlocksAreKept()
    {
        const auto network = around(blockOf("Residual", residual), 8);
        const auto kept = compiled(network, { .slices = 1 });
        const auto recomputed = compiled(recomputing(network), { .slices = 1 });
        QVERIFY2(2 * recomputed->arenaBytes() < kept->arenaBytes(),
                 qPrintable(QString("%1 of %2").arg(recomputed->arenaBytes()).arg(kept->arenaBytes())));
    }

    void onlyTrainingComputesAgain()
    {
        const auto network = around(blockOf("Residual", residual), 2);
        for (const auto mode :
             { layers::Mode::Training, layers::Mode::Evaluation, layers::Mode::Inference }) {
            const auto kept = compiled(network, { .mode = mode });
            const auto recomputed = compiled(recomputing(network), { .mode = mode });
            QCOMPARE(stepsOf(*recomputed) > stepsOf(*kept), mode == layers::Mode::Training);
        }
    }

    void whereNothingLearnsNothingIsComputedAgain()
    {
        const auto network = around(blockOf("Residual", residual), 1);
        std::vector<std::string> frozen;
        for (const auto& node : runnable(network).network.nodes) {
            if (node.name != "head")
                frozen.push_back(node.name);
        }
        const auto kept = compiled(network, { .frozen = frozen });
        const auto recomputed = compiled(recomputing(network), { .frozen = frozen });
        QCOMPARE(stepsOf(*recomputed), stepsOf(*kept));
    }

    void aPausedStepIsTheWholeStep()
    {
        const auto network = recomputing(around(blockOf("Residual", residual), 1));
        const auto whole = compiled(network);
        const auto paused = compiled(network, { .pause = "stage.layer1" });
        QCOMPARE(paused->outputs().size(), whole->outputs().size() + 1);
        paused->begin(kBatch, 0);
        QCOMPARE(paused->finish(), whole->run(kBatch, 0));
        QVERIFY(std::ranges::equal(paused->gradients(), whole->gradients()));
    }
};

QTEST_GUILESS_MAIN(RecomputationTest)
#include "recomputation_test.moc"
