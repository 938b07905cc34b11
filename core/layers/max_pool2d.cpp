// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace netwright::layers {

extern const LayerKind kMaxPool2d;

namespace {
    using namespace std::string_literals;

    /// Height and width of whatever the name says.
    using Pair = std::array<std::int64_t, 2>;

    /// How the window moves over an image of a given size.
    struct Window {
        Pair size {};
        Pair stride {};
        Pair before {}; ///< padding above and left
        Pair after {}; ///< padding below and right
        Pair output {};
    };

    std::vector<std::int64_t> integers(const Pair& pair) { return { pair.begin(), pair.end() }; }

    Window windowOf(const ParameterValues& parameters, const tensor::Shape& image)
    {
        Window window { .size = { parameters.integer("pool_height"), parameters.integer("pool_width") },
                        .stride
                        = { parameters.integer("stride_height"), parameters.integer("stride_width") } };
        for (std::size_t i = 0; i < 2; ++i) {
            if (window.stride[i] == 0)
                window.stride[i] = window.size[i];
            const auto size = image[i + 1];
            if (parameters.text("padding") == "same") {
                window.output[i] = (size + window.stride[i] - 1) / window.stride[i];
                const auto missing = (window.output[i] - 1) * window.stride[i] + window.size[i] - size;
                const auto padding = std::max<std::int64_t>(missing, 0);
                window.before[i] = padding / 2;
                window.after[i] = padding - window.before[i];
            } else {
                window.output[i] = size < window.size[i] ? 0 : (size - window.size[i]) / window.stride[i] + 1;
            }
        }
        return window;
    }

    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& image = request.inputs[0];
        if (image.rank() != 3)
            return fail(
                {}, "expected an image (channels x height x width), received {}; put it before the flatten",
                tensor::toText(image));
        const auto window = windowOf(request.parameters, image);
        if (window.output[0] < 1 || window.output[1] < 1)
            return fail({},
                        "pool {}x{} is larger than its input {}x{}; use padding \"same\" or a smaller pool",
                        window.size[0], window.size[1], image[1], image[2]);
        return std::vector { tensor::Shape { image[0], window.output[0], window.output[1] } };
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        const auto window = windowOf(writing.parameters, writing.inputShapes[0]);
        const auto& before = window.before;
        const auto& after = window.after;
        return OnnxPart {
            { { .type = "MaxPool",
                .inputs = writing.inputs,
                .outputs = writing.outputs,
                .attributes = { { "kernel_shape", integers(window.size) },
                                { "strides", integers(window.stride) },
                                { "pads", std::vector { before[0], before[1], after[0], after[1] } } } } }
        };
    }

    /// The padding of these values that makes the window of an operator, or nothing.
    bool choosePadding(ParameterValues& values, const OnnxReading& reading)
    {
        const auto mode = reading.node.attribute<std::string>("auto_pad", "NOTSET");
        const auto pads = reading.node.attribute<std::vector<std::int64_t>>("pads", { 0, 0, 0, 0 });
        for (const auto* padding : { "none", "same" }) {
            values.set("padding", std::string(padding));
            const auto [size, stride, before, after, output] = windowOf(values, reading.inputShapes[0]);
            const std::vector<std::int64_t> ours { before[0], before[1], after[0], after[1] };
            if (mode == "NOTSET" ? ours == pads : mode == (padding == "none"s ? "VALID" : "SAME_UPPER"))
                return true;
        }
        return false;
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "MaxPool")
            return std::nullopt;
        const auto& node = reading.node;
        const auto size = node.attribute<std::vector<std::int64_t>>("kernel_shape", {});
        const auto stride = node.attribute<std::vector<std::int64_t>>("strides", { 1, 1 });
        const auto dilation = node.attribute<std::vector<std::int64_t>>("dilations", { 1, 1 });
        if (size.size() != 2 || stride.size() != 2 || reading.inputShapes.empty()
            || reading.inputShapes[0].rank() != 3)
            return fail({}, "MaxPool: expected a pool over height and width, found {} sizes", size.size());
        if (dilation != std::vector<std::int64_t> { 1, 1 }
            || node.attribute<std::int64_t>("ceil_mode", 0) != 0)
            return fail({}, "MaxPool: dilations and ceil_mode are not supported");
        ParameterValues values(kMaxPool2d.parameters);
        values.set("pool_height", size[0]);
        values.set("pool_width", size[1]);
        values.set("stride_height", stride[0] == size[0] ? 0 : stride[0]);
        values.set("stride_width", stride[1] == size[1] ? 0 : stride[1]);
        if (auto checked = checkValues(kMaxPool2d.parameters, values); !checked)
            return fail({}, "MaxPool: {}", checked.error().message);
        if (!choosePadding(values, reading))
            return fail({}, "MaxPool: expected no padding or that of SAME_UPPER");
        return OnnxRead { .parameters = std::move(values) };
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
                 .maximum = 1024 };
    }
} // namespace

extern const LayerKind kMaxPool2d {
    .id = "max_pool2d",
    .title = "Max Pool 2D",
    .category = Category::Pooling,
    .help = "Keeps the largest value of each window of an image, channel by channel: "
            "y[c, i, j] = max over (u, v) of x[c, i s + u, j s + v].",
    .parameters
    = { sizeOf("pool_height", "Pool height", "Height of the window.", 2, 1),
        sizeOf("pool_width", "Pool width", "Width of the window.", 2, 1),
        sizeOf("stride_height", "Stride down",
               "Rows from one window to the next; 0 stands for the pool height.", 0, 0),
        sizeOf("stride_width", "Stride right",
               "Columns from one window to the next; 0 stands for the pool width.", 0, 0),
        { .id = "padding",
          .label = "Padding",
          .help = "\"none\" keeps windows inside the image; \"same\" lets them reach over its edge, so that "
                  "a stride of 1 keeps the size.",
          .type = ParameterType::Choice,
          .fallback = std::string("none"),
          .choices = { "none", "same" } } },
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .inferShape = inferShape,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
};

} // namespace netwright::layers
