// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/work_threads.hpp"

#include <omp.h>

namespace netwright::tensor {

namespace {
    /// Measured: below this a small matrix product is faster on one thread.
    constexpr double kSmallWork = 1e6;
} // namespace

int threadsFor(int wanted) { return wanted > 0 ? wanted : omp_get_num_procs(); }

WorkThreads::WorkThreads(double work)
    : m_before(omp_get_max_threads())
    , m_count(work < kSmallWork ? 1 : 0)
{
    if (m_count == 1)
        omp_set_num_threads(1);
}

WorkThreads::~WorkThreads() { omp_set_num_threads(m_before); }

} // namespace netwright::tensor
