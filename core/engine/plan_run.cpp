// SPDX-License-Identifier: GPL-3.0-or-later
// Slices through the sections between their meetings. With fewer threads than slices, a thread takes several,
// each through the whole section:
//
//     member 0:   slice 0, slice 2 | slice 0, slice 2 | ...
//     member 1:   slice 1, slice 3 | slice 1, slice 3 | ...
//                  section 0       |  section 1
#include "core/engine/plan_run.hpp"

#include "core/engine/thread_count.hpp"

#include <chrono>

namespace netwright::engine {

namespace {
    using Clock = std::chrono::steady_clock;

    void runSection(Slice& slice, std::size_t begin, std::size_t end, ThreadCount* threads)
    {
        for (auto i = begin; i < end; ++i) {
            const auto& operation = slice.steps[i].operation;
            if (threads)
                threads->use(operation.threads);
            operation.run();
        }
    }

    void timeSection(Slice& slice, std::size_t begin, std::size_t end, ThreadCount* threads)
    {
        auto before = Clock::now();
        for (auto i = begin; i < end; ++i) {
            runSection(slice, i, i + 1, threads);
            const auto after = Clock::now();
            slice.seconds[i] = std::chrono::duration<double>(after - before).count();
            before = after;
        }
    }
} // namespace

SectionRange allSections(const Plan::Parts& parts) { return { .end = parts.sections.size() - 1 }; }

void runSlices(Plan::Parts& parts, const SectionRange& range, int members, bool isTimed)
{
    const auto run = isTimed ? timeSection : runSection;
    const bool isOne = parts.slices.size() == 1;
    ThreadCount threads(parts.operationThreads());
    parts.crew->run(members, [&](int member) {
        for (auto section = range.begin; section < range.end; ++section) {
            if (section > range.begin)
                parts.crew->meet();
            parts.crew->attempt([&] {
                for (auto i = static_cast<std::size_t>(member); i < parts.slices.size();
                     i += static_cast<std::size_t>(members))
                    run(*parts.slices[i], parts.sections[section], parts.sections[section + 1],
                        isOne ? &threads : nullptr);
            });
        }
    });
}

} // namespace netwright::engine
