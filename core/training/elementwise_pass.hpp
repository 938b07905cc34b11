// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>

namespace netwright::training {

/// Calls loop(begin, end) for pieces that cover 0 to `elements`, on several threads where that is worth a
/// wake-up. The pieces depend on nothing that changes between runs, and an elementwise loop gives the same
/// bits for any of them.
template <class Loop> void elementwisePass(std::size_t elements, const Loop& loop)
{
    constexpr std::size_t kPiece = 16384;
    const auto pieces = static_cast<std::ptrdiff_t>((elements + kPiece - 1) / kPiece);
#pragma omp parallel for schedule(static) if (pieces > 2)
    for (std::ptrdiff_t piece = 0; piece < pieces; ++piece) {
        const std::size_t begin = static_cast<std::size_t>(piece) * kPiece;
        loop(begin, std::min(elements, begin + kPiece));
    }
}

} // namespace netwright::training
