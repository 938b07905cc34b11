// SPDX-License-Identifier: GPL-3.0-or-later
// Ranks are thought of as lying below each other; for data that flows to the right, x and y are exchanged.
//
//     0          0   3   6
//     1          1   4   7
//     2    ->    2   5   8
//     ...
//     8
#include "widgets/graph/fold.hpp"

#include "core/network/room.hpp"
#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/canvas_style.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/geometry.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

namespace netwright::widgets::edits {

using network::Flow;
using network::Network;
using network::NodeId;
using network::Position;

namespace {
    constexpr double kColumnsApart = 80; ///< room for the link that leads on
    constexpr std::size_t kMostColumns = 100;

    Position turned(Position position, Flow flow)
    {
        return flow == Flow::Down ? position : Position { position.y, position.x };
    }

    QSizeF turned(QSizeF size, Flow flow) { return flow == Flow::Down ? size : size.transposed(); }

    /// Nodes of the same depth.
    struct Rank {
        double y = 0;
        double left = 0; ///< of the first node's middle
        double right = 0; ///< of the last one's
        int linksOn = 0; ///< that lead from here or before to what comes after
    };

    using Ranks = std::map<double, Rank>; ///< by depth

    /// A note takes up room beside the node that it belongs to.
    void addNotes(const Network& network, Ranks& ranks)
    {
        const double half
            = turned(QSizeF(geometry::kNodeWidth, geometry::kNodeHeight), network.flow).width() / 2;
        for (const auto& note : network.notes) {
            const auto left = turned(note.position, network.flow).x;
            const auto width = turned(QSizeF(note.size.width, note.size.height), network.flow).width();
            auto& rank = ranks.at(turned(nearestNode(network, note)->position, network.flow).y);
            rank.left = std::min(rank.left, left + half);
            rank.right = std::max(rank.right, left + width - half);
        }
    }

    std::vector<Rank> ranksOf(const Network& network)
    {
        Ranks ranks;
        std::map<NodeId, double> depth;
        for (const auto& node : network.nodes) {
            const auto [x, y] = turned(node.position, network.flow);
            const auto [rank, isNew] = ranks.try_emplace(y, Rank { y, x, x, 0 });
            rank->second.left = std::min(rank->second.left, x);
            rank->second.right = std::max(rank->second.right, x);
            depth[node.id] = y;
        }
        for (const auto& link : network.links) {
            const auto from = ranks.find(depth.at(link.from.node));
            const auto to = ranks.find(depth.at(link.to.node));
            for (auto rank = from; rank != to && rank != ranks.end() && from->first < to->first; ++rank)
                ++rank->second.linksOn;
        }
        addNotes(network, ranks);
        std::vector<Rank> result;
        for (const auto& [y, rank] : ranks)
            result.push_back(rank);
        return result;
    }

    /// From the first to the last rank of the nodes of a group.
    using Span = std::pair<double, double>;

    std::vector<Span> groupsOf(const Network& network)
    {
        std::map<NodeId, double> depth;
        for (const auto& node : network.nodes)
            depth[node.id] = turned(node.position, network.flow).y;
        std::vector<Span> spans;
        for (const auto& group : network.groups) {
            Span span { depth.at(*group.nodes.begin()), depth.at(*group.nodes.begin()) };
            for (const auto id : group.nodes)
                span = { std::min(span.first, depth.at(id)), std::max(span.second, depth.at(id)) };
            spans.push_back(span);
        }
        return spans;
    }

    /// A network as it is to be folded.
    struct Strip {
        std::vector<Rank> ranks;
        std::vector<Span> groups;
    };

    /// Ranks below each other, and what they take up as middles of nodes.
    struct Column {
        double top = 0;
        double bottom = 0;
        double left = 0;
        double right = 0;
    };

    /// About `count` columns of the same height, cut where that is allowed.
    std::vector<Column> columnsOf(const Strip& strip, std::size_t count)
    {
        const auto& ranks = strip.ranks;
        const double height = (ranks.back().y - ranks.front().y) / static_cast<double>(count);
        const auto isWithin = [height](const Span& group, double y) {
            return group.first <= y && y < group.second && group.second - group.first <= height;
        };
        std::vector<Column> columns;
        bool isCut = true;
        for (const auto& rank : ranks) {
            if (columns.empty() || (isCut && rank.y - columns.back().top > height))
                columns.push_back({ rank.y, rank.y, rank.left, rank.right });
            auto& column = columns.back();
            column.bottom = rank.y;
            column.left = std::min(column.left, rank.left);
            column.right = std::max(column.right, rank.right);
            isCut = rank.linksOn == 1 && std::ranges::none_of(strip.groups, [&](const Span& group) {
                        return isWithin(group, rank.y);
                    });
        }
        return columns;
    }

    /// How large they can be shown as a whole.
    double zoomOf(const std::vector<Column>& columns, QSizeF node, QSizeF room)
    {
        double width = -kColumnsApart;
        double height = 0;
        for (const auto& column : columns) {
            width += column.right - column.left + node.width() + kColumnsApart;
            height = std::max(height, column.bottom - column.top + node.height());
        }
        return std::min(room.width() / width, room.height() / height);
    }

    /// The fewest columns that can be read well, else those that can be read best.
    std::vector<Column> bestColumns(const Strip& strip, QSizeF node, QSizeF room)
    {
        constexpr double kWorthIt = 1.15; ///< times as large, for one more column
        auto best = columnsOf(strip, 1);
        double zoom = zoomOf(best, node, room);
        for (std::size_t count = 2; count <= kMostColumns && zoom < kDetailScale; ++count) {
            auto columns = columnsOf(strip, count);
            if (const double found = zoomOf(columns, node, room); found > kWorthIt * zoom) {
                zoom = found;
                best = std::move(columns);
            }
        }
        return best;
    }
} // namespace

Network folded(Network network, QSizeF room)
{
    if (network.nodes.empty() || room.isEmpty())
        return network;
    const auto flow = network.flow;
    const QSizeF node = turned(QSizeF(geometry::kNodeWidth, geometry::kNodeHeight), flow);
    const auto columns = bestColumns({ ranksOf(network), groupsOf(network) }, node, turned(room, flow));
    if (columns.size() == 1)
        return network;
    const auto straight = network;
    std::map<double, double> shifts; ///< of a column, by its top
    double beginning = columns.front().left;
    for (const auto& column : columns) {
        shifts[column.top] = std::ceil((beginning - column.left) / geometry::kSnap) * geometry::kSnap;
        beginning += column.right - column.left + node.width() + kColumnsApart;
    }
    for (auto& one : network.nodes) {
        const auto [x, y] = turned(one.position, flow);
        const auto& [top, shift] = *std::prev(shifts.upper_bound(y));
        one.position = turned(Position { x + shift, y - top + columns.front().top }, flow);
    }
    return withNotesAlong(straight, std::move(network));
}

Network folded(Network network, QSizeF room, const std::set<NodeId>& nodes)
{
    const auto straight = network;
    for (const auto& node : folded(subset(network, nodes), room).nodes)
        network.find(node.id)->position = node.position;
    // Its columns know nothing of what stands beside the first one.
    if (std::ranges::any_of(nodes, [&](NodeId id) { return network::coversAnother(network, id); }))
        return straight;
    return withNotesAlong(straight, std::move(network));
}

} // namespace netwright::widgets::edits
