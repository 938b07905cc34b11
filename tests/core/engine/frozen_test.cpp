// SPDX-License-Identifier: GPL-3.0-or-later
#include "networks.hpp"

#include <QTest>

#include <algorithm>

using namespace netwright;
using namespace netwright::tests;
using engine::Plan;

namespace {
constexpr std::int64_t kBatch = 8;
constexpr int kClasses = 4;

std::unique_ptr<Plan> compiled(const network::Network& network, engine::PlanOptions options = {})
{
    options.batch = kBatch;
    options.threads = 1;
    options.slices = 2;
    return filledPlan(network, signature({ 2, 8, 8 }, kClasses), options, kClasses);
}

network::Network around(const std::vector<Layer>& middle)
{
    std::vector<Layer> layers { { "input" }, conv(6, "same"), { "leaky_relu" } };
    layers.insert(layers.end(), middle.begin(), middle.end());
    const std::vector<Layer> end { { "flatten" }, dense(kClasses), { "softmax_cross_entropy" } };
    layers.insert(layers.end(), end.begin(), end.end());
    return chain(layers);
}

network::Network twoConvolutions() { return around({ conv(5), { "relu" } }); }

std::vector<tensor::NamedTensor> gradientsOf(Plan& plan)
{
    plan.run(kBatch, 0);
    return plan.toPlain(plan.gradients());
}

/// Plain gradient descent.
void learn(Plan& plan)
{
    plan.run(kBatch, 0);
    plan.update([](std::size_t, std::span<float> weights, std::span<const float> gradients) {
        for (std::size_t i = 0; i < weights.size(); ++i)
            weights[i] -= 0.1F * gradients[i];
    });
}
} // namespace

class FrozenTest : public QObject {
    Q_OBJECT

private slots:
    /// Whatever the frozen layer is: gradients pass through it as if it learned, and it has none itself.
    void gradientsPassThroughAFrozenLayer_data()
    {
        QTest::addColumn<QString>("kind");
        for (const auto* kind : { "conv2d", "conv_transpose2d", "batch_norm", "dense", "layer_norm",
                                  "position_embedding", "self_attention", "lstm" })
            QTest::newRow(kind) << kind;
    }
    void gradientsPassThroughAFrozenLayer()
    {
        QFETCH(QString, kind);
        const Layer layer { kind.toStdString() };
        const bool isOfImages = kind.startsWith("conv") || kind == "batch_norm";
        auto network = isOfImages ? around({ layer })
                                  : around({ { "reshape", { { "shape", std::string("48 8") } } }, layer });
        const auto frozen = std::ranges::find(network.nodes.rbegin() + 3, network.nodes.rend(), layer.kind,
                                              &network::Node::layer)
                                ->name;
        const auto whole = compiled(network);
        const auto part = compiled(network, { .frozen = { frozen } });
        auto expected = gradientsOf(*whole);
        std::erase_if(expected, [&](const auto& tensor) { return tensor.node == frozen; });
        QVERIFY(gradientsOf(*part) == expected);
        QVERIFY(part->readParameters() == whole->readParameters());
        QVERIFY(part->parameterCount() < whole->parameterCount());
    }

    void frozenWeightsStayAsTheyAre()
    {
        const auto plan = compiled(twoConvolutions(), { .frozen = { "conv2d_2" } });
        const auto before = plan->readParameters();
        learn(*plan);
        const auto after = plan->readParameters();
        for (std::size_t i = 0; i < before.size(); ++i)
            QCOMPARE(after[i] == before[i], after[i].node == "conv2d_2");
    }

    void whatNobodyTakesIsNotComputed()
    {
        const auto backwardSteps = [](const std::vector<std::string>& frozen, const std::string& node) {
            const auto plan = compiled(twoConvolutions(), { .frozen = frozen });
            plan->run(kBatch, 0);
            return std::ranges::count_if(plan->profile(1), [&](const engine::StepProfile& step) {
                return step.isBackward && step.node == node;
            });
        };
        QVERIFY(backwardSteps({}, "conv2d_1") > 0);
        QCOMPARE(backwardSteps({ "conv2d_1" }, "conv2d_1"), 0); // nothing before it learns
        QVERIFY(backwardSteps({ "conv2d_2" }, "conv2d_2") > 0);
        QVERIFY(backwardSteps({ "conv2d_2" }, "conv2d_2") < backwardSteps({}, "conv2d_2"));
        QCOMPARE(backwardSteps({ "conv2d_1", "conv2d_2" }, "conv2d_2"), 0);
    }

    void aFrozenLayerThatIsNotThereIsAnError()
    {
        const auto plan = Plan::compile(twoConvolutions(), signature({ 2, 8, 8 }, kClasses),
                                        { .batch = kBatch, .frozen = { "conv2d_9" } });
        QVERIFY(!plan);
        QVERIFY2(plan.error().message.find("conv2d_9") != std::string::npos, plan.error().message.c_str());
    }

    void aPausedStepIsTheWholeStep()
    {
        for (const auto* node : { "leaky_relu_1", "relu_1" }) { // of its own, and fused
            const auto whole = compiled(twoConvolutions());
            const auto paused = compiled(twoConvolutions(), { .pause = node });
            const auto expected = gradientsOf(*whole);
            const auto shown = std::ranges::find(paused->outputs(), node, &engine::OutputSlot::node);
            QVERIFY(shown != paused->outputs().end());
            paused->begin(kBatch, 0);
            const std::vector<float> values(shown->values.begin(), shown->values.end());
            QVERIFY(std::ranges::any_of(values, [](float value) { return value > 0; }));
            QCOMPARE(paused->finish(), whole->run(kBatch, 0));
            QVERIFY(paused->toPlain(paused->gradients()) == expected);
            QVERIFY(std::ranges::equal(shown->values, values));
        }
    }

    void aPauseAtALayerThatIsNotThereIsAnError()
    {
        const auto plan = Plan::compile(twoConvolutions(), signature({ 2, 8, 8 }, kClasses),
                                        { .batch = kBatch, .pause = "relu_9" });
        QVERIFY(!plan);
        QVERIFY2(plan.error().message.find("relu_9") != std::string::npos, plan.error().message.c_str());
    }

    void frozenWeightsFollowThoseOfAnotherPlan()
    {
        auto network = twoConvolutions();
        const auto teacher = compiled(network);
        std::vector<std::string> frozen;
        for (auto& node : network.nodes) {
            node.name = "copy." + node.name;
            frozen.push_back(node.name);
        }
        const auto follower = compiled(network, { .seed = 5, .frozen = frozen });
        QVERIFY(follower->run(kBatch, 0) != teacher->run(kBatch, 0));
        QVERIFY(follower->follow(*teacher, "copy."));
        QCOMPARE(follower->run(kBatch, 0), teacher->run(kBatch, 0));
        learn(*teacher);
        QVERIFY(follower->run(kBatch, 0) != teacher->run(kBatch, 0));
        follower->refresh();
        QCOMPARE(follower->run(kBatch, 0), teacher->run(kBatch, 0));
        QVERIFY(!follower->follow(*teacher, "other."));
    }
};

QTEST_GUILESS_MAIN(FrozenTest)
#include "frozen_test.moc"
