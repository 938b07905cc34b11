// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"

#include <vector>

namespace netwright::layers {

extern const LayerKind kDropout;

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        return std::vector { request.inputs[0] };
    }

    /// A trained network passes its values through: written as ONNX's Identity.
    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        return OnnxPart { { { .type = "Identity", .inputs = writing.inputs, .outputs = writing.outputs } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "Identity" && reading.node.type != "Dropout")
            return std::nullopt;
        OnnxRead read { .parameters = ParameterValues(kDropout.parameters) };
        const auto ratio = reading.constants.find(1);
        if (reading.node.type == "Identity") {
            read.parameters.set("rate", 0.0);
        } else if (ratio != reading.constants.end() && ratio->second.values.size() == 1) {
            read.parameters.set("rate", asWritten(ratio->second.values[0]));
        }
        if (auto checked = checkValues(kDropout.parameters, read.parameters); !checked)
            return fail({}, "Dropout: {}", checked.error().message);
        return read;
    }
} // namespace

extern const LayerKind kDropout {
    .id = "dropout",
    .title = "Dropout",
    .category = Category::Regularisation,
    .help = "Sets each value to zero with probability rate while training and multiplies the others by 1 / "
            "(1 - rate); "
            "passes everything through otherwise. Srivastava et al., JMLR 2014.",
    .parameters = { { .id = "rate",
                      .label = "Rate",
                      .help = "The share of values that is dropped.",
                      .type = ParameterType::Real,
                      .fallback = 0.5,
                      .minimum = 0,
                      .maximum = 0.99 } },
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .inferShape = inferShape,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
};

} // namespace netwright::layers
