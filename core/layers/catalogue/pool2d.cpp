// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/pool2d.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

namespace netwright::layers::pool2d {

namespace {
    /// How the window moves over an image, and how many places it has.
    struct Sweep {
        tensor::Window2d window;
        std::array<std::int64_t, 2> output {};
    };

    Sweep sweepOf(const ParameterValues& parameters, const tensor::Shape& image)
    {
        Sweep sweep { .window
                      = { .size = { parameters.integer("pool_height"), parameters.integer("pool_width") },
                          .stride
                          = { parameters.integer("stride_height"), parameters.integer("stride_width") } } };
        auto& [size, stride, begin, end] = sweep.window;
        for (std::size_t i = 0; i < 2; ++i) {
            const auto length = image[i + 1];
            if (stride[i] == 0)
                stride[i] = size[i];
            if (parameters.text("padding") == "same") {
                sweep.output[i] = (length + stride[i] - 1) / stride[i];
                const auto missing = (sweep.output[i] - 1) * stride[i] + size[i] - length;
                begin[i] = std::max<std::int64_t>(missing, 0) / 2;
                end[i] = std::max<std::int64_t>(missing, 0) - begin[i];
            } else {
                sweep.output[i] = length < size[i] ? 0 : (length - size[i]) / stride[i] + 1;
            }
        }
        return sweep;
    }

    std::vector<std::int64_t> onnxPads(const tensor::Window2d& window)
    {
        const auto& [begin, end] = std::tie(window.paddingBegin, window.paddingEnd);
        return { begin[0], begin[1], end[0], end[1] };
    }

    std::vector<std::int64_t> onnxPair(const std::array<std::int64_t, 2>& pair)
    {
        return { pair[0], pair[1] };
    }

    /// Sets the padding that an operator has, if these values can express it.
    bool choosePadding(ParameterValues& values, const OnnxReading& reading)
    {
        const auto mode = reading.node.attribute<std::string>("auto_pad", "NOTSET");
        const auto pads = reading.node.attribute<std::vector<std::int64_t>>("pads", { 0, 0, 0, 0 });
        for (const auto& [padding, automatic] :
             { std::pair("none", "VALID"), std::pair("same", "SAME_UPPER") }) {
            values.set("padding", std::string(padding));
            const auto ours = onnxPads(sweepOf(values, reading.inputShapes[0]).window);
            if (mode == automatic || (mode == "NOTSET" && ours == pads))
                return true;
        }
        return false;
    }

    /// Both frameworks take the size as the stride where none is said.
    std::string sizeText(const tensor::Window2d& window, std::string_view stride)
    {
        return pythonPair(window.size)
            + (window.stride == window.size ? std::string() : pythonOption(stride, window.stride, 0));
    }

    ParameterSpec sizeOf(std::string id, std::string label, std::string help, std::int64_t fallback,
                         double minimum)
    {
        return { .id = std::move(id),
                 .label = std::move(label),
                 .help = std::move(help),
                 .unit = "px",
                 .fallback = fallback,
                 .minimum = minimum,
                 .maximum = 1024,
                 .zeroText = "as the pool" };
    }
} // namespace

std::vector<ParameterSpec> parameters()
{
    return { sizeOf("pool_height", "Pool height", "Height of the window.", 2, 1),
             sizeOf("pool_width", "Pool width", "Width of the window.", 2, 1),
             sizeOf("stride_height", "Stride down",
                    "Rows from one window to the next; 0 stands for the pool height.", 0, 0),
             sizeOf("stride_width", "Stride across",
                    "Columns from one window to the next; 0 stands for the pool width.", 0, 0),
             { .id = "padding",
               .label = "Padding",
               .help
               = "\"none\" keeps windows inside the image; \"same\" lets them reach over its edge, so that "
                 "a stride of 1 keeps the size.",
               .type = ParameterType::Choice,
               .fallback = std::string("none"),
               .choices = { "none", "same" } } };
}

Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
{
    const auto& image = request.inputs[0];
    if (image.rank() != 3)
        return fail({},
                    "expected an image (channels x height x width), received {}; put it before the flatten",
                    tensor::toText(image));
    const auto [window, output] = sweepOf(request.parameters, image);
    if (output[0] < 1 || output[1] < 1)
        return fail({}, "pool {}x{} is larger than its input {}x{}; use a smaller pool or padding \"same\"",
                    window.size[0], window.size[1], image[1], image[2]);
    return std::vector { tensor::Shape { image[0], output[0], output[1] } };
}

Status build(Builder& builder, tensor::PoolingKind kind)
{
    const auto input = builder.input();
    const bool hasGradient = builder.wantsInputGradient();
    const auto image = builder.inputShape();
    const auto pooling = tensor::Pooling::create(
        { .input = input.layout(),
          .output = builder.outputShape(),
          .window = sweepOf(builder.parameters(), { image[1], image[2], image[3] }).window,
          .kind = kind,
          .isTraining = hasGradient });
    if (!pooling)
        return failed(pooling);
    const auto kept = pooling->workspace();
    const auto workspace = kept.isEmpty() ? tensor::Buffer() : builder.scratch(kept);
    builder.forward(pooling->forward(input, builder.output(0, pooling->output()), workspace));
    if (hasGradient)
        builder.backward(pooling->backward(builder.outputGradient(), workspace, builder.inputGradient()));
    return {};
}

std::map<std::string, OnnxNode::Attribute> onnxAttributes(const OnnxWriting& writing)
{
    const auto window = sweepOf(writing.parameters, writing.inputShapes[0]).window;
    return { { "kernel_shape", onnxPair(window.size) },
             { "strides", onnxPair(window.stride) },
             { "pads", onnxPads(window) } };
}

Result<OnnxRead> readOnnx(const OnnxReading& reading)
{
    const auto& node = reading.node;
    const auto size = node.attribute<std::vector<std::int64_t>>("kernel_shape", {});
    const auto stride = node.attribute<std::vector<std::int64_t>>("strides", { 1, 1 });
    const auto dilation = node.attribute<std::vector<std::int64_t>>("dilations", { 1, 1 });
    if (size.size() != 2 || stride.size() != 2 || reading.inputShapes.empty()
        || reading.inputShapes[0].rank() != 3)
        return fail({}, "{}: expected a pool over height and width, found {} sizes", node.type, size.size());
    if (stride[0] < 1 || stride[1] < 1) // 0 has a meaning of its own in our parameters
        return fail({}, "{}: expected strides of at least 1, found {} and {}", node.type, stride[0],
                    stride[1]);
    if (dilation != std::vector<std::int64_t> { 1, 1 } || node.attribute<std::int64_t>("ceil_mode", 0) != 0)
        return fail({}, "{}: dilations and ceil_mode are not supported", node.type);
    const auto specs = parameters();
    ParameterValues values(specs);
    values.set("pool_height", size[0]);
    values.set("pool_width", size[1]);
    values.set("stride_height", stride[0] == size[0] ? 0 : stride[0]);
    values.set("stride_width", stride[1] == size[1] ? 0 : stride[1]);
    if (auto checked = checkValues(specs, values); !checked)
        return fail({}, "{}: {}", node.type, checked.error().message);
    if (!choosePadding(values, reading))
        return fail({}, "{}: expected no padding or that of SAME_UPPER", node.type);
    return OnnxRead { .parameters = std::move(values) };
}

/// PyTorch pads both ends alike. Where ours differ the padding is its own step, and a mean of what lies
/// inside the image is the mean of all over the share that lies inside.
PythonPart toPyTorch(const PythonWriting& writing, tensor::PoolingKind kind)
{
    const auto window = sweepOf(writing.parameters, writing.inputShapes[0]).window;
    const bool isMax = kind == tensor::PoolingKind::Max;
    const auto* function = isMax ? "F.max_pool2d" : "F.avg_pool2d";
    const auto size = sizeText(window, "stride");
    const auto& x = writing.inputs[0];
    const auto pooled = [&](const std::string& value) {
        return fmt::format("{}({}, {})", function, pyTorchPad(value, window, isMax ? "float(\"-inf\")" : ""),
                           size);
    };
    if (window.paddingBegin != window.paddingEnd)
        return { .value = isMax ? pooled(x) : pooled(x) + " / " + pooled("torch.ones_like(" + x + ")") };
    const auto padding = pythonOption("padding", window.paddingBegin, 0);
    const auto* inside = isMax || padding.empty() ? "" : ", count_include_pad=False";
    return { .value = fmt::format("{}({}, {}{}{})", function, x, size, padding, inside) };
}

PythonPart toKeras(const PythonWriting& writing, std::string_view className)
{
    const auto window = sweepOf(writing.parameters, writing.inputShapes[0]).window;
    const auto* padding = writing.parameters.text("padding") == "same" ? ", padding=\"same\"" : "";
    return kerasLayer(writing, className, sizeText(window, "strides") + padding);
}

} // namespace netwright::layers::pool2d
