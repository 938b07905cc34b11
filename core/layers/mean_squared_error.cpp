// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"

#include <vector>

namespace netwright::layers {

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto target = boundColumn(request, "target");
        if (!target)
            return failed(target);
        const auto& column = **target;
        if (column.type == tensor::ColumnType::Category)
            return fail({},
                        "expected numbers as the target, but \"{}\" is a category; use the loss "
                        "softmax_cross_entropy",
                        column.name);
        const auto expected = column.shape.rank() == 0 ? tensor::Shape { 1 } : column.shape;
        const auto& prediction = request.inputs[0];
        if (prediction == expected || prediction == column.shape)
            return std::vector<tensor::Shape> {};
        const auto advice = expected.rank() == 1
            ? fmt::format("set the units of the layer before to {}", expected[0])
            : std::string("change the layers before, or choose another target");
        return fail({}, "expected {} values, as many as \"{}\" has, received {}; {}",
                    tensor::toText(expected), column.name, tensor::toText(prediction), advice);
    }
} // namespace

extern const LayerKind kMeanSquaredError {
    .id = "mean_squared_error",
    .title = "Mean Squared Error",
    .category = Category::Loss,
    .help
    = "The mean over the batch and all values of (prediction - target)^2, times its weight: the loss for "
      "predicting numbers.",
    .parameters = { { .id = "target",
                      .label = "Target",
                      .help = "The column that the prediction is compared with.",
                      .type = ParameterType::Column,
                      .fallback = std::string() },
                    { .id = "weight",
                      .label = "Weight",
                      .help = "Multiplies this loss where a network has several.",
                      .type = ParameterType::Real,
                      .fallback = 1.0,
                      .minimum = 0,
                      .maximum = 1e6 } },
    .inputs = { { "prediction", "Prediction" } },
    .inferShape = inferShape,
};

} // namespace netwright::layers
