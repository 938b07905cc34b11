// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/work_threads.hpp"

#include <omp.h>

namespace netwright::engine {

/// OpenMP's number of threads for this thread, while it lives.
class ThreadCount {
public:
    explicit ThreadCount(int threads)
        : m_before(omp_get_max_threads())
        , m_plan(tensor::threadsFor(threads))
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
