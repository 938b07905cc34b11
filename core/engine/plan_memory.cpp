// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/plan_memory.hpp"

#include "core/engine/memory_plan.hpp"

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
                                const MemoryNeed& besides)
{
    std::vector<std::vector<Lifetime>> lifetimes;
    for (const auto& operations : slices)
        lifetimes.push_back(lifetimesOf(operations));
    const std::size_t arenaBytes = assignOffsets(lifetimes.front());
    const auto storages = persistentStorages(slices, kept);
    std::size_t persistentBytes = 0;
    for (const auto* storage : storages)
        persistentBytes += aligned(storage->bytes);
    auto need = besides;
    need.ofBatch += static_cast<double>(slices.size() * arenaBytes + persistentBytes);
    const auto status = checkMemory(need);
    if (!status)
        return failed(status);

    PlanMemory memory { .arenas = {}, .persistent = AlignedBlock(persistentBytes) };
    for (const auto& own : lifetimes) {
        const auto& arena = memory.arenas.emplace_back(arenaBytes);
        for (std::size_t i = 0; i < own.size(); ++i)
            own[i].storage->data = arena.data() + lifetimes.front()[i].offset;
    }
    std::size_t offset = 0;
    for (auto* storage : storages) {
        storage->data = memory.persistent.data() + offset;
        offset += aligned(storage->bytes);
    }
    forEachBuffer(slices, [](const Buffer& buffer) { buffer.place(); });
    return memory;
}

} // namespace netwright::engine
