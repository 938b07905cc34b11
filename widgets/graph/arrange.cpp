// SPDX-License-Identifier: GPL-3.0-or-later
// The layered drawing of Sugiyama, Tagawa and Toda (1981), in its simplest form: rows by the longest way from
// an input, the order within a row by the mean of what feeds it. A link that passes rows takes a place in
// each of them as if a node stood there, so that it runs beside the nodes and not behind them:
//
//      input              input
//        |               |     \          .
//      conv     not     conv    .
//        |               |      .
//       add               add  /
#include "widgets/graph/arrange.hpp"

#include "widgets/graph/geometry.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace netwright::widgets::edits {

using network::Network;
using network::NodeId;
using network::Position;

namespace {
    /// A node, or a link on its way through a row.
    struct Place {
        std::optional<NodeId> node;
        std::vector<std::size_t> sources; ///< places of the row before
        double x = 0;
    };

    /// Of each node; those of a cycle end in the last row they are pushed to.
    std::map<NodeId, std::size_t> rowsOf(const Network& network)
    {
        std::map<NodeId, std::size_t> rows;
        for (const auto& node : network.nodes)
            rows[node.id] = 0;
        bool hasChanged = true;
        for (std::size_t pass = 0; hasChanged && pass < network.nodes.size(); ++pass) {
            hasChanged = false;
            for (const auto& link : network.links) {
                const auto below = std::min(rows[link.from.node] + 1, network.nodes.size() - 1);
                if (rows[link.to.node] >= below)
                    continue;
                rows[link.to.node] = below;
                hasChanged = true;
            }
        }
        return rows;
    }

    using Rows = std::vector<std::vector<Place>>;

    Rows placesOf(const Network& network)
    {
        const auto rowOf = rowsOf(network);
        Rows rows(network.nodes.size());
        std::map<NodeId, std::size_t> placeOf;
        for (const auto& node : network.nodes) {
            auto& row = rows[rowOf.at(node.id)];
            placeOf[node.id] = row.size();
            row.push_back({ .node = node.id, .sources = {} });
        }
        for (const auto& link : network.links) {
            const auto last = rowOf.at(link.to.node);
            auto source = placeOf.at(link.from.node);
            for (auto row = rowOf.at(link.from.node) + 1; row <= last; ++row) {
                if (row == last) {
                    rows[row][placeOf.at(link.to.node)].sources.push_back(source);
                } else {
                    rows[row].push_back({ .node = {}, .sources = { source } });
                    source = rows[row].size() - 1;
                }
            }
        }
        std::erase_if(rows, [](const auto& row) { return row.empty(); });
        return rows;
    }

    double meanOf(const std::vector<Place>& above, const Place& place)
    {
        double sum = 0;
        for (const auto source : place.sources)
            sum += above[source].x;
        return place.sources.empty() ? 0 : sum / static_cast<double>(place.sources.size());
    }

    /// Side by side, each as near as can be to where it wants to be; the row as a whole around the middle of
    /// these wishes.
    void spread(std::vector<Place>& row, const std::vector<Place>& above)
    {
        constexpr double kStep = geometry::kNodeWidth + geometry::kGap;
        std::vector<std::size_t> order(row.size());
        std::iota(order.begin(), order.end(), std::size_t { 0 });
        std::vector<double> wishes;
        for (const auto& place : row)
            wishes.push_back(meanOf(above, place));
        std::ranges::stable_sort(order, {}, [&](std::size_t at) { return wishes[at]; });
        double drift = 0;
        for (std::size_t i = 0; i < order.size(); ++i) {
            auto& place = row[order[i]];
            place.x = i == 0 ? wishes[order[i]] : std::max(wishes[order[i]], row[order[i - 1]].x + kStep);
            drift += place.x - wishes[order[i]];
        }
        for (auto& place : row)
            place.x -= drift / static_cast<double>(row.size());
    }

    /// The middle of the nodes from side to side, and the uppermost.
    Position anchorOf(const Network& network)
    {
        const auto [left, right]
            = std::ranges::minmax(network.nodes, {}, [](const auto& node) { return node.position.x; });
        const auto top
            = std::ranges::min(network.nodes, {}, [](const auto& node) { return node.position.y; });
        return { (left.position.x + right.position.x) / 2, top.position.y };
    }
} // namespace

Network arranged(Network network)
{
    if (network.nodes.empty())
        return network;
    const auto before = anchorOf(network);
    auto rows = placesOf(network);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        spread(rows[row], row == 0 ? std::vector<Place>() : rows[row - 1]);
        for (const auto& place : rows[row]) {
            if (place.node)
                network.find(*place.node)->position
                    = { place.x, static_cast<double>(row) * geometry::kRowHeight };
        }
    }
    const auto after = anchorOf(network);
    for (auto& node : network.nodes) {
        const auto snapped = geometry::snapped(
            { node.position.x + before.x - after.x, node.position.y + before.y - after.y });
        node.position = { snapped.x(), snapped.y() };
    }
    return network;
}

} // namespace netwright::widgets::edits
