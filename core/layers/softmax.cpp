// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"

#include <vector>

namespace netwright::layers {

extern const LayerKind kSoftmax;

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& input = request.inputs[0];
        if (input.rank() != 1)
            return fail({}, "expected a vector, received {}; put a flatten before it", tensor::toText(input));
        return std::vector { input };
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        return OnnxPart { { { .type = "Softmax",
                              .inputs = writing.inputs,
                              .outputs = writing.outputs,
                              .attributes = { { "axis", std::int64_t { -1 } } } } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "Softmax")
            return std::nullopt;
        const auto axis = reading.node.attribute<std::int64_t>("axis", -1);
        if (axis != -1 && axis != 1)
            return fail({}, "Softmax: expected the last axis, found axis {}", axis);
        return OnnxRead { .parameters = ParameterValues(kSoftmax.parameters) };
    }
} // namespace

extern const LayerKind kSoftmax {
    .id = "softmax",
    .title = "Softmax",
    .category = Category::Activation,
    .help = "Turns a vector into shares that are positive and add up to 1: y[i] = exp(x[i]) / sum over j of "
            "exp(x[j]). "
            "To train a classifier, use the softmax cross-entropy loss on the values before it.",
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .inferShape = inferShape,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
};

} // namespace netwright::layers
