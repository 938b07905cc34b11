// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/choices.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <limits>

namespace netwright::tensor {

namespace {
    using Clock = std::chrono::steady_clock;

    constexpr double kNever = std::numeric_limits<double>::infinity();
    constexpr double kClearly = 0.95; ///< of the time of the first candidate: less is noise

    /// The shortest of several runs: whatever else the machine does only makes a run longer.
    double secondsOf(const Candidate& candidate)
    {
        constexpr int kRuns = 7;
        constexpr double kEnough = 0.05;
        const auto work = candidate.prepare();
        if (!work)
            return kNever;
        work(); // touches memory for the first time
        double shortest = kNever;
        double all = 0;
        for (int run = 0; run < kRuns && all < kEnough; ++run) {
            const auto before = Clock::now();
            work();
            const double seconds = std::chrono::duration<double>(Clock::now() - before).count();
            shortest = std::min(shortest, seconds);
            all += seconds;
        }
        return shortest;
    }

    const Candidate& fastestOf(std::span<const Candidate> candidates)
    {
        const auto* fastest = &candidates.front();
        double least = kClearly * secondsOf(candidates.front());
        for (const auto& candidate : candidates.subspan(1)) {
            const double seconds = secondsOf(candidate);
            if (seconds < least) {
                fastest = &candidate;
                least = seconds;
            }
        }
        return *fastest;
    }
} // namespace

Choices::Choices(Known known, Remember remember)
    : m_known(std::move(known))
    , m_remember(std::move(remember))
{
}

std::string Choices::choose(std::string_view task, std::span<const Candidate> candidates)
{
    assert(!candidates.empty());
    const std::lock_guard lock(m_mutex);
    auto known = m_known.find(task);
    // What a file says may name one that is gone.
    if (known == m_known.end()
        || std::ranges::find(candidates, known->second, &Candidate::name) == candidates.end()) {
        known = m_known.insert_or_assign(std::string(task), fastestOf(candidates).name).first;
        if (m_remember)
            m_remember(known->first, known->second);
    }
    m_chosen.insert(*known);
    return known->second;
}

Choices::Known Choices::chosen() const
{
    const std::lock_guard lock(m_mutex);
    return m_chosen;
}

void Choices::prefer(const Known& known)
{
    const std::lock_guard lock(m_mutex);
    for (const auto& [task, name] : known)
        m_known.insert_or_assign(task, name);
}

} // namespace netwright::tensor
