// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/redraw_pace.hpp"

#include <ctime>

namespace netwright::session {

namespace {
    constexpr int kRestPerWork = 30; ///< drawing gets a thirtieth of a core
    constexpr std::chrono::milliseconds kLongestRest { 500 };
} // namespace

bool RedrawPace::isDue(const Moment& now)
{
    if (m_last) {
        const auto rest = now.time - m_last->time;
        if (rest < kLongestRest && rest < kRestPerWork * (now.work - m_last->work))
            return false;
    }
    m_last = now;
    return true;
}

RedrawPace::Moment RedrawPace::Moment::now()
{
    std::timespec work {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &work);
    return { .time = std::chrono::steady_clock::now(),
             .work = std::chrono::seconds(work.tv_sec) + std::chrono::nanoseconds(work.tv_nsec) };
}

} // namespace netwright::session
