// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/vectorise.hpp"

#include <algorithm>
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
                        "expected numbers as the target, but \"{}\" is a category; use a "
                        "softmax cross-entropy loss",
                        column.name);
        const auto expected = column.shape.rank() == 0 ? tensor::Shape { 1 } : column.shape;
        const auto& prediction = request.inputs[0];
        if (prediction == expected || prediction == column.shape)
            return std::vector<tensor::Shape> {};
        const auto advice = expected.rank() == 1
            ? fmt::format("end in a Dense layer with {} unit{}", expected[0], expected[0] == 1 ? "" : "s")
            : std::string("change the layers before, or choose another target");
        return fail({}, "expected {} values, as many as \"{}\" has, received {}; {}",
                    tensor::toText(expected), column.name, tensor::toText(prediction), advice);
    }

    NETWRIGHT_VECTORISED double sumOfSquares(const float* prediction, const float* target, std::int64_t count)
    {
        double sum = 0;
#pragma omp simd reduction(+ : sum)
        for (std::int64_t i = 0; i < count; ++i) {
            const auto difference = static_cast<double>(prediction[i] - target[i]);
            sum += difference * difference;
        }
        return sum;
    }

    /// The same, and factor x (prediction - target) beside it.
    NETWRIGHT_VECTORISED double sumAndGradient(const float* prediction, const float* target,
                                               std::int64_t count, float factor, float* gradient)
    {
        double sum = 0;
#pragma omp simd reduction(+ : sum)
        for (std::int64_t i = 0; i < count; ++i) {
            const float difference = prediction[i] - target[i];
            sum += static_cast<double>(difference) * static_cast<double>(difference);
            gradient[i] = factor * difference;
        }
        return sum;
    }

    Status build(Builder& builder)
    {
        const auto all = builder.inputShape().elements();
        const auto prediction = builder.input(0, tensor::Layout::plain(builder.inputShape()));
        const auto target = builder.column(builder.parameters().text("target"));
        const auto loss = builder.loss();
        const auto gradient = builder.wantsInputGradient() ? builder.inputGradient() : tensor::Buffer();
        tensor::Operation operation { .name = "mean squared error",
                                      .implementation = "own loop",
                                      .reads = { prediction, target },
                                      .writes = { loss },
                                      .flops = 3.0 * static_cast<double>(all),
                                      .run = {},
                                      .threads = 1 };
        if (gradient)
            operation.writes.push_back(gradient);
        operation.run = [=, rowSize = all / builder.batch(), weight = builder.parameters().real("weight"),
                         &step = builder.step()] {
            const auto count = step.validRows * rowSize;
            const auto factor = weight / static_cast<double>(step.batchRows * rowSize);
            double sum = 0;
            if (gradient) {
                auto* slope = gradient.data<float>();
                sum = sumAndGradient(prediction.data<float>(), target.data<float>(), count,
                                     static_cast<float>(2 * factor), slope);
                std::fill(slope + count, slope + all, 0.F); // rows that pad the batch
            } else {
                sum = sumOfSquares(prediction.data<float>(), target.data<float>(), count);
            }
            *loss.data<float>() = static_cast<float>(factor * sum);
        };
        builder.forward(std::move(operation));
        return {};
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = pythonWeighted(writing.parameters.real("weight"),
                                                    fmt::format("F.mse_loss({0}, {1}.reshape({0}.shape))",
                                                                writing.inputs[0], writing.inputs[1])) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("{}", writing.parameters.real("weight")),
                            .module = "keras.losses.MeanSquaredError()" };
    }
} // namespace

extern const LayerKind kMeanSquaredError {
    .id = "mean_squared_error",
    .title = "Mean Squared Error",
    .category = Category::Loss,
    .help = "The mean over the batch and all values of the squared differences, times its weight: the "
            "loss for predicting numbers.",
    .formula = "loss = weight · mean (x − target)^{2}",
    .words = "mse, l2, squared error, regression, quadratic",
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
    .build = build,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
};

} // namespace netwright::layers
