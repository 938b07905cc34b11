// SPDX-License-Identifier: GPL-3.0-or-later
// How long does it take to check a large network again after an edit? Prints the median and the worst of
// many passes over residual networks of 2,000 and 10,000 nodes.
//
//     analysis_bench [PASSES]
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/advice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

using namespace netwright;
using namespace netwright::network;
using Clock = std::chrono::steady_clock;

namespace {

const tensor::Signature& data()
{
    static const tensor::Signature kData {
        { { "image", tensor::ColumnType::Image, { 1, 28, 28 } },
          { "label", tensor::ColumnType::Category, {}, { "shirt", "shoe", "bag" } } }
    };
    return kData;
}

/// Links each node to the one before, in steady time.
class Chain {
public:
    explicit Chain(Network& network)
        : m_network(network)
    {
    }

    Node& add(const char* layer, std::optional<NodeId> second = {})
    {
        const NodeId id { m_network.nextId++ };
        m_network.nodes.push_back({ .id = id,
                                    .name = fmt::format("{}_{}", layer, id.value),
                                    .layer = layer,
                                    .parameters = ParameterValues(layers::findLayer(layer)->parameters),
                                    .position = {} });
        if (m_last.value != 0)
            m_network.links.push_back({ .from = { m_last }, .to = { id } });
        if (second)
            m_network.links.push_back({ .from = { *second }, .to = { id, 1 } });
        m_last = id;
        return m_network.nodes.back();
    }

    [[nodiscard]] NodeId last() const { return m_last; }

private:
    Network& m_network;
    NodeId m_last { 0 };
};

void addConvolution(Chain& chain)
{
    auto& convolution = chain.add("conv2d");
    convolution.parameters.set("padding", std::string("same"));
    convolution.parameters.set("bias", false);
    chain.add("batch_norm");
}

Network residualNetwork(std::size_t nodes)
{
    Network network { .name = "large", .dataset = "images", .nodes = {}, .links = {} };
    Chain chain(network);
    chain.add("input");
    addConvolution(chain);
    while (network.nodes.size() + 4 < nodes) {
        const auto shortcut = chain.last();
        addConvolution(chain);
        chain.add("relu");
        addConvolution(chain);
        chain.add("add", shortcut);
        chain.add("relu");
    }
    chain.add("global_average_pool");
    chain.add("dense").parameters.set("units", std::int64_t { 3 });
    chain.add("softmax_cross_entropy");
    return network;
}

void measure(std::size_t nodes, int passes)
{
    auto network = residualNetwork(nodes);
    std::vector<double> times;
    for (int pass = 0; pass < passes; ++pass) {
        auto& edited = network.nodes[network.nodes.size() / 2 + static_cast<std::size_t>(pass) % 100];
        edited.name += '_';
        const auto begin = Clock::now();
        auto analysis = analyse(network, &data());
        analysis.warnings = advise(network, analysis, { .columns = &data(), .rows = 60'000 });
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
        if (!analysis.problems.empty()) {
            fmt::print("{}\n", analysis.problems.front().message);
            std::exit(1);
        }
    }
    std::ranges::sort(times);
    fmt::print("{:>6} nodes, {:>6} links: median {:.2f} ms, worst {:.2f} ms\n", network.nodes.size(),
               network.links.size(), times[times.size() / 2], times.back());
}
} // namespace

int main(int argc, char** argv)
{
    const int passes = argc > 1 ? std::max(std::atoi(argv[1]), 1) : 50;
    measure(2000, passes);
    measure(10'000, passes);
}
