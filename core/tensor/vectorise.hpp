// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <omp.h>

#include <algorithm>
#include <cstdint>

/// Before a function whose loops (marked `#pragma omp simd`) shall use the vector unit of the machine it runs
/// on: the compiler makes one copy per instruction set, and the loader chooses. Sanitizers cannot instrument
/// that choice.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)                   \
    && !defined(__clang__)
#define NETWRIGHT_VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define NETWRIGHT_VECTORISED
#define NETWRIGHT_NOT_VECTORISED
#endif

namespace netwright::tensor {

/// Whether own loops are as fast here as in a release.
#if defined(NETWRIGHT_NOT_VECTORISED)
inline constexpr bool kIsVectorised = false;
#else
inline constexpr bool kIsVectorised = true;
#endif

/// Runs work(begin, end) over [0, count): at once where that is small, else in blocks shared among OpenMP's
/// threads. The loop belongs into a function marked NETWRIGHT_VECTORISED that `work` calls: the body of a
/// parallel region is not cloned. Under the thread sanitizer, which does not see GOMP's barriers, all is done
/// at once.
template <class Work> void inBlocks(std::int64_t count, const Work& work)
{
#if !defined(__SANITIZE_THREAD__)
    constexpr std::int64_t kBlock = 16384;
    if (count >= 4 * kBlock && omp_get_max_threads() > 1) { // GOMP allocates even for a team of one
        const std::int64_t blocks = (count + kBlock - 1) / kBlock;
#pragma omp parallel for schedule(static)
        for (std::int64_t block = 0; block < blocks; ++block)
            work(block * kBlock, std::min(count, (block + 1) * kBlock));
        return;
    }
#endif
    work(std::int64_t { 0 }, count);
}

/// The same over whole rows of `width` numbers each: work(first row, end row).
template <class Work> void inRows(std::int64_t rows, std::int64_t width, const Work& work)
{
    inBlocks(rows * width, [&](std::int64_t begin, std::int64_t end) {
        work((begin + width - 1) / width, (end + width - 1) / width);
    });
}

/// Runs work(part) for each of [0, parts), shared among threads where all of them touch many numbers
/// together.
template <class Work>
void inParts(std::int64_t parts, [[maybe_unused]] std::int64_t numbers, const Work& work)
{
#if !defined(__SANITIZE_THREAD__)
    constexpr std::int64_t kMany = 65536;
    if (numbers >= kMany && parts > 1 && omp_get_max_threads() > 1) {
#pragma omp parallel for schedule(static)
        for (std::int64_t part = 0; part < parts; ++part)
            work(part);
        return;
    }
#endif
    for (std::int64_t part = 0; part < parts; ++part)
        work(part);
}

/// Shares the columns of an array of rows: work(first column, end column), whole cache lines each. For sums
/// over rows: one thread adds up a column, in one order, however many threads there are.
template <class Work> void inColumns(std::int64_t rows, std::int64_t columns, const Work& work)
{
    constexpr std::int64_t kLine = 16;
    const auto lines = (columns + kLine - 1) / kLine;
    const auto parts = std::min<std::int64_t>(lines, omp_get_max_threads());
    inParts(parts, rows * columns, [&](std::int64_t part) {
        work(lines * part / parts * kLine, std::min(columns, lines * (part + 1) / parts * kLine));
    });
}

} // namespace netwright::tensor
