// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_table.hpp"
#include "core/project/project.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace netwright::tests {

/// A valid network of about `count` nodes for generated 16 x 16 images: lanes side by side, each a chain of
/// residual blocks (conv, batch norm, ReLU, add), summed up at the end.
///
///     image -> conv -+-> [conv bn relu add] -> ... -+
///                    +-> [conv bn relu add] -> ... -+-> sums -> pool -> dense -> loss
///                    +-> ...                        |
class ResidualLanes {
public:
    static project::Project project(int count)
    {
        ResidualLanes maker(count);
        project::Project project;
        auto dataset = data::datasetFromJson(
            { { "source", "generated" },
              { "parameters", { { "height", 16 }, { "width", 16 }, { "rows", 64 } } } },
            "images");
        project.datasets.push_back(*std::move(dataset));
        project.networks.push_back(std::move(maker.m_network));
        return project;
    }

private:
    static constexpr double kRow = 104;
    static constexpr double kLane = 336;

    explicit ResidualLanes(int count)
    {
        const int lanes = std::max(2, static_cast<int>(std::sqrt(count) * 0.6));
        const int blocks = std::max(1, (count - lanes + 2 * lanes) / (4 * lanes));
        m_network = { .name = "lanes", .dataset = "images", .nodes = {}, .links = {} };
        const auto middle = (lanes - 1) * kLane / 2;
        const auto image = add("input", middle, 0);
        m_network.find(image)->parameters.set("column", std::string("image"));
        const auto stem = conv(middle, 1);
        link(image, stem);
        std::vector<network::NodeId> ends;
        for (int lane = 0; lane < lanes; ++lane)
            ends.push_back(chain(stem, lane * kLane, blocks));
        auto sum = ends.front();
        const int below = 4 * blocks + 3;
        for (int lane = 1; lane < lanes; ++lane) {
            const auto next = add("add", lane * kLane, below);
            link(sum, next, 0);
            link(ends[static_cast<std::size_t>(lane)], next, 1);
            sum = next;
        }
        finish(sum, (lanes - 1) * kLane, below);
    }

    network::NodeId add(const char* layer, double x, int row)
    {
        // Not Network::add(): it looks for a free name among all nodes.
        const auto* kind = layers::findLayer(layer);
        const network::NodeId id { m_network.nextId++ };
        m_network.nodes.push_back({ .id = id,
                                    .name = layer + ('_' + std::to_string(id.value)),
                                    .layer = layer,
                                    .parameters = ParameterValues(kind->parameters),
                                    .position = { x, row * kRow } });
        return id;
    }

    network::NodeId conv(double x, int row)
    {
        const auto id = add("conv2d", x, row);
        auto& parameters = m_network.nodes.back().parameters;
        parameters.set("filters", std::int64_t { 8 });
        parameters.set("padding", std::string("same"));
        parameters.set("bias", false); // batch norm follows
        return id;
    }

    void link(network::NodeId from, network::NodeId to, int port = 0)
    {
        m_network.links.push_back({ { from, 0 }, { to, port } });
    }

    network::NodeId chain(network::NodeId from, double x, int blocks)
    {
        for (int block = 0; block < blocks; ++block) {
            const int row = 3 + 4 * block;
            const auto first = conv(x, row);
            const auto norm = add("batch_norm", x, row + 1);
            const auto relu = add("relu", x, row + 2);
            const auto sum = add("add", x + kLane / 8, row + 3);
            link(from, first);
            link(first, norm);
            link(norm, relu);
            link(relu, sum, 0);
            link(from, sum, 1);
            from = sum;
        }
        return from;
    }

    void finish(network::NodeId sum, double x, int row)
    {
        const auto pool = add("global_average_pool", x, row + 1);
        const auto dense = add("dense", x, row + 2);
        m_network.nodes.back().parameters.set("units", std::int64_t { 10 });
        const auto loss = add("softmax_cross_entropy", x, row + 3);
        m_network.nodes.back().parameters.set("target", std::string("label"));
        link(sum, pool);
        link(pool, dense);
        link(dense, loss);
    }

    network::Network m_network;
};

} // namespace netwright::tests
