// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/crew.hpp"

#include <omp.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace netwright::engine {

namespace {
    constexpr int kMostMembers = 255;
    /// About 50 microseconds: longer than members of one speed wait for each other, far shorter than a thread
    /// that was put off the processor stays away.
    constexpr int kPatience = 2000;

    void breathe()
    {
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
    }

    /// Until it is no longer `old`; the new value.
    std::uint32_t await(const std::atomic<std::uint32_t>& value, std::uint32_t old)
    {
        for (int i = 0; i < kPatience; ++i) {
            if (const auto now = value.load(std::memory_order_acquire); now != old)
                return now;
            breathe();
        }
        value.wait(old, std::memory_order_acquire);
        return value.load(std::memory_order_acquire);
    }
} // namespace

Crew::Crew(int members)
    : Crew() // so that the destructor wakes those there are, should a thread fail to start
{
    for (int member = 1; member < std::clamp(members, 1, kMostMembers); ++member)
        m_helpers.emplace_back([this, member](const std::stop_token& stop) { help(stop, member); });
}

Crew::~Crew()
{
    for (auto& helper : m_helpers)
        helper.request_stop();
    m_job.store(((m_job.load() >> 8) + 1) << 8); // a job for nobody, which wakes all
    m_job.notify_all();
}

void Crew::start(int count)
{
    assert(count >= 1 && count <= members());
    m_count = count;
    m_hasFailed = false;
    if (count > 1) {
        const auto number = (m_job.load(std::memory_order_relaxed) >> 8) + 1;
        m_job.store(number << 8 | static_cast<std::uint32_t>(count), std::memory_order_release);
        m_job.notify_all();
    }
    m_call(m_work, 0);
    meet();
    if (m_hasFailed)
        std::rethrow_exception(std::exchange(m_error, nullptr));
}

void Crew::meet()
{
    // Read before arriving: the last to arrive lets the caller start the next job, with another count.
    const auto count = static_cast<std::uint32_t>(m_count);
    if (count == 1)
        return;
    const auto before = m_meetings.load(std::memory_order_acquire);
    if (m_arrived.fetch_add(1, std::memory_order_acq_rel) + 1 == count) {
        m_arrived.store(0, std::memory_order_relaxed);
        m_meetings.store(before + 1, std::memory_order_release);
        m_meetings.notify_all();
    } else {
        await(m_meetings, before);
    }
}

void Crew::help(const std::stop_token& stop, int member)
{
    omp_set_num_threads(1); // what it runs must not wake others
    std::uint32_t job = 0;
    while (true) {
        job = await(m_job, job);
        if (stop.stop_requested())
            return;
        // Only those that take part may look at the work: for them the caller waits.
        if (member < static_cast<int>(job & 0xffU)) {
            m_call(m_work, member);
            meet();
        }
    }
}

} // namespace netwright::engine
