// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/softmax.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace netwright::layers {

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto target = boundColumn(request, "target");
        if (!target)
            return failed(target);
        const auto& column = **target;
        if (column.type != tensor::ColumnType::Category)
            return fail(
                "",
                "expected a category as the target, but \"{}\" holds numbers; use a mean squared error loss",
                column.name);
        const auto& prediction = request.inputs[0];
        const auto classes = static_cast<std::int64_t>(column.categories.size());
        if (prediction != tensor::Shape { classes })
            return fail(
                "",
                "expected {} values, one per class of \"{}\", received {}; end in a Dense layer with {} units",
                classes, column.name, tensor::toText(prediction), classes);
        return std::vector<tensor::Shape> {};
    }

    /// Of one row: -log softmax(logits)[target] = log(sum of powers) - (logits[target] - the largest).
    /// The powers become the gradient, factor * (softmax - one-hot target).
    double rowLoss(std::span<const float> logits, std::int32_t target, float factor, float* powers)
    {
        const auto at = static_cast<std::size_t>(target);
        const float largest = *std::ranges::max_element(logits);
        const float sum = std::accumulate(powers, powers + logits.size(), 0.F);
        const float scale = factor / sum;
        for (std::size_t i = 0; i < logits.size(); ++i)
            powers[i] *= scale;
        powers[at] -= factor;
        return std::log(static_cast<double>(sum)) - static_cast<double>(logits[at] - largest);
    }

    struct Loss {
        tensor::Buffer logits;
        tensor::Buffer target;
        tensor::Buffer loss;
        tensor::Buffer gradient; ///< scratch where it is not wanted
        std::int64_t batch = 0;
        std::int64_t classes = 0;
        double weight = 1;
        const StepState* step = nullptr;

        void operator()() const
        {
            const auto rows = step->validRows;
            const double factor = weight / static_cast<double>(step->batchRows);
            const auto* row = logits.data<const float>();
            auto* slope = gradient.data<float>();
            tensor::powersOfRows(row, slope, rows, classes);
            double sum = 0;
            for (std::int64_t i = 0; i < rows; ++i, row += classes, slope += classes)
                sum += rowLoss({ row, static_cast<std::size_t>(classes) }, target.data<std::int32_t>()[i],
                               static_cast<float>(factor), slope);
            std::fill(slope, slope + (batch - rows) * classes, 0.F); // rows that pad the batch
            *loss.data<float>() = static_cast<float>(factor * sum);
        }
    };

    Status build(Builder& builder)
    {
        const auto layout = tensor::Layout::plain(builder.inputShape());
        const auto classes = builder.inputShape()[1];
        const auto logits = builder.input(0, layout);
        const Loss loss { .logits = logits,
                          .target = builder.column(builder.parameters().text("target")),
                          .loss = builder.loss(),
                          .gradient
                          = builder.wantsInputGradient() ? builder.inputGradient() : builder.scratch(layout),
                          .batch = builder.batch(),
                          .classes = classes,
                          .weight = builder.parameters().real("weight"),
                          .step = &builder.step() };
        builder.forward({ .name = "softmax cross-entropy",
                          .implementation = "own loop",
                          .reads = { loss.logits, loss.target },
                          .writes = { loss.loss, loss.gradient },
                          .flops = 25.0 * static_cast<double>(builder.batch() * classes),
                          .run = loss,
                          .threads = 1 });
        return {};
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = pythonWeighted(writing.parameters.real("weight"),
                                                    fmt::format("F.cross_entropy({0}, {1}.long())",
                                                                writing.inputs[0], writing.inputs[1])) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("{}", writing.parameters.real("weight")),
                            .module = "keras.losses.SparseCategoricalCrossentropy(from_logits=True)" };
    }
} // namespace

extern const LayerKind kSoftmaxCrossEntropy;
const LayerKind kSoftmaxCrossEntropy {
    .id = "softmax_cross_entropy",
    .title = "Softmax Cross-Entropy",
    .category = Category::Loss,
    .help = "The mean over the batch of how unlikely the right class was, times its weight: the loss "
            "for choosing one of several classes. Takes raw scores, without a softmax layer in front.",
    .formula = "p_{i} = e^{x_{i}} / Σ_{j} e^{x_{j}}\n"
               "loss = −weight · mean log p_{target}",
    .words
    = "cross entropy, ce, categorical cross entropy, negative log likelihood, nll, log loss, logits, classification",
    .parameters = { { .id = "target",
                      .label = "Target",
                      .help = "The category column that holds the right class.",
                      .type = ParameterType::Column,
                      .fallback = std::string("label") },
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
