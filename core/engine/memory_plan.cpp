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

    /// Places those first that are largest by `measure`; the bytes needed in all.
    template <class Measure> std::size_t place(std::vector<Lifetime>& lifetimes, const Measure& measure)
    {
        std::vector<Lifetime*> largestFirst;
        for (auto& lifetime : lifetimes)
            largestFirst.push_back(&lifetime);
        std::ranges::stable_sort(largestFirst, std::ranges::greater(),
                                 [&](const Lifetime* lifetime) { return measure(*lifetime); });

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

    /// Where the lifetime of a storage stands in the list.
    using Places = std::unordered_map<const tensor::Storage*, std::size_t>;

    bool isAllOfItsStorage(const tensor::Buffer& buffer)
    {
        return buffer.layout().bytes() == buffer.storage()->bytes;
    }

    /// Joins the lifetime of `made`, if it begins with this operation and goes on, to one that ends with it:
    /// two results never take over the same memory.
    void inherit(std::vector<Lifetime>& lifetimes, Places& places, const tensor::Operation& operation,
                 std::size_t index, const tensor::Buffer& made)
    {
        const auto heir = places.find(made.storage().get());
        if (heir == places.end() || lifetimes[heir->second].first != index
            || lifetimes[heir->second].last == index || !isAllOfItsStorage(made))
            return;
        for (const auto& read : operation.reads) {
            const auto giver = places.find(read.storage().get());
            if (giver == places.end() || giver->second == heir->second
                || lifetimes[giver->second].last != index || read.layout() != made.layout()
                || !isAllOfItsStorage(read))
                continue;
            auto& lifetime = lifetimes[giver->second];
            auto& joined = lifetimes[heir->second];
            lifetime.last = joined.last;
            lifetime.heirs.push_back(std::move(joined.storage));
            heir->second = giver->second;
            return;
        }
    }
} // namespace

std::vector<Lifetime> lifetimesOf(const std::vector<const tensor::Operation*>& operations)
{
    std::vector<Lifetime> lifetimes;
    Places places;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const auto touch = [&](const tensor::Buffer& buffer) {
            const auto& storage = buffer.storage();
            if (storage->isPersistent || storage->data)
                return;
            const auto [it, isNew] = places.try_emplace(storage.get(), lifetimes.size());
            if (isNew)
                lifetimes.push_back({ .storage = storage, .first = i });
            lifetimes[it->second].last = i;
        };
        std::ranges::for_each(operations[i]->reads, touch);
        std::ranges::for_each(operations[i]->writes, touch);
    }
    for (std::size_t i = 0; i < operations.size(); ++i) {
        if (!operations[i]->isElementwise)
            continue;
        for (const auto& made : operations[i]->writes)
            inherit(lifetimes, places, *operations[i], i, made);
    }
    std::erase_if(lifetimes, [](const Lifetime& lifetime) { return lifetime.storage == nullptr; });
    return lifetimes;
}

std::size_t assignOffsets(std::vector<Lifetime>& lifetimes)
{
    const auto size = [](const Lifetime& lifetime) { return lifetime.storage->bytes; };
    const auto area
        = [&](const Lifetime& lifetime) { return size(lifetime) * (lifetime.last - lifetime.first + 1); };
    const auto bySize = place(lifetimes, size);
    const auto byArea = place(lifetimes, area);
    return byArea < bySize ? byArea : place(lifetimes, size);
}

} // namespace netwright::engine
