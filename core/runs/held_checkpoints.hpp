// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/training/checkpoint.hpp"

#include <chrono>
#include <filesystem>
#include <vector>

namespace netwright::runs {

/// Checkpoints on their way to the disk. Flushing a file takes longer than a short epoch, so that writing
/// each at once would leave little time to train: they wait here until writing has taken at most a tenth of
/// the time, or a second has passed. What a process that dies takes along is then that second at most, and a
/// resumed training comes to the same end from the checkpoint before it.
class HeldCheckpoints {
public:
    using Clock = std::chrono::steady_clock;

    /// Those that nobody would keep once they were written are let go.
    void hold(training::Checkpoint checkpoint, std::int64_t bestEpoch);
    [[nodiscard]] bool isDue(Clock::time_point now) const;
    /// All of them, in order, into RUN/checkpoints. `now` tells the time before and after.
    template <class Now> [[nodiscard]] Status write(const std::filesystem::path& runFolder, const Now& now)
    {
        const auto begin = now();
        Status written = writeAll(runFolder);
        m_lastEnd = now();
        m_lastCost = m_lastEnd - begin;
        m_hasWritten = true;
        return written;
    }

private:
    [[nodiscard]] Status writeAll(const std::filesystem::path& runFolder);

    std::vector<training::Checkpoint> m_held; ///< in order
    Clock::time_point m_lastEnd;
    Clock::duration m_lastCost {};
    bool m_hasWritten = false;
};

} // namespace netwright::runs
