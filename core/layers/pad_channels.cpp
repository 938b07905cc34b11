// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/image_copies.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace netwright::layers {

extern const LayerKind kPadChannels;

namespace {
    constexpr std::int64_t kMostChannels = 65536;

    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& image = request.inputs[0];
        const auto channels = request.parameters.integer("channels");
        if (image.rank() != 3)
            return fail(
                {}, "expected an image (channels x height x width), received {}; put it before the flatten",
                tensor::toText(image));
        if (channels < image[0])
            return fail({}, "expected at least the {} channels that come in, found {}; set Channels higher",
                        image[0], channels);
        return std::vector { tensor::Shape { channels, image[1], image[2] } };
    }

    Status build(Builder& builder)
    {
        auto input = builder.input();
        auto layout = tensor::inOrderOf(input.layout(), builder.outputShape(), input.layout().type());
        if (layout.isEmpty() || input.layout().hasGaps()) { // new channels would begin within a block
            input = builder.input(0, tensor::Layout::plain(builder.inputShape()));
            layout = tensor::Layout::plain(builder.outputShape());
        }
        builder.forward(tensor::copyChannels("pad forward", input, builder.output(0, layout)));
        if (builder.wantsInputGradient())
            builder.backward(
                tensor::copyChannels("pad backward", builder.outputGradient(), builder.inputGradient()));
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        const auto name = writing.prefix + ".pads";
        const auto added = writing.outputShapes[0][0] - writing.inputShapes[0][0];
        return OnnxPart { .nodes = { { .type = "Pad",
                                       .inputs = { writing.inputs[0], name },
                                       .outputs = writing.outputs,
                                       .attributes = { { "mode", std::string("constant") } } } },
                          .integers = { { name, { 0, 0, 0, 0, 0, added, 0, 0 } } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        const auto pads = reading.constants.find(1);
        if (reading.node.type != "Pad" || reading.inputShapes.size() != 1
            || reading.inputShapes[0].rank() != 3 || pads == reading.constants.end())
            return std::nullopt;
        constexpr std::size_t kChannelsBehind = 5; // of (N, C, H, W) before, then behind
        auto others = pads->second.values;
        if (others.size() != 8)
            return fail({}, "Pad: expected 8 pads of a batch of images, found {}", others.size());
        const auto added = std::exchange(others[kChannelsBehind], 0.F);
        const auto value = reading.constants.find(2);
        const bool isZero = value == reading.constants.end()
            || std::ranges::all_of(value->second.values, [](float number) { return number == 0; });
        if (std::ranges::any_of(others, [](float pad) { return pad != 0; }) || !isZero
            || reading.node.attribute<std::string>("mode", "constant") != "constant")
            return fail({}, "Pad: expected channels of zeros behind those that are there, and no other pads");
        OnnxRead read { .parameters = ParameterValues(kPadChannels.parameters) };
        read.parameters.set(
            "channels",
            reading.inputShapes[0][0]
                + static_cast<std::int64_t>(std::clamp(added, -1.F, static_cast<float>(kMostChannels))));
        if (auto checked = checkValues(kPadChannels.parameters, read.parameters); !checked)
            return fail({}, "Pad: {}", checked.error().message);
        return read;
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("F.pad({}, (0, 0, 0, 0, 0, {}))", writing.inputs[0],
                                                 writing.outputShapes[0][0] - writing.inputShapes[0][0]) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("keras.ops.pad({}, ((0, 0), (0, 0), (0, 0), (0, {})))",
                                                 writing.inputs[0],
                                                 writing.outputShapes[0][0] - writing.inputShapes[0][0]) };
    }
} // namespace

extern const LayerKind kPadChannels {
    .id = "pad_channels",
    .title = "Pad Channels",
    .category = Category::Shape,
    .help = "Adds channels of zeros behind those of an image: of C channels, those that the input "
            "lacks.",
    .formula = "y_{c} = x_{c} for c < C, else 0",
    .words = "zero padding, resnet shortcut",
    .parameters = { { .id = "channels",
                      .label = "Channels",
                      .help = "How many channels come out, those of the input included.",
                      .fallback = std::int64_t { 32 },
                      .minimum = 1,
                      .maximum = static_cast<double>(kMostChannels) } },
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
