// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/pruning.hpp"

#include <algorithm>
#include <unordered_set>

namespace netwright::engine {

void prune(std::vector<PlanStep>& steps)
{
    std::unordered_set<const tensor::Storage*> wanted;
    const auto isWanted = [&wanted](const tensor::Buffer& buffer) {
        return buffer.storage()->isPersistent || wanted.contains(buffer.storage().get());
    };
    const auto isIdle = [&](const PlanStep& step) {
        return step.isBackward && std::ranges::none_of(step.operation.writes, isWanted);
    };
    // Backwards, so that all readers of a step are known when its turn comes.
    const auto idle = std::remove_if(steps.rbegin(), steps.rend(), [&](const PlanStep& step) {
        if (isIdle(step))
            return true;
        for (const auto& read : step.operation.reads)
            wanted.insert(read.storage().get());
        return false;
    });
    steps.erase(steps.begin(), idle.base());
}

} // namespace netwright::engine
