// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/builder.hpp"
#include "core/tensor/attention.hpp"
#include "core/tensor/matmul.hpp"

#include <cstdint>
#include <vector>

namespace netwright::layers {

/// What the heads of an attention do between its projections, each with matrices of its own:
///
///     scores Q K^T -> shares P = softmax(scores / sqrt(size)) -> O = P V
///
/// The samples of a batch go through all of it a few at a time, so that their matrices are still in the
/// second-level cache when the next operation reads them: those of the whole batch are not.
class AttentionHeads {
public:
    [[nodiscard]] static Result<AttentionHeads> create(Builder& builder,
                                                       const tensor::attention::Sizes& sizes, bool isCausal);

    /// From (batch, length, 3, heads, size), Q, K and V side by side, to (batch, length, heads, size).
    void recordForward(const tensor::Buffer& qkv, const tensor::Buffer& joined);
    /// From the gradient of `joined` to that of `qkv`.
    void recordBackward(const tensor::Buffer& joined, const tensor::Buffer& qkv);

private:
    /// Of the samples of a part.
    struct Products {
        tensor::Matmul scores; ///< Q K^T; of backward also dO V^T
        tensor::Matmul mix; ///< P V; of backward also dS K
        tensor::Matmul transposed; ///< of backward: P^T dO and dS^T Q
    };

    AttentionHeads(Builder& builder, const tensor::attention::Sizes& part, std::int64_t parts, bool isCausal,
                   Products products);
    [[nodiscard]] tensor::Buffer scratch(std::int64_t parts, std::int64_t columns);
    [[nodiscard]] std::vector<tensor::Buffer> headsOf(std::int64_t part) const;
    [[nodiscard]] tensor::Buffer sharesOf(std::int64_t part) const;
    void recordForward(std::int64_t part, const tensor::Buffer& qkv, const tensor::Buffer& joined);
    void recordBackward(std::int64_t part, const tensor::Buffer& joined, const tensor::Buffer& qkv);

    Builder& m_builder;
    tensor::attention::Sizes m_sizes; ///< of a part
    std::int64_t m_parts;
    std::int64_t m_keptParts; ///< whose Q, K, V and P backward needs; 1 where it does not
    bool m_isCausal;
    Products m_products;
    float m_factor;
    std::vector<tensor::Buffer> m_heads; ///< Q, K and V
    tensor::Buffer m_shares;
    tensor::Buffer m_mixed; ///< O of a part; of backward its gradient
    std::vector<tensor::Buffer> m_headGradients; ///< of a part
    tensor::Buffer m_scoreGradients; ///< of a part
};

} // namespace netwright::layers
