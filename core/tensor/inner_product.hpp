// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/tensor/freedom.hpp"
#include "core/tensor/kernel_passes.hpp"

namespace netwright::tensor {

struct InnerProductOptions {
    std::int64_t batch = 0;
    std::int64_t inputs = 0;
    std::int64_t outputs = 0;
    bool hasBias = true;
    bool hasRelu = false; ///< applied to the output in the same pass
    bool isTraining = false;
    bool hasInputGradient = false; ///< of training
    Freedom freedom = {};
};

/// y = x W^T + b with x (N, inputs), W (outputs, inputs), b (outputs), all plain but W; factors may be
/// rounded to bfloat16.
[[nodiscard]] Result<KernelPasses> innerProduct(const InnerProductOptions& options);

} // namespace netwright::tensor
