// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/image_copies.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <vector>

namespace netwright::layers {

extern const LayerKind kSubsample;

namespace {
    constexpr std::int64_t kLargestStride = 1024;

    std::array<std::int64_t, 2> strideOf(const ParameterValues& parameters)
    {
        return { parameters.integer("stride_height"), parameters.integer("stride_width") };
    }

    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& image = request.inputs[0];
        if (image.rank() != 3)
            return fail(
                {}, "expected an image (channels x height x width), received {}; put it before the flatten",
                tensor::toText(image));
        const auto [down, across] = strideOf(request.parameters);
        return std::vector { tensor::Shape { image[0], (image[1] - 1) / down + 1,
                                             (image[2] - 1) / across + 1 } };
    }

    Status build(Builder& builder)
    {
        const auto stride = strideOf(builder.parameters());
        auto input = builder.input();
        auto layout = tensor::inOrderOf(input.layout(), builder.outputShape(), input.layout().type());
        if (layout.isEmpty()) {
            input = builder.input(0, tensor::Layout::plain(builder.inputShape()));
            layout = tensor::Layout::plain(builder.outputShape());
        }
        builder.forward(tensor::subsampleForward(input, builder.output(0, layout), stride));
        if (builder.wantsInputGradient())
            builder.backward(
                tensor::subsampleBackward(builder.outputGradient(), builder.inputGradient(), stride));
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        constexpr auto kEnd = std::numeric_limits<std::int64_t>::max();
        const auto [down, across] = strideOf(writing.parameters);
        OnnxPart part;
        OnnxNode node { .type = "Slice", .inputs = writing.inputs, .outputs = writing.outputs };
        const auto pass = [&](const char* name, std::vector<std::int64_t> values) {
            node.inputs.push_back(writing.prefix + "." + name);
            part.integers.emplace(node.inputs.back(), std::move(values));
        };
        pass("starts", { 0, 0 });
        pass("ends", { kEnd, kEnd });
        pass("axes", { 2, 3 });
        pass("steps", { down, across });
        part.nodes.push_back(std::move(node));
        return part;
    }

    /// One axis of a Slice: whether it goes from the first row or column to the last, in steps that we know.
    bool isWhole(float start, float end, std::int64_t length, float step)
    {
        return start == 0 && end >= static_cast<float>(length) && step >= 1
            && step <= static_cast<float>(kLargestStride);
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "Slice" || reading.inputShapes.size() != 1
            || reading.inputShapes[0].rank() != 3 || reading.constants.size() != 4)
            return std::nullopt;
        const auto values = [&](std::size_t place) -> const std::vector<float>& {
            static const std::vector<float> kNone;
            const auto it = reading.constants.find(place);
            return it == reading.constants.end() ? kNone : it->second.values;
        };
        const auto& axes = values(3);
        if (values(1).size() != axes.size() || values(2).size() != axes.size()
            || values(4).size() != axes.size())
            return fail({}, "Slice: expected as many starts, ends and steps as axes");
        OnnxRead read { .parameters = ParameterValues(kSubsample.parameters) };
        read.parameters.set("stride_height", std::int64_t { 1 });
        read.parameters.set("stride_width", std::int64_t { 1 });
        for (std::size_t i = 0; i < axes.size(); ++i) {
            const bool isDown = axes[i] == 2 || axes[i] == -2;
            const bool isAcross = axes[i] == 3 || axes[i] == -1;
            if ((!isDown && !isAcross)
                || !isWhole(values(1)[i], values(2)[i], reading.inputShapes[0][isDown ? 1 : 2], values(4)[i]))
                return fail({}, "Slice: expected steps over the whole height and width of an image");
            read.parameters.set(isDown ? "stride_height" : "stride_width",
                                static_cast<std::int64_t>(values(4)[i]));
        }
        return read;
    }

    ParameterSpec strideSpec(std::string id, std::string label, std::string help)
    {
        return { .id = std::move(id),
                 .label = std::move(label),
                 .help = std::move(help),
                 .unit = "px",
                 .fallback = std::int64_t { 2 },
                 .minimum = 1,
                 .maximum = static_cast<double>(kLargestStride) };
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("{}[:, :, ::{}, ::{}]", writing.inputs[0],
                                                 writing.parameters.integer("stride_height"),
                                                 writing.parameters.integer("stride_width")) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("{}[:, ::{}, ::{}, :]", writing.inputs[0],
                                                 writing.parameters.integer("stride_height"),
                                                 writing.parameters.integer("stride_width")) };
    }
} // namespace

extern const LayerKind kSubsample {
    .id = "subsample",
    .title = "Subsample",
    .category = Category::Shape,
    .help = "Keeps every s-th row and column of an image. With Pad Channels behind it makes the "
            "parameter-free shortcut (option A) of He et al., CVPR 2016.",
    .formula = "y_{c,i,j} = x_{c, s i, s j}",
    .words = "downsample, stride, decimate, resnet shortcut",
    .parameters
    = { strideSpec("stride_height", "Stride down", "Rows from one that is kept to the next."),
        strideSpec("stride_width", "Stride across", "Columns from one that is kept to the next.") },
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .takesRounded = true,
    .inferShape = inferShape,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
};

} // namespace netwright::layers
