// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/onednn.hpp"

#include <functional>

/// Apart from onednn.hpp, because few wrappers choose.
namespace netwright::tensor::onednn {

/// The primitive of this description with memory of its own, ready to be timed.
[[nodiscard]] std::function<void()> rehearsal(const dnnl::primitive& primitive,
                                              const dnnl::primitive_desc_base& description);

} // namespace netwright::tensor::onednn
