// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/freedom.hpp"
#include "core/tensor/onednn.hpp"

#include <functional>
#include <span>
#include <string>

/// How a wrapper chooses between the ways to compute one pass.
namespace netwright::tensor::onednn {

struct Variant {
    std::string name;
    ElementType factors = ElementType::Float32; ///< the type in which it multiplies
    bool isOwnLoop = false; ///< else it is a primitive
};

/// A pass in one of the variants, of which the first always exists: the fastest where times may decide, else
/// the first, or that in bfloat16 where it exists and is allowed. `describe` returns an empty pass or throws
/// dnnl::error where there is no such variant; `operate` makes what is timed.
[[nodiscard]] Pass chosen(const Freedom& freedom, const std::string& task, std::span<const Variant> variants,
                          const std::function<Pass(const Variant&)>& describe,
                          const std::function<Operation(const Pass&)>& operate);

} // namespace netwright::tensor::onednn
