// SPDX-License-Identifier: GPL-3.0-or-later
#include "../network/block_sample.hpp"
#include "core/network/expand.hpp"
#include "networks.hpp"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace netwright;
using namespace netwright::network;
using namespace netwright::tests;
using engine::Plan;

namespace {
constexpr std::int32_t kClasses = 2;

std::unique_ptr<Plan> compiled(const Network& network, const tensor::Signature& data, int slices = 2)
{
    return filledPlan(network, data, { .batch = 8, .threads = 1, .slices = slices }, kClasses);
}

const tensor::NamedTensor& find(const std::vector<tensor::NamedTensor>& tensors, const std::string& node,
                                const std::string& name)
{
    const auto it = std::ranges::find_if(
        tensors, [&](const auto& tensor) { return tensor.node == node && tensor.name == name; });
    if (it == tensors.end())
        qFatal("no %s of %s", name.c_str(), node.c_str());
    return *it;
}

/// conv -> batch norm -> relu, whose weights oneDNN keeps in a layout of its own, on images of three channels
/// that it keeps.
Network convolutions(std::int64_t repeat, std::string_view weights)
{
    Network network { .name = "convs", .dataset = "data", .nodes = {}, .links = {} };
    Block block { .name = "Conv", .body = {}, .exposed = {} };
    SampleBuilder body { block.body };
    const auto in = body.add(kBlockInput, "in");
    const auto conv = body.add("conv2d", "conv", in);
    const auto norm = body.add("batch_norm", "norm", conv);
    const auto relu = body.add("relu", "relu", norm);
    body.add(kBlockOutput, "out", relu);
    body.set(conv, "filters", std::int64_t { 16 });
    body.set(conv, "padding", std::string("same"));
    body.set(conv, "bias", false); // batch norm would take it away: its gradient is nothing but rounding
    network.blocks = { block };
    SampleBuilder builder { network };
    const auto image = builder.add("input", "image");
    const auto first = builder.add("conv2d", "first", image);
    const auto stage = builder.add(blockLayer("Conv"), "stage", first);
    const auto flat = builder.add("flatten", "flat", stage);
    const auto head = builder.add("dense", "head", flat);
    builder.add("softmax_cross_entropy", "loss", head);
    builder.set(first, "filters", std::int64_t { 16 });
    builder.set(stage, kRepeat, repeat);
    builder.set(stage, kWeights, std::string(weights));
    builder.set(head, "units", std::int64_t { kClasses });
    return network;
}

/// Gives every repeat what the shared ones have.
std::vector<tensor::NamedTensor> spread(const std::vector<tensor::NamedTensor>& own,
                                        const std::vector<tensor::NamedTensor>& shared)
{
    auto all = own;
    for (auto& tensor : all) {
        auto owner = tensor.node;
        if (const auto at = owner.find("stage."); at == 0)
            owner.replace(6, 1, "1");
        tensor.tensor = find(shared, owner, tensor.name).tensor;
    }
    return all;
}
} // namespace

class BlockTest : public QObject {
    Q_OBJECT

private slots:
    void aNetworkWithBlocksComputesWhatItsExpansionDoes()
    {
        const auto network = unitNetwork(2);
        const auto withBlocks = compiled(network, unitData());
        const auto flat = compiled(expand(network).network, unitData());
        QVERIFY(withBlocks->readParameters() == flat->readParameters());
        QCOMPARE(withBlocks->run(8, 0), flat->run(8, 0));
        QVERIFY(std::ranges::equal(withBlocks->gradients(), flat->gradients()));
        (void)find(withBlocks->readParameters(), "stage.2.fc", "kernel");
    }

    void sharedWeightsAreThereOnce()
    {
        const auto plan = compiled(unitNetwork(3, std::string(kWeightsOfRepeats)), unitData());
        QCOMPARE(plan->parameterCount(), 20 + 10);
        QCOMPARE(plan->readParameters().size(), std::size_t { 4 });
        (void)find(plan->readParameters(), "stage.1.fc", "kernel");
    }

    void aSharedGradientIsTheSumOfThoseOfAllUses_data()
    {
        QTest::addColumn<bool>("isImage");
        QTest::addColumn<int>("slices");
        QTest::newRow("dense") << false << 1;
        QTest::newRow("dense, slices") << false << 2;
        QTest::newRow("convolution and batch norm") << true << 1;
        QTest::newRow("convolution and batch norm, slices") << true << 2;
    }

    void aSharedGradientIsTheSumOfThoseOfAllUses()
    {
        QFETCH(bool, isImage);
        QFETCH(int, slices);
        const auto make = [&](std::string_view weights) {
            return isImage ? compiled(convolutions(3, weights), signature({ 3, 9, 9 }, kClasses), slices)
                           : compiled(unitNetwork(3, std::string(weights)), unitData(), slices);
        };
        const auto shared = make(kWeightsOfAll);
        const auto own = make(kOwnWeights);
        QVERIFY(own->writeParameters(spread(own->readParameters(), shared->readParameters())).has_value());
        const double loss = shared->run(8, 0);
        QVERIFY(std::abs(own->run(8, 0) - loss) <= 1e-6 * loss);
        const auto expected = own->toPlain(own->gradients());
        for (const auto& found : shared->toPlain(shared->gradients())) {
            auto sum = find(expected, found.node, found.name).tensor.values;
            for (const auto* repeat : { "stage.2", "stage.3" }) {
                auto other = found.node;
                if (!other.starts_with("stage.1"))
                    continue;
                other.replace(0, 7, repeat);
                const auto& term = find(expected, other, found.name).tensor.values;
                std::ranges::transform(sum, term, sum.begin(), std::plus());
            }
            double worst = 0;
            double largest = 0;
            for (std::size_t i = 0; i < sum.size(); ++i) {
                worst = std::max(worst, double { std::abs(sum[i] - found.tensor.values[i]) });
                largest = std::max(largest, double { std::abs(sum[i]) });
            }
            QVERIFY2(worst <= 2e-5 * largest + 1e-9,
                     qPrintable(QStringLiteral("%1 %2: %3 of %4")
                                    .arg(found.node.c_str(), found.name.c_str())
                                    .arg(worst)
                                    .arg(largest)));
        }
    }

    void weightsAreSharedWithABranchThatNoLossFollows()
    {
        auto network = unitNetwork(1, std::string(kWeightsOfAll));
        // Before and after the branch that learns.
        for (const auto* name : { "earlier", "later" }) {
            auto node = *network.find("stage");
            node.id = NodeId { network.nextId++ };
            node.name = name;
            network.connect({ { network.find("x")->id, 0 }, { node.id, 0 } });
            network.nodes.insert(name[0] == 'e' ? network.nodes.begin() : network.nodes.end(), node);
        }
        const auto shared = compiled(network, unitData());
        const auto single = compiled(unitNetwork(1), unitData());
        auto parameters = single->readParameters();
        for (auto& parameter : parameters)
            parameter.node = parameter.node == "stage.fc" ? "earlier.fc" : parameter.node;
        QVERIFY2(shared->writeParameters(parameters).has_value(), "other parameters");
        QCOMPARE(shared->run(8, 0), single->run(8, 0));
        const auto found = shared->toPlain(shared->gradients());
        const auto expected = single->toPlain(single->gradients());
        QCOMPARE(find(found, "earlier.fc", "kernel").tensor.values,
                 find(expected, "stage.fc", "kernel").tensor.values);
    }
};

QTEST_GUILESS_MAIN(BlockTest)
#include "block_test.moc"
