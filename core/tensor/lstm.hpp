// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/operation.hpp"

namespace netwright::tensor {

/// The recurrent part of a long short-term memory (Hochreiter and Schmidhuber, Neural Computation 1997; with
/// the forget gate of Gers et al., 2000): for each sample and each step t, from a row of gate sums z that
/// already hold x W^T + b,
///
///     i, f, o = sigmoid(z_i, z_f, z_o + h R^T)      c = f c + i g
///     g       = tanh(z_g + h R^T)                   h = o tanh(c)
///
/// Samples do not meet: one parallel region shares them out, and each thread goes through all steps. All
/// buffers are plain, fp32; gates stand in the order i, f, g, o.
struct LstmSizes {
    std::int64_t batch = 0;
    std::int64_t steps = 0;
    std::int64_t units = 0;
    bool returnsAll = false; ///< every state comes out, not only the last
    bool isTraining = false; ///< every step is kept for backward()
};

class Lstm {
public:
    explicit Lstm(const LstmSizes& sizes);

    [[nodiscard]] Layout gates() const; ///< (N, T, 4 H)
    [[nodiscard]] Layout kernel() const; ///< R: (4 H, H)
    [[nodiscard]] Layout output() const; ///< (N, H) or (N, T, H)
    [[nodiscard]] Layout states() const; ///< before each step; (N, T, H), or two steps of it outside training
    [[nodiscard]] Layout panels() const; ///< scratch of forward()
    [[nodiscard]] Layout backwardPanels() const; ///< scratch of backward()
    [[nodiscard]] Layout carry() const; ///< scratch of backward()

    struct Buffers {
        Buffer gates; ///< the sums; forward() leaves the gates there when training
        Buffer kernel;
        Buffer output;
        Buffer hidden; ///< h before each step
        Buffer cells; ///< c after each step
        Buffer panels;
    };
    [[nodiscard]] Operation forward(const Buffers& buffers) const;

    struct Gradients {
        Buffer output; ///< read
        Buffer panels;
        Buffer carry;
    };
    /// Replaces the gates by the gradient of their sums.
    [[nodiscard]] Operation backward(const Buffers& buffers, const Gradients& gradients) const;

private:
    LstmSizes m_sizes;
};

} // namespace netwright::tensor
