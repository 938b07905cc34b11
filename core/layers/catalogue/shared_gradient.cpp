// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/shared_gradient.hpp"

#include "core/tensor/reorder.hpp"

namespace netwright::layers {

tensor::Buffer sharedGradient(Builder& builder, const tensor::KernelPasses& product,
                              const tensor::Buffer& gradient)
{
    const auto layout = product.backwardGradient();
    if (layout.isEmpty() || layout == gradient.layout())
        return gradient;
    const auto converted = builder.scratch(layout);
    auto conversion = tensor::reorder("gradient conversion", gradient, converted);
    if (!conversion)
        return gradient; // each pass has a conversion of its own, which says what is wrong
    builder.backward(*std::move(conversion));
    return converted;
}

} // namespace netwright::layers
