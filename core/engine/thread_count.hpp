// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <omp.h>

namespace netwright::engine {

/// How many compute where so many are asked for; 0: as many as this process may use.
inline int threadsFor(int wanted) { return wanted > 0 ? wanted : omp_get_num_procs(); }

/// OpenMP's number of threads for this thread, while it lives.
class ThreadCount {
public:
    explicit ThreadCount(int threads)
        : m_before(omp_get_max_threads())
        , m_plan(threadsFor(threads))
        , m_now(m_plan)
    {
        omp_set_num_threads(m_plan);
    }
    ~ThreadCount() { omp_set_num_threads(m_before); }
    ThreadCount(const ThreadCount&) = delete;
    ThreadCount& operator=(const ThreadCount&) = delete;

    [[nodiscard]] int count() const { return m_plan; }
    /// For the next operation; 0: as many as the Plan may use.
    void use(int threads)
    {
        const int wanted = threads > 0 && threads < m_plan ? threads : m_plan;
        if (wanted != m_now)
            omp_set_num_threads(m_now = wanted);
    }

private:
    int m_before;
    int m_plan;
    int m_now;
};

} // namespace netwright::engine
