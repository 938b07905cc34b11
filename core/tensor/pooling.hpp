// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/tensor/operation.hpp"
#include "core/tensor/window2d.hpp"

#include <memory>

namespace netwright::tensor {

enum class PoolingKind {
    Max,
    Average, ///< of what lies inside the image
};

struct PoolingOptions {
    Layout input; ///< (N, C, H, W), as its producer left it
    Shape output; ///< (N, C, H', W')
    Window2d window;
    PoolingKind kind = PoolingKind::Max;
    bool isTraining = false;
};

/// The maximum or the mean over a 2-D window. The output follows the layout of the input.
class Pooling {
public:
    [[nodiscard]] static Result<Pooling> create(const PoolingOptions& options);

    [[nodiscard]] Layout output() const;
    /// Where forward keeps what backward needs (which input won); empty where nothing is needed.
    [[nodiscard]] Layout workspace() const;

    /// `workspace` is empty where its layout is.
    [[nodiscard]] Operation forward(const Buffer& input, const Buffer& output, const Buffer& workspace) const;
    [[nodiscard]] Operation backward(const Buffer& outputGradient, const Buffer& workspace,
                                     const Buffer& inputGradient) const;

private:
    struct Parts;
    explicit Pooling(std::shared_ptr<const Parts> parts);
    std::shared_ptr<const Parts> m_parts;
};

} // namespace netwright::tensor
