// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/held_checkpoints.hpp"

#include "core/runs/checkpoint_file.hpp"
#include "core/runs/checkpoint_folder.hpp"

#include <algorithm>

namespace netwright::runs {

namespace {
    constexpr int kTimesItsCost = 9; ///< between two writes: a tenth of the time goes into writing
    constexpr HeldCheckpoints::Clock::duration kLongestHeld = std::chrono::seconds(1);

    CheckpointPlace placeOf(const training::Checkpoint& checkpoint)
    {
        return { .epoch = checkpoint.epoch, .batch = checkpoint.batchInEpoch };
    }
} // namespace

void HeldCheckpoints::hold(training::Checkpoint checkpoint, std::int64_t bestEpoch)
{
    m_held.push_back(std::move(checkpoint));
    std::vector<CheckpointPlace> places;
    for (const auto& held : m_held)
        places.push_back(placeOf(held));
    const auto spare = sparePlaces(places, bestEpoch);
    std::erase_if(m_held, [&](const auto& held) { return std::ranges::count(spare, placeOf(held)) > 0; });
}

bool HeldCheckpoints::isDue(Clock::time_point now) const
{
    return !m_held.empty()
        && (!m_hasWritten || now - m_lastEnd >= std::min(kTimesItsCost * m_lastCost, kLongestHeld));
}

Status HeldCheckpoints::writeAll(const std::filesystem::path& runFolder)
{
    while (!m_held.empty()) {
        const auto& first = m_held.front();
        if (auto written = writeCheckpoint(first, fileOf(runFolder, placeOf(first))); !written)
            return written;
        m_held.erase(m_held.begin());
    }
    return {};
}

} // namespace netwright::runs
