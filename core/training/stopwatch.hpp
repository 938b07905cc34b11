// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace netwright::training {

/// Seconds since it was made, on top of those from before; without the time in which it was held.
class Stopwatch {
public:
    using Clock = std::chrono::steady_clock;

    explicit Stopwatch(double before = 0)
        : m_before(before)
    {
    }

    [[nodiscard]] double seconds() const
    {
        return m_before + std::chrono::duration<double>(Clock::now() - m_start - m_held).count();
    }
    void hold(Clock::duration time) { m_held += time; }

private:
    double m_before;
    Clock::time_point m_start = Clock::now();
    Clock::duration m_held {};
};

} // namespace netwright::training
