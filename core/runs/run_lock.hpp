// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <filesystem>
#include <utility>

namespace netwright::runs {

/// Says that a process writes a run: a lock on RUN/lock, which the system takes back when the process dies.
/// It also holds against other machines that share the folder, which a process number does not.
class RunLock {
public:
    /// The error says that the run is being trained.
    [[nodiscard]] static Result<RunLock> take(const std::filesystem::path& runFolder);
    /// Whether anyone, this process included, writes the run.
    [[nodiscard]] static bool isHeld(const std::filesystem::path& runFolder);

    RunLock(RunLock&& other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    RunLock& operator=(RunLock&&) = delete;
    ~RunLock() { release(); }
    void release();

private:
    explicit RunLock(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    int m_descriptor;
};

} // namespace netwright::runs
