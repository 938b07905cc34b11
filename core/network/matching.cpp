// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/matching.hpp"

#include <deque>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace netwright::network {

namespace {
    /// One of the two canvases, with what there is to look up.
    struct Side {
        explicit Side(const Network& canvas)
        {
            for (const auto& node : canvas.nodes) {
                nodes.emplace(node.id, &node);
                begins.insert(node.id);
            }
            for (const auto& link : canvas.links) {
                following[link.from.node].push_back(link);
                before[link.to.node].push_back(link);
                begins.erase(link.to.node);
            }
        }

        std::map<NodeId, const Node*> nodes;
        std::map<NodeId, std::vector<Link>> following; ///< links from a node
        std::map<NodeId, std::vector<Link>> before; ///< links to a node
        std::set<NodeId> begins; ///< nodes without links to them
    };

    class Matching {
    public:
        Matching(const Network& left, const Network& right)
            : m_leftCanvas(left)
            , m_rightCanvas(right)
            , m_left(left)
            , m_right(right)
        {
        }

        std::vector<NodePair> run()
        {
            matchNames();
            followLinks();
            matchPlaces();
            followLinks();
            matchBeginnings();
            followLinks();
            std::vector<NodePair> pairs;
            for (const auto& node : m_rightCanvas.nodes) {
                if (const auto it = m_leftOf.find(node.id); it != m_leftOf.end())
                    pairs.push_back({ it->second, node.id });
            }
            return pairs;
        }

    private:
        [[nodiscard]] bool isOpen(NodeId left, NodeId right) const
        {
            const auto from = m_left.nodes.find(left);
            const auto to = m_right.nodes.find(right);
            return from != m_left.nodes.end() && to != m_right.nodes.end() && !m_taken.contains(left)
                && !m_leftOf.contains(right) && from->second->layer == to->second->layer;
        }

        void match(NodeId left, NodeId right)
        {
            m_leftOf.emplace(right, left);
            m_taken.insert(left);
            m_fresh.push_back({ left, right });
        }

        void matchNames()
        {
            std::unordered_map<std::string_view, NodeId> byName;
            for (const auto& node : m_leftCanvas.nodes)
                byName.emplace(node.name, node.id);
            for (const auto& node : m_rightCanvas.nodes) {
                const auto it = byName.find(node.name);
                if (it != byName.end() && !m_taken.contains(it->second))
                    match(it->second, node.id);
            }
        }

        /// Goes from pairs to what stands beside them, port by port.
        void followLinks()
        {
            while (!m_fresh.empty()) {
                const auto [left, right] = m_fresh.back();
                m_fresh.pop_back();
                follow(m_left.following[left], m_right.following[right], &Link::from, &Link::to);
                follow(m_left.before[left], m_right.before[right], &Link::to, &Link::from);
            }
        }

        void follow(const std::vector<Link>& left, const std::vector<Link>& right, PortRef Link::*here,
                    PortRef Link::*there)
        {
            for (const auto& to : right) {
                for (const auto& from : left) {
                    if ((from.*here).port != (to.*here).port || (from.*there).port != (to.*there).port
                        || !isOpen((from.*there).node, (to.*there).node))
                        continue;
                    match((from.*there).node, (to.*there).node);
                    break;
                }
            }
        }

        /// Nodes of one kind at one point.
        void matchPlaces()
        {
            std::map<std::tuple<std::string_view, double, double>, NodeId> places;
            for (const auto& node : m_leftCanvas.nodes) {
                if (!m_taken.contains(node.id))
                    places.emplace(std::tuple(std::string_view(node.layer), node.position.x, node.position.y),
                                   node.id);
            }
            for (const auto& node : m_rightCanvas.nodes) {
                const auto it = places.find({ node.layer, node.position.x, node.position.y });
                if (it != places.end() && isOpen(it->second, node.id))
                    match(it->second, node.id);
            }
        }

        void matchBeginnings()
        {
            std::map<std::string_view, std::deque<NodeId>> waiting; // by kind, in their order
            for (const auto& node : m_leftCanvas.nodes) {
                if (m_left.begins.contains(node.id) && !m_taken.contains(node.id))
                    waiting[node.layer].push_back(node.id);
            }
            for (const auto& node : m_rightCanvas.nodes) {
                auto& of = waiting[node.layer];
                if (of.empty() || !m_right.begins.contains(node.id) || m_leftOf.contains(node.id))
                    continue;
                match(of.front(), node.id);
                of.pop_front();
            }
        }

        const Network& m_leftCanvas;
        const Network& m_rightCanvas;
        Side m_left;
        Side m_right;
        std::map<NodeId, NodeId> m_leftOf; ///< by the right one
        std::set<NodeId> m_taken; ///< of the left
        std::vector<NodePair> m_fresh; ///< whose neighbours have not been looked at
    };
} // namespace

std::vector<NodePair> matchNodes(const Network& left, const Network& right)
{
    return Matching(left, right).run();
}

} // namespace netwright::network
