// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/channels.hpp"
#include "core/tensor/convolution.hpp"
#include "core/tensor/elementwise.hpp"

#include <algorithm>

namespace netwright::layers {

extern const LayerKind kConvTranspose2d;

namespace {
    using Pair = std::array<std::int64_t, 2>;

    Pair pair(const ParameterValues& parameters, const char* name)
    {
        return { parameters.integer(std::string(name) + "_height"),
                 parameters.integer(std::string(name) + "_width") };
    }

    /// What lies under the kernels of all pixels is cropped at both ends, and may be continued at the end.
    struct Spread {
        tensor::Window2d
            window; ///< of the convolution that goes the other way; its padding is what is cropped
        Pair further {}; ///< ONNX's output_padding: rows below and columns to the right
        Pair output {}; ///< height and width
    };

    /// "same": stride times the input, cropped evenly, the odd row or column at the end (SAME_UPPER).
    Spread spreadOf(const ParameterValues& parameters, const tensor::Shape& image)
    {
        Spread spread { .window
                        = { .size = pair(parameters, "kernel"), .stride = pair(parameters, "stride") } };
        auto& window = spread.window;
        const auto& padding = parameters.text("padding");
        if (padding == "custom") {
            window.paddingBegin = window.paddingEnd = pair(parameters, "padding");
            spread.further = pair(parameters, "output_padding");
        }
        for (std::size_t axis = 0; axis < 2; ++axis) {
            const auto covered = (image[axis + 1] - 1) * window.stride[axis] + window.size[axis];
            if (padding == "same") {
                const auto surplus = covered - image[axis + 1] * window.stride[axis];
                window.paddingBegin[axis] = std::max<std::int64_t>(0, surplus) / 2;
                window.paddingEnd[axis] = std::max<std::int64_t>(0, surplus) - window.paddingBegin[axis];
                spread.further[axis] = std::max<std::int64_t>(0, -surplus);
            }
            spread.output[axis]
                = covered - window.paddingBegin[axis] - window.paddingEnd[axis] + spread.further[axis];
        }
        return spread;
    }

    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& image = request.inputs[0];
        if (image.rank() != 3)
            return fail("",
                        "expected an image (channels x height x width), received {}; put a reshape before it",
                        tensor::toText(image));
        const auto [window, further, output] = spreadOf(request.parameters, image);
        for (std::size_t axis = 0; axis < 2; ++axis) {
            if (output[axis] < 1)
                return fail("", "its padding {}x{} leaves nothing of the image; use a smaller padding",
                            window.paddingBegin[0], window.paddingBegin[1]);
            if (further[axis] >= window.stride[axis] && further[axis] > 0)
                return fail("", "output padding {}x{} must be smaller than the stride {}x{}", further[0],
                            further[1], window.stride[0], window.stride[1]);
        }
        return std::vector { tensor::Shape { request.parameters.integer("filters"), output[0], output[1] } };
    }

    std::vector<WeightSpec> weights(const ShapeRequest& request)
    {
        const auto filters = request.parameters.integer("filters");
        const auto channels = request.inputs[0][0];
        const auto [height, width] = pair(request.parameters, "kernel");
        std::vector<WeightSpec> list { { .name = "kernel",
                                         .shape = { channels, filters, height, width },
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
        return request.inputs[0].elements() * outputs[0][0] * height * width;
    }

    tensor::Operation named(tensor::Operation operation, const char* name)
    {
        operation.name = name;
        return operation;
    }

    /// The gradient that the two products of the backward pass start from: masked, and added up for the bias.
    tensor::Buffer recordBias(Builder& builder, const tensor::Buffer& output, const tensor::Buffer& bias)
    {
        if (!bias)
            return builder.preActivationGradient();
        const auto gradient = builder.outputGradient();
        const bool hasMask = builder.activation() == Activation::Relu;
        builder.backward(
            tensor::channelBiasGradient({ .values = hasMask ? output : tensor::Buffer(),
                                          .gradient = gradient,
                                          .sums = builder.scratch(tensor::channelSums(gradient.layout())),
                                          .bias = bias }));
        return gradient;
    }

    void recordBackward(Builder& builder, const tensor::KernelPasses& convolution,
                        const tensor::Buffer& gradient, const tensor::Buffer& kernelGradient)
    {
        const auto input = builder.input(0, convolution.output());
        builder.backward(named(convolution.backwardWeights(gradient, input, kernelGradient, {}),
                               "transposed convolution backward by weights"));
        if (builder.wantsInputGradient())
            builder.backward(
                named(convolution.forward(gradient, builder.weightCopy("kernel", convolution.forwardKernel()),
                                          {}, builder.inputGradient()),
                      "transposed convolution backward by input"));
    }

    /// A transposed convolution is the backward pass by input of a convolution whose image is our output.
    /// oneDNN's own deconvolution is that, too, but loses its fast kernel with a bias or a ReLU: these two
    /// are a loop of ours.
    Status build(Builder& builder)
    {
        const auto image = builder.inputShape();
        const bool hasBias = builder.parameters().flag("bias") || builder.hasFoldedNorm();
        const bool hasRelu = builder.activation() == Activation::Relu;
        const auto convolution = tensor::convolution(
            { .input = builder.outputShape(),
              .output = image,
              .window = spreadOf(builder.parameters(), { image[1], image[2], image[3] }).window,
              .hasBias = false,
              .isTraining = true,
              .hasInputGradient = true,
              .freedom = builder.freedom() });
        if (!convolution)
            return failed(convolution);
        if (hasBias && tensor::channelOrderOf(convolution->input()).width == 0)
            return fail("",
                        "oneDNN orders its channels in a way that bias cannot be added in; turn bias off");
        const auto spread = builder.input(0, convolution->output());
        const auto output = builder.output(0, convolution->input());
        const auto kernel = builder.weight("kernel", convolution->kernel());
        const auto bias = hasBias
            ? builder.weight("bias", tensor::Layout::plain({ builder.outputShape()[1] }))
            : WeightBuffers {};
        builder.forward(
            named(convolution->backwardInput(
                      spread, builder.weightCopy("kernel", convolution->backwardKernel()), output),
                  "transposed convolution forward"));
        if (hasBias)
            builder.forward(tensor::addChannelBias(output, bias.value, hasRelu));
        else if (hasRelu)
            builder.forward(tensor::reluForward(output, output));
        if (builder.mode() == Mode::Training)
            recordBackward(builder, *convolution, recordBias(builder, output, bias.gradient),
                           kernel.gradient);
        return {};
    }

    std::vector<std::int64_t> listOf(const Pair& values) { return { values[0], values[1] }; }

    std::vector<std::int64_t> padsOf(const tensor::Window2d& window)
    {
        return { window.paddingBegin[0], window.paddingBegin[1], window.paddingEnd[0], window.paddingEnd[1] };
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        const auto [window, further, output] = spreadOf(writing.parameters, writing.inputShapes[0]);
        OnnxPart part { .nodes = { { .type = "ConvTranspose",
                                     .inputs = { writing.inputs[0], writing.prefix + ".kernel" },
                                     .outputs = writing.outputs,
                                     .attributes = { { "kernel_shape", listOf(window.size) },
                                                     { "strides", listOf(window.stride) },
                                                     { "pads", padsOf(window) },
                                                     { "output_padding", listOf(further) } } } } };
        for (const auto& [name, tensor] : writing.weights)
            part.constants[writing.prefix + "." + name] = tensor;
        if (writing.weights.contains("bias"))
            part.nodes[0].inputs.push_back(writing.prefix + ".bias");
        return part;
    }

    using List = std::vector<std::int64_t>;

    /// Sets the padding that the operator asks for, if these parameters can express it.
    bool choosePadding(ParameterValues& parameters, const OnnxReading& reading)
    {
        const auto mode = reading.node.attribute<std::string>("auto_pad", "NOTSET");
        const auto pads = reading.node.attribute<List>("pads", { 0, 0, 0, 0 });
        const auto further = reading.node.attribute<List>("output_padding", { 0, 0 });
        for (const auto& [padding, name] :
             { std::pair("none", "VALID"), { "custom", "" }, { "same", "SAME_UPPER" } }) {
            parameters.set("padding", std::string(padding));
            const auto spread = spreadOf(parameters, reading.inputShapes[0]);
            if (listOf(spread.further) == further
                && (mode == name || (mode == "NOTSET" && padsOf(spread.window) == pads)))
                return true;
        }
        return false;
    }

    /// Null where the operator's attributes and inputs are ones that these parameters can hold.
    Status checkOperator(const OnnxReading& reading)
    {
        const auto& node = reading.node;
        const auto kernel = reading.constants.find(1);
        if (kernel == reading.constants.end() || kernel->second.shape.rank() != 4
            || reading.inputShapes.empty() || reading.inputShapes[0].rank() != 3)
            return fail(
                "",
                "ConvTranspose: expected an image and a constant kernel of four sizes; other forms are "
                "not supported");
        if (node.attribute<std::int64_t>("group", 1) != 1
            || node.attribute<List>("dilations", { 1, 1 }) != List { 1, 1 })
            return fail("", "ConvTranspose: groups and dilations are not supported");
        if (node.attributes.contains("output_shape"))
            return fail("", "ConvTranspose: output_shape is not supported; export it with pads");
        for (const auto& [name, count] :
             { std::pair("strides", 2U), { "pads", 4U }, { "output_padding", 2U } }) {
            const auto list = node.attribute<List>(name, List(count));
            if (list.size() != count)
                return fail("", "ConvTranspose: expected {} {}, found {}", count, name, list.size());
        }
        return {};
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        const auto& node = reading.node;
        if (node.type != "ConvTranspose")
            return std::nullopt;
        if (auto checked = checkOperator(reading); !checked)
            return failed(checked);
        const auto& kernel = reading.constants.at(1);
        OnnxRead read { .parameters = ParameterValues(kConvTranspose2d.parameters),
                        .weights = { { "kernel", kernel } } };
        const auto set = [&read](const char* name, std::int64_t height, std::int64_t width) {
            read.parameters.set(std::string(name) + "_height", height);
            read.parameters.set(std::string(name) + "_width", width);
        };
        const auto stride = node.attribute<List>("strides", { 1, 1 });
        const auto pads = node.attribute<List>("pads", { 0, 0, 0, 0 });
        const auto further = node.attribute<List>("output_padding", { 0, 0 });
        read.parameters.set("filters", kernel.shape[1]);
        set("kernel", kernel.shape[2], kernel.shape[3]);
        set("stride", stride[0], stride[1]);
        set("padding", pads[0], pads[1]);
        set("output_padding", further[0], further[1]);
        if (auto checked = checkValues(kConvTranspose2d.parameters, read.parameters); !checked)
            return fail("", "ConvTranspose: {}", checked.error().message);
        if (!choosePadding(read.parameters, reading))
            return fail("", "ConvTranspose: padding that differs between the sides is not supported");
        const auto bias = reading.constants.find(2);
        read.parameters.set("bias", bias != reading.constants.end());
        if (bias != reading.constants.end())
            read.weights["bias"] = bias->second;
        if (auto shapes = inferShape({ read.parameters, reading.inputShapes, {} }); !shapes)
            return fail("", "ConvTranspose: {}", shapes.error().message);
        return read;
    }

    ParameterSpec size(std::string id, std::string label, std::string help, std::int64_t fallback,
                       double minimum)
    {
        return { .id = std::move(id),
                 .label = std::move(label),
                 .help = std::move(help),
                 .unit = "px",
                 .fallback = fallback,
                 .minimum = minimum,
                 .maximum = 1024 };
    }

    ParameterSpec ifCustom(ParameterSpec spec)
    {
        spec.onlyIf = { .id = "padding", .choice = "custom" };
        return spec;
    }

    /// PyTorch crops both ends alike: where ours differ the rest is sliced off.
    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        const auto [window, further, output] = spreadOf(writing.parameters, writing.inputShapes[0]);
        auto part
            = pyTorchModule(writing,
                            fmt::format("nn.ConvTranspose2d({}, {}, {}{}{}{}{})", writing.inputShapes[0][0],
                                        writing.parameters.integer("filters"), pythonPair(window.size),
                                        pythonOption("stride", window.stride, 1),
                                        pythonOption("padding", window.paddingBegin, 0),
                                        pythonOption("output_padding", further, 0),
                                        writing.parameters.flag("bias") ? "" : ", bias=False"),
                            { { "kernel", "weight" }, { "bias", "bias" } });
        if (window.paddingBegin != window.paddingEnd)
            part.value += fmt::format("[:, :, :{}, :{}]", output[0], output[1]);
        return part;
    }

    /// Keras has what is cropped as a step of its own. Without an output padding it would choose one.
    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        const auto [window, further, output] = spreadOf(writing.parameters, writing.inputShapes[0]);
        const bool isSame = writing.parameters.text("padding") == "same";
        auto part
            = kerasLayer(writing, "Conv2DTranspose",
                         fmt::format("{}, {}{}, {}{}", writing.parameters.integer("filters"),
                                     pythonPair(window.size), pythonOption("strides", window.stride, 1),
                                     isSame ? "padding=\"same\""
                                            : fmt::format("output_padding=({}, {})", further[0], further[1]),
                                     writing.parameters.flag("bias") ? "" : ", use_bias=False"));
        if (!isSame && window.paddingBegin != Pair { 0, 0 })
            part.value = fmt::format("layers.Cropping2D(({}, {}))({})", window.paddingBegin[0],
                                     window.paddingBegin[1], part.value);
        return part;
    }
} // namespace

extern const LayerKind kConvTranspose2d {
    .id = "conv_transpose2d",
    .title = "Conv Transpose 2D",
    .category = Category::Convolution,
    .help = "Enlarges an image: every pixel lays a learned patch, weighted by its value, onto the "
            "output, a stride s apart, and patches add up. Zeiler et al., CVPR 2010.",
    .formula = "y_{f, s i+u, s j+v} = b_{f} + Σ_{c} W_{c,f,u,v} · x_{c,i,j}",
    .words = "deconvolution, transposed convolution, upconvolution, upsample, upscale",
    .parameters
    = { { .id = "filters",
          .label = "Filters",
          .help = "How many channels come out.",
          .fallback = std::int64_t { 32 },
          .minimum = 1,
          .maximum = 65536 },
        size("kernel_height", "Kernel height", "Rows that one input pixel is spread over.", 4, 1),
        size("kernel_width", "Kernel width", "Columns that one input pixel is spread over.", 4, 1),
        size("stride_height", "Stride down", "Rows of the output between two rows of the input.", 2, 1),
        size("stride_width", "Stride across", "Columns of the output between two columns of the input.", 2,
             1),
        { .id = "padding",
          .label = "Padding",
          .help
          = "What is cropped from the output: nothing, as much as makes it the stride times its input (same), "
            "or a custom number.",
          .type = ParameterType::Choice,
          .fallback = std::string("same"),
          .choices = { "none", "same", "custom" } },
        ifCustom(size("padding_height", "Padding rows", "Rows cropped above and below, if padding is custom.",
                      0, 0)),
        ifCustom(size("padding_width", "Padding columns",
                      "Columns cropped left and right, if padding is custom.", 0, 0)),
        ifCustom(size("output_padding_height", "Output padding rows",
                      "Rows added below, fewer than the stride, if padding is custom.", 0, 0)),
        ifCustom(size("output_padding_width", "Output padding columns",
                      "Columns added on the right, fewer than the stride, if padding is custom.", 0, 0)),
        { .id = "bias",
          .label = "Bias",
          .help = "Adds a learned number to each output channel.",
          .type = ParameterType::Boolean,
          .fallback = true } },
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .fusesActivation = true,
    .kernelOutputAxis = 1,
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
