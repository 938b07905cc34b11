// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/layers/catalogue/shared_gradient.hpp"
#include "core/tensor/convolution.hpp"

#include <algorithm>

namespace netwright::layers {

namespace {
    using Pair = std::array<std::int64_t, 2>;

    ParameterSpec size(std::string id, std::string label, std::string help, std::int64_t fallback,
                       double minimum)
    {
        return { .id = std::move(id),
                 .label = std::move(label),
                 .help = std::move(help),
                 .unit = "px",
                 .type = ParameterType::Integer,
                 .fallback = fallback,
                 .minimum = minimum,
                 .maximum = 1024 };
    }

    ParameterSpec ifCustom(ParameterSpec spec)
    {
        spec.onlyIf = { .id = "padding", .choice = "custom" };
        return spec;
    }

    const std::vector<ParameterSpec>& specs()
    {
        static const std::vector<ParameterSpec> list {
            { .id = "filters",
              .label = "Filters",
              .help = "How many channels come out.",
              .type = ParameterType::Integer,
              .fallback = std::int64_t { 32 },
              .minimum = 1,
              .maximum = 65536 },
            size("kernel_height", "Kernel height", "Rows that one output looks at.", 3, 1),
            size("kernel_width", "Kernel width", "Columns that one output looks at.", 3, 1),
            size("stride_height", "Stride down", "Rows between two outputs.", 1, 1),
            size("stride_width", "Stride across", "Columns between two outputs.", 1, 1),
            { .id = "padding",
              .label = "Padding",
              .help
              = "Zeros around the image: none, as many as keep its size at stride 1 (same), or a custom number.",
              .type = ParameterType::Choice,
              .fallback = std::string("none"),
              .choices = { "none", "same", "custom" } },
            ifCustom(size("padding_height", "Padding rows",
                          "Rows of zeros above and below, if padding is custom.", 0, 0)),
            ifCustom(size("padding_width", "Padding columns",
                          "Columns of zeros left and right, if padding is custom.", 0, 0)),
            { .id = "bias",
              .label = "Bias",
              .help = "Adds a learned number to each output channel.",
              .type = ParameterType::Boolean,
              .fallback = true },
        };
        return list;
    }

    Pair pair(const ParameterValues& parameters, const char* name)
    {
        return { parameters.integer(std::string(name) + "_height"),
                 parameters.integer(std::string(name) + "_width") };
    }

    /// "same": as many outputs as strides fit into the image, the odd row or column of zeros at the end
    /// (SAME_UPPER).
    tensor::Window2d windowOf(const ParameterValues& parameters, const tensor::Shape& image)
    {
        tensor::Window2d window { .size = pair(parameters, "kernel"), .stride = pair(parameters, "stride") };
        const auto& padding = parameters.text("padding");
        if (padding == "custom")
            window.paddingBegin = window.paddingEnd = pair(parameters, "padding");
        for (std::size_t axis = 0; padding == "same" && axis < 2; ++axis) {
            const auto length = image[axis + 1];
            const auto outputs = (length + window.stride[axis] - 1) / window.stride[axis];
            const auto missing
                = std::max<std::int64_t>(0, (outputs - 1) * window.stride[axis] + window.size[axis] - length);
            window.paddingBegin[axis] = missing / 2;
            window.paddingEnd[axis] = missing - missing / 2;
        }
        return window;
    }

    std::int64_t paddedLength(const tensor::Window2d& window, const tensor::Shape& image, std::size_t axis)
    {
        return image[axis + 1] + window.paddingBegin[axis] + window.paddingEnd[axis];
    }

    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& image = request.inputs[0];
        if (image.rank() != 3)
            return fail(
                "", "expected an image (channels x height x width), received {}; put it before the flatten",
                tensor::toText(image));
        const auto window = windowOf(request.parameters, image);
        tensor::Shape output { request.parameters.integer("filters"), 0, 0 };
        for (std::size_t axis = 0; axis < 2; ++axis) {
            const auto room = paddedLength(window, image, axis) - window.size[axis];
            if (room < 0)
                return fail(
                    "",
                    "kernel {}x{} is larger than its input {}x{}; use a smaller kernel or padding \"same\"",
                    window.size[0], window.size[1], image[1], image[2]);
            output[axis + 1] = room / window.stride[axis] + 1;
        }
        return std::vector { output };
    }

    std::vector<WeightSpec> weights(const ShapeRequest& request)
    {
        const auto filters = request.parameters.integer("filters");
        const auto channels = request.inputs[0][0];
        const auto [height, width] = pair(request.parameters, "kernel");
        std::vector<WeightSpec> list { { .name = "kernel",
                                         .shape = { filters, channels, height, width },
                                         .initialiser = Initialiser::GlorotUniform,
                                         .fanIn = channels * height * width,
                                         .fanOut = filters * height * width } };
        if (request.parameters.flag("bias"))
            list.push_back({ .name = "bias", .shape = { filters } });
        return list;
    }

    std::int64_t multiplyAdds(const ShapeRequest& request, std::span<const tensor::Shape> outputs)
    {
        const auto [height, width] = pair(request.parameters, "kernel");
        return outputs[0].elements() * request.inputs[0][0] * height * width;
    }

    void recordBackward(Builder& builder, const tensor::KernelPasses& convolution,
                        const tensor::Buffer& input, const WeightBuffers& kernel, const WeightBuffers& bias)
    {
        const auto gradient = sharedGradient(builder, convolution, builder.preActivationGradient());
        builder.backward(convolution.backwardWeights(input, gradient, kernel.gradient, bias.gradient));
        if (builder.wantsInputGradient())
            builder.backward(convolution.backwardInput(
                gradient, builder.weightCopy("kernel", convolution.backwardKernel()),
                builder.inputGradient()));
    }

    Status build(Builder& builder)
    {
        const auto image = builder.inputShape();
        const bool hasBias = builder.parameters().flag("bias") || builder.hasFoldedNorm();
        const bool isTraining = builder.mode() == Mode::Training;
        const auto convolution = tensor::convolution(
            { .input = image,
              .output = builder.outputShape(),
              .window = windowOf(builder.parameters(), { image[1], image[2], image[3] }),
              .hasBias = hasBias,
              .hasRelu = builder.activation() == Activation::Relu,
              .isTraining = isTraining,
              .hasInputGradient = builder.wantsInputGradient(),
              .inputType = builder.input().layout().type(),
              .outputType = builder.outputType(),
              .freedom = builder.freedom() });
        if (!convolution)
            return failed(convolution);
        const auto input = builder.input(0, convolution->input());
        const auto output = builder.output(0, convolution->output());
        const auto kernel = builder.weight("kernel", convolution->kernel());
        const auto bias = hasBias ? builder.weight("bias", convolution->bias()) : WeightBuffers {};
        builder.forward(convolution->forward(
            input, builder.weightCopy("kernel", convolution->forwardKernel()), bias.value, output));
        if (isTraining)
            recordBackward(builder, *convolution, input, kernel, bias);
        return {};
    }

    std::vector<std::int64_t> padsOf(const tensor::Window2d& window)
    {
        return { window.paddingBegin[0], window.paddingBegin[1], window.paddingEnd[0], window.paddingEnd[1] };
    }

    std::vector<std::int64_t> listOf(const Pair& values) { return { values[0], values[1] }; }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        const auto window = windowOf(writing.parameters, writing.inputShapes[0]);
        OnnxPart part { .nodes = { { .type = "Conv",
                                     .inputs = { writing.inputs[0], writing.prefix + ".kernel" },
                                     .outputs = writing.outputs,
                                     .attributes = { { "kernel_shape", listOf(window.size) },
                                                     { "strides", listOf(window.stride) },
                                                     { "pads", padsOf(window) } } } } };
        for (const auto& [name, tensor] : writing.weights)
            part.constants[writing.prefix + "." + name] = tensor;
        if (writing.weights.contains("bias"))
            part.nodes[0].inputs.push_back(writing.prefix + ".bias");
        return part;
    }

    /// Sets the padding that the operator asks for, if these parameters can express it.
    bool choosePadding(ParameterValues& parameters, const OnnxReading& reading)
    {
        const auto& image = reading.inputShapes[0];
        const auto mode = reading.node.attribute<std::string>("auto_pad", "NOTSET");
        const auto pads = reading.node.attribute<std::vector<std::int64_t>>("pads", { 0, 0, 0, 0 });
        for (const auto& [padding, name] :
             { std::pair("none", "VALID"), { "custom", "" }, { "same", "SAME_UPPER" } }) {
            parameters.set("padding", std::string(padding));
            if (mode == name || (mode == "NOTSET" && padsOf(windowOf(parameters, image)) == pads))
                return true;
        }
        return false;
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        using List = std::vector<std::int64_t>;
        const auto& node = reading.node;
        if (node.type != "Conv")
            return std::nullopt;
        const auto kernel = reading.constants.find(1);
        if (kernel == reading.constants.end() || kernel->second.shape.rank() != 4
            || reading.inputShapes.empty() || reading.inputShapes[0].rank() != 3)
            return fail(
                "",
                "Conv: expected an image and a constant kernel of four sizes; other forms are not supported");
        const auto& shape = kernel->second.shape;
        if (node.attribute<std::int64_t>("group", 1) != 1
            || node.attribute<List>("dilations", { 1, 1 }) != List { 1, 1 })
            return fail("", "Conv: groups and dilations are not supported");
        const auto stride = node.attribute<List>("strides", { 1, 1 });
        const auto pads = node.attribute<List>("pads", { 0, 0, 0, 0 });
        if (stride.size() != 2 || pads.size() != 4)
            return fail("", "Conv: expected 2 strides and 4 pads, found {} and {}", stride.size(),
                        pads.size());
        OnnxRead read { .parameters = ParameterValues(specs()), .weights = { { "kernel", kernel->second } } };
        read.parameters.set("filters", shape[0]);
        read.parameters.set("kernel_height", shape[2]);
        read.parameters.set("kernel_width", shape[3]);
        read.parameters.set("stride_height", stride[0]);
        read.parameters.set("stride_width", stride[1]);
        read.parameters.set("padding_height", pads[0]);
        read.parameters.set("padding_width", pads[1]);
        if (auto checked = checkValues(specs(), read.parameters); !checked)
            return fail("", "Conv: {}", checked.error().message);
        if (!choosePadding(read.parameters, reading))
            return fail("", "Conv: padding that differs between the sides is not supported");
        const auto bias = reading.constants.find(2);
        read.parameters.set("bias", bias != reading.constants.end());
        if (bias != reading.constants.end())
            read.weights["bias"] = bias->second;
        return read;
    }

    /// PyTorch pads both ends alike: where ours differ the padding is its own step.
    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        const auto window = windowOf(writing.parameters, writing.inputShapes[0]);
        const bool isEven = window.paddingBegin == window.paddingEnd;
        auto part = pyTorchModule(writing,
                                  fmt::format("nn.Conv2d({}, {}, {}{}{}{})", writing.inputShapes[0][0],
                                              writing.parameters.integer("filters"), pythonPair(window.size),
                                              pythonOption("stride", window.stride, 1),
                                              isEven ? pythonOption("padding", window.paddingBegin, 0) : "",
                                              writing.parameters.flag("bias") ? "" : ", bias=False"),
                                  { { "kernel", "weight" }, { "bias", "bias" } });
        if (!isEven)
            part.value = fmt::format("{}({})", writing.name, pyTorchPad(writing.inputs[0], window));
        return part;
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        const auto window = windowOf(writing.parameters, writing.inputShapes[0]);
        const auto& padding = writing.parameters.text("padding");
        auto image = writing.inputs[0];
        if (padding == "custom")
            image = fmt::format("layers.ZeroPadding2D(({}, {}))({})", window.paddingBegin[0],
                                window.paddingBegin[1], image);
        return kerasLayerOf(writing, image, "Conv2D",
                            fmt::format("{}, {}{}{}{}", writing.parameters.integer("filters"),
                                        pythonPair(window.size), pythonOption("strides", window.stride, 1),
                                        padding == "same" ? ", padding=\"same\"" : "",
                                        writing.parameters.flag("bias") ? "" : ", use_bias=False"));
    }
} // namespace

extern const LayerKind kConv2d;
const LayerKind kConv2d {
    .id = "conv2d",
    .title = "Conv 2D",
    .category = Category::Convolution,
    .help = "Slides learned filters over an image, a stride s apart: each gives the weighted sum of "
            "what lies under it.",
    .formula = "y_{f,i,j} = b_{f} + Σ_{c,u,v} W_{f,c,u,v} · x_{c, s i+u, s j+v}",
    .words = "convolution, convolutional, cnn, filter, kernel",
    .parameters = specs(),
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .fusesActivation = true,
    .kernelOutputAxis = 0,
    .takesRounded = true,
    .inferShape = inferShape,
    .weights = weights,
    .multiplyAdds = multiplyAdds,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
};

} // namespace netwright::layers
