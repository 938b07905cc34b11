// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/recomputation.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace netwright::engine {

namespace {
    using layers::Category;

    class Doubling {
    public:
        explicit Doubling(Lowered lowered)
            : m_lowered(std::move(lowered))
        {
        }

        Lowered run()
        {
            findSegments();
            if (m_segments.empty())
                return std::move(m_lowered);
            for (const auto& node : m_lowered.nodes) {
                if (isDoubled(node))
                    addValues(node);
            }
            std::vector<LoweredNode> nodes;
            for (auto& node : m_lowered.nodes) {
                if (isDoubled(node)) {
                    nodes.push_back(again(node));
                    node.reachesLoss = false; // it has no backward pass
                }
                nodes.push_back(std::move(node));
            }
            m_lowered.nodes = std::move(nodes);
            link();
            return std::move(m_lowered);
        }

    private:
        void findSegments()
        {
            for (const auto& node : m_lowered.nodes) {
                const auto learns = [this](auto value) { return m_lowered.values[value].wantsGradient; };
                if (node.segment != 0 && std::ranges::any_of(node.outputs, learns))
                    m_segments.insert(node.segment);
            }
        }

        /// Data stay where they are, and losses are counted once.
        [[nodiscard]] bool isDoubled(const LoweredNode& node) const
        {
            return m_segments.contains(node.segment) && node.reachesLoss
                && node.kind->category != Category::Data && node.kind->category != Category::Loss;
        }

        void addValues(const LoweredNode& node)
        {
            for (const auto value : node.outputs) {
                const auto twin = m_lowered.values[value];
                m_lowered.values[value].again = m_lowered.values.size();
                m_lowered.values[value].wantsGradient = false;
                m_segmentOf[value] = node.segment;
                m_lowered.values.push_back(twin);
            }
        }

        /// Takes what its segment computes again, and what others have kept.
        [[nodiscard]] LoweredNode again(const LoweredNode& node) const
        {
            auto twin = node;
            twin.isRecomputation = true;
            for (auto& value : twin.inputs) {
                const auto segment = m_segmentOf.find(value);
                if (segment != m_segmentOf.end() && segment->second == node.segment)
                    value = *m_lowered.values[value].again;
            }
            for (auto& value : twin.outputs)
                value = *m_lowered.values[value].again;
            return twin;
        }

        /// Who makes a value and who takes it. Who goes back by the first of two values has its gradient
        /// taken by the second.
        void link()
        {
            for (auto& value : m_lowered.values)
                value.consumers.clear();
            for (std::size_t i = 0; i < m_lowered.nodes.size(); ++i) {
                const auto& node = m_lowered.nodes[i];
                for (const auto value : node.outputs)
                    m_lowered.values[value].producer = i;
                for (const auto value : node.inputs) {
                    m_lowered.values[value].consumers.push_back(i);
                    if (const auto twin = m_lowered.values[value].again; twin && node.reachesLoss)
                        m_lowered.values[*twin].consumers.push_back(i);
                }
            }
        }

        Lowered m_lowered;
        std::set<std::size_t> m_segments;
        std::map<std::size_t, std::size_t> m_segmentOf; ///< by value
    };
} // namespace

Lowered withRecomputation(Lowered lowered) { return Doubling(std::move(lowered)).run(); }

} // namespace netwright::engine
