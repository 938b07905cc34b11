// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace netwright::engine {

/// Chooses for each step whether all threads run it or one alone. Two threads that meet several times a step
/// lose far more than half their speed when something else keeps a core busy; one thread does not. The
/// numbers are the same either way, so the choice may change at any step. Now and then, and when steps get
/// slower, a few steps go the other way, and the faster one stays.
class Pace {
public:
    /// Whether the next step is to run on all threads.
    [[nodiscard]] bool isTogether() const { return m_isTrying != m_isTogether; }
    /// What that step took.
    void took(double seconds)
    {
        if (++m_count <= 0)
            return;
        auto& typical = m_typical[isTogether() ? 1 : 0];
        typical = m_count == 1 ? seconds : 0.75 * typical + 0.25 * seconds;
        if (m_isTrying) {
            if (m_count >= kTried)
                settle();
        } else {
            m_best = m_count < kTried ? typical : std::min(m_best, typical);
            if (m_count >= m_patience || (m_count > kTried && typical > kSlower * m_best))
                tryOther();
        }
    }

private:
    static constexpr std::int64_t kFirst = 2; ///< steps after a change that do not count: threads wake up
    static constexpr std::int64_t kTried = 6;
    static constexpr std::int64_t kSettled = 64;
    static constexpr std::int64_t kMostPatience = 1024;
    static constexpr double kSlower = 1.4; ///< than the best of late: something has changed

    void tryOther()
    {
        m_isTrying = true;
        m_count = -kFirst;
    }

    /// The other way must be clearly faster; where it is far slower, it is tried less and less often.
    void settle()
    {
        const double here = m_typical[m_isTogether ? 1 : 0];
        const double there = m_typical[m_isTogether ? 0 : 1];
        m_isTrying = false;
        m_count = -kFirst;
        if (there < 0.9 * here) {
            m_isTogether = !m_isTogether;
            m_patience = kSettled;
        } else {
            m_patience = std::min(2 * m_patience, kMostPatience);
        }
    }

    bool m_isTogether = true;
    bool m_isTrying = false;
    std::int64_t m_count = -kFirst;
    std::int64_t m_patience = kSettled;
    double m_best = 0; ///< the smallest typical time since it settled
    std::array<double, 2> m_typical {}; ///< seconds a step, alone and together
};

} // namespace netwright::engine
