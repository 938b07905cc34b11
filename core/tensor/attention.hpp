// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/operation.hpp"

#include <string>
#include <vector>

/// What attention needs beside matrix products: own loops over plain fp32 buffers.
namespace netwright::tensor::attention {

struct Sizes {
    std::int64_t batch = 0;
    std::int64_t length = 0; ///< positions of a sequence
    std::int64_t heads = 0;
    std::int64_t size = 0; ///< numbers of a head at one position
};

/// Takes arrays that lie side by side at each position apart, and in each the heads: from
/// (batch, length, heads.size(), heads, size) to (batch, heads, length, size), so that each head of each
/// sample is one dense matrix.
[[nodiscard]] Operation splitHeads(const Sizes& sizes, const Buffer& joined,
                                   const std::vector<Buffer>& heads);
/// And back.
[[nodiscard]] Operation joinHeads(const Sizes& sizes, const std::vector<Buffer>& heads, const Buffer& joined);

/// The softmax over each row of (batch, heads, length, length) scores times `factor`, in place. Causal:
/// position t looks at positions 0 to t alone.
[[nodiscard]] Operation softmax(const Sizes& sizes, float factor, bool isCausal, const Buffer& scores);
/// From the gradient of the shares that softmax() left to that of the scores, in place:
/// ds[i] = factor p[i] (dp[i] - sum over j of dp[j] p[j])
[[nodiscard]] Operation softmaxBackward(const Sizes& sizes, float factor, const Buffer& shares,
                                        const Buffer& gradient);

} // namespace netwright::tensor::attention
