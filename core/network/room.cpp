// SPDX-License-Identifier: GPL-3.0-or-later
// Two nodes are kept apart where the one feeds the other, or where they stand in one line:
//
//     a        a           b is pushed a rank on; c, close behind it, too; d has the room it needs already.
//     b        new         e stands in another line, and is fed by nothing that moved.
//     c   e    b   e
//              c
//     d        d
#include "core/network/room.hpp"

#include "core/network/sizes.hpp"
#include "core/network/wiring.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace netwright::network {

namespace {
    constexpr double kRounding = 0.5;

    Position shifted(Flow flow, Position position, double distance)
    {
        return flow == Flow::Down ? Position { position.x, position.y + distance }
                                  : Position { position.x + distance, position.y };
    }

    /// The nodes of a canvas along its flow, and how far each is to be moved.
    class Line {
    public:
        explicit Line(const Network& network)
            : m_flow(network.flow)
            , m_wiring(network)
        {
            for (std::size_t i = 0; i < network.nodes.size(); ++i)
                m_spots.push_back({ .node = &network.nodes[i],
                                    .index = i,
                                    .along = placeAlong(network.flow, network.nodes[i].position) });
            std::ranges::stable_sort(m_spots, {}, &Spot::along);
        }

        void push(NodeId id, double distance)
        {
            auto first = find(id);
            first->shift = distance;
            std::vector<const Spot*> pushed { &*first };
            for (auto& spot : std::span(first + 1, m_spots.end())) {
                for (const auto* before : near(pushed, spot, distance)) {
                    const double place = before->along + before->shift + apart(*before, spot);
                    spot.shift = std::max(spot.shift, place - spot.along);
                }
                if (spot.shift > 0)
                    pushed.push_back(&spot);
            }
        }

        void pull(NodeId id, double most)
        {
            auto first = find(id);
            first->shift = -roomBefore(*first, most);
            std::vector<const Spot*> pulled { &*first };
            for (auto& spot : std::span(first + 1, m_spots.end())) {
                const auto leading = near(pulled, spot, 0);
                if (leading.empty())
                    continue;
                const auto least = std::ranges::min(leading, {}, &Spot::shift);
                spot.shift = -roomBefore(spot, -least->shift);
                if (spot.shift < 0)
                    pulled.push_back(&spot);
            }
        }

        void apply(Network& network) const
        {
            for (const auto& spot : m_spots) {
                auto& position = network.nodes[spot.index].position;
                position = shifted(m_flow, position, spot.shift);
            }
        }

    private:
        struct Spot {
            const Node* node = nullptr;
            std::size_t index = 0; ///< in the network
            double along = 0;
            double shift = 0;
        };
        using Spots = std::vector<Spot>;

        Spots::iterator find(NodeId id)
        {
            return std::ranges::find(m_spots, id, [](const Spot& spot) { return spot.node->id; });
        }

        /// As they stand now, but never further than a rank.
        double apart(const Spot& before, const Spot& spot) const
        {
            return std::min(spot.along - before.along, rankStep(m_flow));
        }

        bool isBefore(const Spot& before, const Spot& spot) const
        {
            if (before.along >= spot.along)
                return false;
            const auto isIt = [&](const Link& link) { return link.from.node == before.node->id; };
            return areInLine(m_flow, before.node->position, spot.node->position)
                || std::ranges::any_of(m_wiring.into(spot.node->id), isIt);
        }

        /// Those of `moved`, the last of which stands furthest, that stand before the spot by at most a rank
        /// and `more`.
        std::vector<const Spot*> near(const std::vector<const Spot*>& moved, const Spot& spot,
                                      double more) const
        {
            std::vector<const Spot*> found;
            const double farthest = spot.along - rankStep(m_flow) - more - kRounding;
            for (auto it = moved.rbegin(); it != moved.rend() && (*it)->along >= farthest; ++it) {
                if (isBefore(**it, spot))
                    found.push_back(*it);
            }
            return found;
        }

        /// How far it can be moved back, up to `most`.
        double roomBefore(const Spot& spot, double most) const
        {
            const double farthest = spot.along - rankStep(m_flow) - most;
            auto last = std::ranges::lower_bound(m_spots, spot.along, {}, &Spot::along);
            double room = most;
            while (last != m_spots.begin() && (--last)->along > farthest) {
                if (isBefore(*last, spot))
                    room = std::min(room, spot.along - last->along - last->shift - apart(*last, spot));
            }
            return std::max(room, 0.0);
        }

        Flow m_flow;
        Wiring m_wiring;
        Spots m_spots;
    };
} // namespace

double rankStep(Flow flow) { return flow == Flow::Down ? kRowHeight : kNodeWidth + kColumnGap; }

double placeAlong(Flow flow, Position position) { return flow == Flow::Down ? position.y : position.x; }

Position movedAlong(Flow flow, Position position, double places)
{
    return shifted(flow, position, places * rankStep(flow));
}

bool areInLine(Flow flow, Position one, Position other)
{
    return flow == Flow::Down ? std::abs(one.x - other.x) < kNodeWidth
                              : std::abs(one.y - other.y) < kNodeHeight;
}

bool coversAnother(const Network& network, NodeId id)
{
    const auto& place = network.find(id)->position;
    return std::ranges::any_of(network.nodes, [&](const Node& other) {
        return other.id != id && areInLine(Flow::Down, place, other.position)
            && areInLine(Flow::Right, place, other.position);
    });
}

void pushTo(Network& network, NodeId id, double place)
{
    const double distance = place - placeAlong(network.flow, network.find(id)->position);
    if (distance <= 0)
        return;
    Line line(network);
    line.push(id, distance);
    line.apply(network);
}

void pullBack(Network& network, NodeId id, double most)
{
    Line line(network);
    line.pull(id, most);
    line.apply(network);
}

} // namespace netwright::network
