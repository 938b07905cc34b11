// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace netwright {

/// Counter-based random numbers: the value at (seed, stream, index) depends on nothing else, so any draw can be made
/// again after a restart and by any thread. Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As
/// Easy as 1, 2, 3", SC 2011.
class Random {
public:
    Random(std::uint64_t seed, std::uint64_t stream);

    /// Four independent 32-bit words.
    [[nodiscard]] std::array<std::uint32_t, 4> block(std::uint64_t index) const;
    /// Uniform in [0, 1) with 24 random bits.
    [[nodiscard]] float uniform(std::uint64_t index) const;
    /// Uniform in [0, bound); bound > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound, std::uint64_t index) const;

private:
    std::uint64_t m_seed;
    std::uint64_t m_stream;
};

/// Fisher-Yates shuffle that depends on (seed, stream) alone.
void shuffle(std::span<std::int64_t> values, std::uint64_t seed, std::uint64_t stream);

/// The streams in use, so that two purposes never share numbers.
namespace streams {
    inline constexpr std::uint64_t kSplit = 1;
    inline constexpr std::uint64_t kWeights = 2ULL << 32; ///< + position of the node in execution order
    inline constexpr std::uint64_t kDropout = 3ULL << 32; ///< + position of the node in execution order
    inline constexpr std::uint64_t kEpochOrder = 4ULL << 32; ///< + epoch
}

} // namespace netwright
