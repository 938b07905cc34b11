// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/inner_product.hpp"

#include "core/tensor/kernel_passes_parts.hpp"

namespace netwright::tensor {

namespace {
    using Forward = dnnl::inner_product_forward;
    using BackwardInput = dnnl::inner_product_backward_data;
    using BackwardWeights = dnnl::inner_product_backward_weights;
    using onednn::Pass;
    using onednn::Variant;

    std::span<const Variant> variants()
    {
        static const std::vector<Variant> all {
            { "float32" },
            { "bfloat16", ElementType::BFloat16 },
        };
        return all;
    }

    /// oneDNN fills up its blocks, also in the gradient and in all that an optimiser keeps.
    bool isWasteful(const Layout& kernel)
    {
        constexpr double kMost = 1.1;
        const auto plain = Layout::plain(kernel.sizes(), kernel.type());
        return static_cast<double>(kernel.bytes()) > kMost * static_cast<double>(plain.bytes());
    }

    std::string taskOf(const InnerProductOptions& options)
    {
        return fmt::format("{} x {} to {}, {}{}{}", options.batch, options.inputs, options.outputs,
                           options.isTraining ? "training" : "inference", options.hasBias ? ", bias" : "",
                           options.hasRelu ? ", relu" : "");
    }

    dnnl::memory::desc factor(const Layout& value, const Variant& variant)
    {
        return Layout::plain(value.sizes(), variant.factors).description();
    }

    std::shared_ptr<const KernelPasses::Parts> make(const InnerProductOptions& options)
    {
        KernelPasses::Parts parts {
            .name = "dense",
            .flops = 2.0 * static_cast<double>(options.batch * options.inputs)
                * static_cast<double>(options.outputs),
            .isTraining = options.isTraining,
            .input = Layout::plain({ options.batch, options.inputs }),
            .output = Layout::plain({ options.batch, options.outputs }),
            .bias = options.hasBias ? Layout::plain({ options.outputs }) : Layout(),
        };
        const WorkThreads threads(parts.flops);
        bool isPlain = false;
        const auto kernel = [&](ElementType type) {
            const Shape sizes { options.outputs, options.inputs };
            return (isPlain && type == ElementType::Float32 ? Layout::plain(sizes) : Layout::any(sizes, type))
                .description();
        };
        const auto describeForward = [&](const Variant& variant) {
            const auto kind
                = options.isTraining ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference;
            return onednn::describe<Forward>(onednn::attributes(options.hasRelu), kind,
                                             factor(parts.input, variant), kernel(variant.factors),
                                             parts.bias.description(), parts.output.description());
        };
        const auto describeBackwardWeights = [&](const Variant& variant) {
            return onednn::describeBackward<BackwardWeights>(
                describeForward(variants().front()), factor(parts.input, variant),
                kernel(ElementType::Float32), parts.bias.description(), factor(parts.output, variant));
        };
        if (options.isTraining)
            isPlain = isWasteful(Layout(describeBackwardWeights(variants().front()).diff_weights_desc()));
        KernelPasses::Parts::Description description {
            .task = taskOf(options),
            .variants = variants(),
            .forwardVariants = variants(),
            .forward = [&](const Variant& variant) { return Pass(describeForward(variant)); },
            .backwardInput = {},
            .backwardWeights = {}
        };
        if (options.isTraining)
            description.backwardWeights
                = [&](const Variant& variant) { return Pass(describeBackwardWeights(variant)); };
        if (options.isTraining && options.hasInputGradient)
            description.backwardInput = [&](const Variant& variant) {
                return Pass(onednn::describeBackward<BackwardInput>(
                    describeForward(variants().front()), parts.input.description(), kernel(variant.factors),
                    factor(parts.output, variant)));
            };
        parts.choose(options.freedom, description);
        return std::make_shared<const KernelPasses::Parts>(std::move(parts));
    }
} // namespace

Result<KernelPasses> innerProduct(const InnerProductOptions& options)
{
    return onednn::attempt("dense layer", [&] { return KernelPasses(make(options)); });
}

} // namespace netwright::tensor
