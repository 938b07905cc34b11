// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace netwright::tensor {

/// How many threads compute where so many are asked for; 0: as many as this process may use.
[[nodiscard]] int threadsFor(int wanted);

/// What touching one number counts in WorkThreads, in floating-point operations of a matrix product: loops
/// that only move or compare numbers wait for memory.
inline constexpr double kTouchedNumber = 16;

/// How many threads an operation deserves: waking a second one costs more than a small operation takes. While
/// it lives, OpenMP's thread count of this thread is that number, so that a primitive made meanwhile is made
/// for it.
class WorkThreads {
public:
    explicit WorkThreads(double work); ///< in floating-point operations, or numbers touched x kTouchedNumber
    ~WorkThreads();
    WorkThreads(const WorkThreads&) = delete;
    WorkThreads& operator=(const WorkThreads&) = delete;

    /// For Operation::threads: 1, or 0 for as many as the Plan may use.
    [[nodiscard]] int count() const { return m_count; }

private:
    int m_before;
    int m_count;
};

} // namespace netwright::tensor
