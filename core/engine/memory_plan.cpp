// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/memory_plan.hpp"

#include "core/engine/aligned_block.hpp"

#include <algorithm>
#include <unordered_map>

namespace netwright::engine {

namespace {
    bool overlapInTime(const Lifetime& a, const Lifetime& b)
    {
        return a.first <= b.last && b.first <= a.last;
    }

    /// The lowest place for `lifetime` beside those of `placed`, which are sorted by offset.
    std::size_t lowestFree(const std::vector<const Lifetime*>& placed, const Lifetime& lifetime)
    {
        std::size_t offset = 0;
        for (const auto* other : placed) {
            if (!overlapInTime(*other, lifetime))
                continue;
            if (offset + lifetime.storage->bytes <= other->offset)
                break;
            offset = std::max(offset, aligned(other->offset + other->storage->bytes));
        }
        return offset;
    }
} // namespace

std::vector<Lifetime> lifetimesOf(const std::vector<const tensor::Operation*>& operations)
{
    std::vector<Lifetime> lifetimes;
    std::unordered_map<const tensor::Storage*, std::size_t> known;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const auto touch = [&](const tensor::Buffer& buffer) {
            const auto& storage = buffer.storage();
            if (storage->isPersistent || storage->data)
                return;
            const auto [it, isNew] = known.try_emplace(storage.get(), lifetimes.size());
            if (isNew)
                lifetimes.push_back({ .storage = storage, .first = i });
            lifetimes[it->second].last = i;
        };
        std::ranges::for_each(operations[i]->reads, touch);
        std::ranges::for_each(operations[i]->writes, touch);
    }
    return lifetimes;
}

std::size_t assignOffsets(std::vector<Lifetime>& lifetimes)
{
    std::vector<Lifetime*> largestFirst;
    for (auto& lifetime : lifetimes)
        largestFirst.push_back(&lifetime);
    std::ranges::stable_sort(largestFirst, std::ranges::greater(),
                             [](const Lifetime* lifetime) { return lifetime->storage->bytes; });

    std::size_t bytes = 0;
    std::vector<const Lifetime*> placed;
    for (auto* lifetime : largestFirst) {
        lifetime->offset = lowestFree(placed, *lifetime);
        bytes = std::max(bytes, lifetime->offset + lifetime->storage->bytes);
        const auto at = std::ranges::upper_bound(placed, lifetime->offset, {}, &Lifetime::offset);
        placed.insert(at, lifetime);
    }
    return aligned(bytes);
}

} // namespace netwright::engine
