// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/mean.hpp"

#include <vector>

namespace netwright::layers {

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& sequence = request.inputs[0];
        if (sequence.rank() != 2)
            return fail({},
                        "expected a sequence (steps x features), received {}; put it behind an embedding or "
                        "another layer that puts out a sequence",
                        tensor::toText(sequence));
        return std::vector { tensor::Shape { sequence[1] } };
    }

    Status build(Builder& builder)
    {
        const auto shape = builder.inputShape();
        const tensor::ChannelOrder order {
            .samples = shape[0], .channels = shape[2], .blocks = 1, .area = shape[1], .width = shape[2]
        };
        const auto input = builder.input(0, tensor::Layout::plain(shape));
        const auto output = builder.output(0, tensor::Layout::plain(builder.outputShape()));
        builder.forward(tensor::meanForward("mean forward", order, input, output));
        if (builder.wantsInputGradient())
            builder.backward(tensor::meanBackward("mean backward", order, builder.outputGradient(),
                                                  builder.inputGradient()));
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        return OnnxPart { { { .type = "ReduceMean",
                              .inputs = writing.inputs,
                              .outputs = writing.outputs,
                              .attributes = { { "axes", std::vector<std::int64_t> { 1 } },
                                              { "keepdims", std::int64_t { 0 } } } } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "ReduceMean" || reading.inputShapes.empty()
            || reading.inputShapes[0].rank() != 2)
            return std::nullopt;
        const auto axes = reading.node.attribute<std::vector<std::int64_t>>("axes", {});
        if ((axes != std::vector<std::int64_t> { 1 } && axes != std::vector<std::int64_t> { -2 })
            || reading.node.attribute<std::int64_t>("keepdims", 1) != 0)
            return fail({}, "ReduceMean: expected axis 1 of a sequence and keepdims 0");
        return OnnxRead {};
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("{}.mean(1)", writing.inputs[0]) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return kerasLayer(writing, "GlobalAveragePooling1D");
    }
} // namespace

extern const LayerKind kSequenceMean;
const LayerKind kSequenceMean {
    .id = "sequence_mean",
    .title = "Sequence Mean",
    .category = Category::Pooling,
    .help = "Keeps the mean over the steps of a sequence.",
    .formula = "y_{d} = 1 / T · Σ_{t} x_{t,d}",
    .words = "average over time, temporal pooling, bag of words, avg pool 1d",
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .inferShape = inferShape,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
};

} // namespace netwright::layers
