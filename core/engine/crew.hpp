// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <thread>
#include <vector>

namespace netwright::engine {

/// The threads that compute the slices of a step together: the caller's own and helpers, which sleep while
/// there is nothing to do. Own threads rather than OpenMP's, because slices run for long between two meetings
/// and must not be held up by the barriers of every single operation.
class Crew {
public:
    explicit Crew(int members); ///< 1 at least; the caller is one of them
    ~Crew();
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    [[nodiscard]] int members() const { return static_cast<int>(m_helpers.size()) + 1; }

    /// Runs work(member) for each of [0, count) at once, number 0 on the caller's thread, and returns when
    /// all have ended; throws what attempt() caught first. One caller at a time.
    template <class Work> void run(int count, const Work& work)
    {
        m_call = [](const void* given, int member) { (*static_cast<const Work*>(given))(member); };
        m_work = &work;
        start(count);
    }

    /// Inside run(), by every member: goes on when all of them have come here.
    void meet();
    /// Inside run(): part() unless an attempt has failed before. An exception must not keep a member from the
    /// meetings that the others wait at.
    template <class Part> void attempt(const Part& part)
    {
        if (m_hasFailed.load(std::memory_order_relaxed))
            return;
        try {
            part();
        } catch (...) {
            if (!m_hasFailed.exchange(true))
                m_error = std::current_exception();
        }
    }

private:
    Crew() = default;
    void start(int count);
    void help(const std::stop_token& stop, int member);

    void (*m_call)(const void*, int) = nullptr;
    const void* m_work = nullptr;
    int m_count = 1;
    std::atomic<std::uint32_t> m_job { 0 }; ///< a running number, and in the lowest byte for how many members
    std::atomic<std::uint32_t> m_arrived { 0 };
    std::atomic<std::uint32_t> m_meetings { 0 };
    std::atomic<bool> m_hasFailed { false };
    std::exception_ptr m_error;
    std::vector<std::jthread> m_helpers;
};

} // namespace netwright::engine
