// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/step_order.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace netwright::engine {

namespace {
    class Ordering {
    public:
        explicit Ordering(Recording& recording)
            : m_recording(recording)
        {
        }

        std::vector<PlanStep> run()
        {
            std::map<std::size_t, std::vector<std::size_t>> segments; // nodes that are recomputed
            const auto count = m_recording.nodes.size();
            for (std::size_t i = 0; i < count; ++i) {
                if (lowered(i).isRecomputation)
                    segments[lowered(i).segment].push_back(i);
                else
                    take(i, m_recording.nodes[i].forward, false);
            }
            for (std::size_t i = count; i-- > 0;) {
                if (lowered(i).isRecomputation) {
                    for (const auto node : std::exchange(segments[lowered(i).segment], {}))
                        take(node, m_recording.nodes[node].forward, true);
                }
                take(i, m_recording.nodes[i].backwardPreparation, true);
                take(i, m_recording.nodes[i].backward, true);
                take(i, m_recording.nodes[i].backwardReorders, true);
            }
            return std::move(m_steps);
        }

    private:
        [[nodiscard]] const LoweredNode& lowered(std::size_t node) const
        {
            return m_recording.lowered.nodes[node];
        }

        void take(std::size_t node, std::vector<tensor::Operation>& operations, bool isBackward)
        {
            const auto& of = *lowered(node).node;
            for (auto& operation : operations)
                m_steps.push_back({ std::move(operation), network::describe(of), of.name, isBackward });
        }

        Recording& m_recording;
        std::vector<PlanStep> m_steps;
    };
} // namespace

std::vector<PlanStep> stepsOf(Recording& recording) { return Ordering(recording).run(); }

Result<std::size_t> pauseIn(const Recording& recording)
{
    const auto& name = recording.options.pause;
    if (name.empty())
        return 0;
    const auto& values = recording.lowered.values;
    const auto value = std::ranges::find(values, name, &LoweredValue::node);
    if (value == values.end())
        return fail("", "there is no layer \"{}\" with an output to pause after", name);
    std::size_t steps = 0;
    for (std::size_t i = 0; i <= value->producer; ++i) {
        if (!recording.lowered.nodes[i].isRecomputation)
            steps += recording.nodes[i].forward.size();
    }
    return steps;
}

} // namespace netwright::engine
