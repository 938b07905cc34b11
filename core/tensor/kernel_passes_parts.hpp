// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/kernel_passes.hpp"
#include "core/tensor/variants.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

/// For the files that make KernelPasses.
namespace netwright::tensor {

struct KernelPasses::Parts {
    std::string name; ///< "convolution"
    double flops = 0; ///< of each pass
    bool isTraining = false;
    Layout input;
    Layout output;
    Layout bias; ///< empty without one
    onednn::Pass forward = {};
    onednn::Pass backwardInput = {}; ///< empty where it is not wanted, as the next
    onednn::Pass backwardWeights = {};

    /// What the kernel is kept in; in inference that of the pass itself.
    [[nodiscard]] Layout kernelOf(const onednn::Pass& pass) const;
    [[nodiscard]] Operation runForward(const onednn::Pass& pass, const Buffer& input, const Buffer& kernel,
                                       const Buffer& bias, const Buffer& output) const;
    [[nodiscard]] Operation runBackwardInput(const onednn::Pass& pass, const Buffer& outputGradient,
                                             const Buffer& kernel, const Buffer& inputGradient) const;
    [[nodiscard]] Operation runBackwardWeights(const onednn::Pass& pass, const Buffer& input,
                                               const Buffer& outputGradient, const Buffer& kernelGradient,
                                               const Buffer& biasGradient) const;

    /// A pass in one of the variants; empty, or throws dnnl::error, where there is none.
    using Describe = std::function<onednn::Pass(const onednn::Variant&)>;
    struct Description {
        std::string task; ///< what the answer depends on, in words: the sizes
        std::span<const onednn::Variant> variants; ///< of the pass by weights
        std::span<const onednn::Variant> forwardVariants; ///< of the others: those that fit the values' types
        Describe forward;
        Describe backwardInput; ///< empty where it is not wanted
        Describe backwardWeights; ///< likewise
    };
    /// Fills in the passes.
    void choose(const Freedom& freedom, const Description& description);
};

} // namespace netwright::tensor
