// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/plan_memory.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <unordered_set>

namespace netwright::engine {

using tensor::Buffer;
using tensor::Operation;
using tensor::Storage;

namespace {
    constexpr double kGibibyte = 1024.0 * 1024.0 * 1024.0;

    double machineBytes()
    {
        return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
    }

    template <class Visit> void forEachBuffer(const std::vector<OperationList>& slices, const Visit& visit)
    {
        for (const auto& operations : slices) {
            for (const auto* operation : operations) {
                std::ranges::for_each(operation->reads, visit);
                std::ranges::for_each(operation->writes, visit);
            }
        }
    }

    std::vector<Storage*> persistentStorages(const std::vector<OperationList>& slices,
                                             const std::vector<Buffer>& kept)
    {
        std::vector<Storage*> storages;
        std::unordered_set<const Storage*> known;
        const auto visit = [&](const Buffer& buffer) {
            auto* storage = buffer.storage().get();
            if (storage->isPersistent && !storage->data && known.insert(storage).second)
                storages.push_back(storage);
        };
        std::ranges::for_each(kept, visit);
        forEachBuffer(slices, visit);
        return storages;
    }

    /// With the room last, if one is asked for, as something that lives between two steps.
    std::vector<Lifetime> lifetimesIn(const OperationList& operations, const Room& room)
    {
        auto lifetimes = lifetimesOf(operations);
        if (room.bytes == 0)
            return lifetimes;
        for (auto& lifetime : lifetimes) {
            lifetime.first *= 2;
            lifetime.last *= 2;
        }
        lifetimes.push_back({ .storage = std::make_shared<Storage>(Storage { .bytes = room.bytes }),
                              .first = 2 * room.before - 1,
                              .last = 2 * room.before - 1 });
        return lifetimes;
    }

    void placeIn(std::byte* arena, const std::vector<Lifetime>& lifetimes)
    {
        for (const auto& lifetime : lifetimes) {
            lifetime.storage->data = arena + lifetime.offset;
            for (const auto& heir : lifetime.heirs)
                heir->data = arena + lifetime.offset;
        }
    }
} // namespace

Status checkMemory(const MemoryNeed& need)
{
    const double bytes = need.ofWeights + need.ofBatch;
    const double there = machineBytes();
    if (bytes <= there)
        return {};
    const auto rows
        = (there - need.ofWeights) / std::max(1.0, need.ofBatch) * static_cast<double>(need.batch);
    return fail("", "this network needs {:.1f} GiB of memory, the machine has {:.1f} GiB; {}",
                bytes / kGibibyte, there / kGibibyte,
                rows >= 1 ? fmt::format("use a batch of at most {}, not {}",
                                        static_cast<std::int64_t>(std::min(rows, 1e15)), need.batch)
                          : "use smaller layers: no batch would fit");
}

Result<PlanMemory> layOutMemory(const std::vector<OperationList>& slices, const std::vector<Buffer>& kept,
                                const MemoryNeed& besides, const Room& room)
{
    PlanMemory memory;
    for (const auto& operations : slices)
        memory.lifetimes.push_back(lifetimesIn(operations, room));
    const std::size_t arenaBytes = assignOffsets(memory.lifetimes.front());
    const auto storages = persistentStorages(slices, kept);
    std::size_t persistentBytes = 0;
    for (const auto* storage : storages)
        persistentBytes += aligned(storage->bytes);
    auto need = besides;
    need.ofBatch += static_cast<double>(slices.size() * arenaBytes + persistentBytes);
    const auto status = checkMemory(need);
    if (!status)
        return failed(status);

    memory.persistent = AlignedBlock(persistentBytes);
    for (auto& own : memory.lifetimes) {
        for (std::size_t i = 0; i < own.size(); ++i)
            own[i].offset = memory.lifetimes.front()[i].offset;
        placeIn(memory.arenas.emplace_back(arenaBytes).data(), own);
        if (room.bytes > 0)
            memory.rooms.push_back(own.back().storage->data);
    }
    std::size_t offset = 0;
    for (auto* storage : storages) {
        storage->data = memory.persistent.data() + offset;
        offset += aligned(storage->bytes);
    }
    forEachBuffer(slices, [](const Buffer& buffer) { buffer.place(); });
    return memory;
}

void moveArenas(PlanMemory& memory, const std::vector<OperationList>& slices,
                const std::vector<std::byte*>& places)
{
    for (std::size_t i = 0; i < std::min(places.size(), memory.arenas.size()); ++i) {
        memory.arenas[i] = {};
        placeIn(places[i], memory.lifetimes[i]);
    }
    forEachBuffer(slices, [](const Buffer& buffer) { buffer.place(); });
}

} // namespace netwright::engine
