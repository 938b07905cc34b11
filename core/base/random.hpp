// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace netwright {

namespace philox {
    /// The ten rounds on one counter. Here so that a loop over many counters can be vectorised.
    inline void mix(std::uint32_t& word0, std::uint32_t& word1, std::uint32_t& word2, std::uint32_t& word3,
                    std::uint64_t key)
    {
        auto key0 = static_cast<std::uint32_t>(key);
        auto key1 = static_cast<std::uint32_t>(key >> 32);
        for (int round = 0; round < 10; ++round) {
            const auto product0 = std::uint64_t { 0xD2511F53 } * word0;
            const auto product1 = std::uint64_t { 0xCD9E8D57 } * word2;
            word0 = static_cast<std::uint32_t>(product1 >> 32) ^ word1 ^ key0;
            word1 = static_cast<std::uint32_t>(product1);
            word2 = static_cast<std::uint32_t>(product0 >> 32) ^ word3 ^ key1;
            word3 = static_cast<std::uint32_t>(product0);
            key0 += 0x9E3779B9; // the golden ratio and the square root of 3: a Weyl sequence
            key1 += 0xBB67AE85;
        }
    }
} // namespace philox

/// Counter-based random numbers: the value at (seed, stream, index) depends on nothing else, so any draw can
/// be made again after a restart and by any thread. Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel
/// Random Numbers: As Easy as 1, 2, 3", SC 2011.
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
    inline constexpr std::uint64_t kDropout = 3ULL << 32; ///< + position of the node + slice << kSliceBits
    inline constexpr int kSliceBits = 40;
    inline constexpr std::uint64_t kEpochOrder = 4ULL << 32; ///< + epoch
    inline constexpr std::uint64_t kGeneratedPrototypes = 5ULL << 32; ///< + class
    inline constexpr std::uint64_t kGeneratedRows = 6ULL << 32; ///< + row
} // namespace streams

} // namespace netwright
