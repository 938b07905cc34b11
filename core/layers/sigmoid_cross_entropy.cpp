// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/vector_math.hpp"
#include "core/tensor/vectorise.hpp"

#include <algorithm>
#include <vector>

namespace netwright::layers {

namespace {
    Status checkCategories(const tensor::Column& column, const tensor::Shape& prediction)
    {
        if (column.categories.size() != 2)
            return fail({},
                        "expected numbers or a category of two classes as the target, but \"{}\" has {}; use "
                        "a softmax cross-entropy loss",
                        column.name, column.categories.size());
        if (prediction != tensor::Shape { 1 })
            return fail({},
                        "expected 1 value, the score of the class \"{}\", received {}; end in a Dense "
                        "layer with 1 unit",
                        column.categories[1], tensor::toText(prediction));
        return {};
    }

    Status checkNumbers(const tensor::Column& column, const tensor::Shape& prediction)
    {
        const auto expected = column.shape.rank() == 0 ? tensor::Shape { 1 } : column.shape;
        if (prediction == expected)
            return {};
        const auto advice = expected.rank() == 1
            ? fmt::format("end in a Dense layer with {} unit{}", expected[0], expected[0] == 1 ? "" : "s")
            : std::string("change the layers before, or choose another target");
        return fail({}, "expected {} values, as many as \"{}\" has, received {}; {}",
                    tensor::toText(expected), column.name, tensor::toText(prediction), advice);
    }

    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto target = boundColumn(request, "target");
        if (!target)
            return failed(target);
        const auto check = (*target)->type == tensor::ColumnType::Category ? checkCategories : checkNumbers;
        if (const auto checked = check(**target, request.inputs[0]); !checked)
            return failed(checked);
        return std::vector<tensor::Shape> {};
    }

    /// The sum of -t log s(x) - (1 - t) log(1 - s(x)) with s(x) = 1 / (1 + exp(-x)), computed as
    /// max(x, 0) - t x + log(1 + exp(-|x|)), where nothing overflows or cancels; and beside it
    /// gradient = factor (s(x) - t).
    template <class Target>
    [[gnu::always_inline]] inline double sumAndGradient(const float* scores, const Target* target,
                                                        std::int64_t count, float factor, float* gradient)
    {
        double sum = 0;
#pragma omp simd reduction(+ : sum)
        for (std::int64_t i = 0; i < count; ++i) {
            const float x = scores[i];
            const auto t = static_cast<float>(target[i]);
            const float power = tensor::vector_math::exponential(-std::fabs(x));
            const float share = (x >= 0.F ? 1.F : power) / (1.F + power);
            const float positive = x >= 0.F ? x : 0.F;
            sum += static_cast<double>(positive - t * x + tensor::vector_math::logOnePlus(power));
            gradient[i] = factor * (share - t);
        }
        return sum;
    }

    NETWRIGHT_VECTORISED double lossOfNumbers(const float* scores, const float* target, std::int64_t count,
                                              float factor, float* gradient)
    {
        return sumAndGradient(scores, target, count, factor, gradient);
    }

    NETWRIGHT_VECTORISED double lossOfClasses(const float* scores, const std::int32_t* target,
                                              std::int64_t count, float factor, float* gradient)
    {
        return sumAndGradient(scores, target, count, factor, gradient);
    }

    struct Loss {
        tensor::Buffer scores;
        tensor::Buffer target;
        tensor::Buffer loss;
        tensor::Buffer gradient;
        std::int64_t rowSize = 0;
        double weight = 1;
        const StepState* step = nullptr;

        void operator()() const
        {
            const auto all = scores.layout().sizes().elements();
            const auto count = step->validRows * rowSize;
            const auto factor = weight / static_cast<double>(step->batchRows * rowSize);
            const auto* from = scores.data<float>();
            auto* slope = gradient.data<float>();
            const auto sum = target.layout().type() == tensor::ElementType::Int32
                ? lossOfClasses(from, target.data<std::int32_t>(), count, static_cast<float>(factor), slope)
                : lossOfNumbers(from, target.data<float>(), count, static_cast<float>(factor), slope);
            std::fill(slope + count, slope + all, 0.F); // rows that pad the batch
            *loss.data<float>() = static_cast<float>(factor * sum);
        }
    };

    Status build(Builder& builder)
    {
        const auto layout = tensor::Layout::plain(builder.inputShape());
        const auto all = builder.inputShape().elements();
        const auto scores = builder.input(0, layout);
        const Loss loss { .scores = scores,
                          .target = builder.column(builder.parameters().text("target")),
                          .loss = builder.loss(),
                          .gradient
                          = builder.wantsInputGradient() ? builder.inputGradient() : builder.scratch(layout),
                          .rowSize = all / builder.batch(),
                          .weight = builder.parameters().real("weight"),
                          .step = &builder.step() };
        builder.forward({ .name = "sigmoid cross-entropy",
                          .implementation = "own loop",
                          .reads = { loss.scores, loss.target },
                          .writes = { loss.loss, loss.gradient },
                          .flops = 40.0 * static_cast<double>(all),
                          .run = loss,
                          .threads = 1 });
        return {};
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = pythonWeighted(
                                writing.parameters.real("weight"),
                                fmt::format(
                                    "F.binary_cross_entropy_with_logits({0}, {1}.reshape({0}.shape).float())",
                                    writing.inputs[0], writing.inputs[1])) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("{}", writing.parameters.real("weight")),
                            .module = "keras.losses.BinaryCrossentropy(from_logits=True)" };
    }
} // namespace

extern const LayerKind kSigmoidCrossEntropy {
    .id = "sigmoid_cross_entropy",
    .title = "Sigmoid Cross-Entropy",
    .category = Category::Loss,
    .help = "The mean over the batch and all values, times its weight: the loss for yes-or-no "
            "answers. Takes raw scores, without a sigmoid layer in front.",
    .formula = "s = 1 / (1 + e^{−x})\n"
               "loss = −weight · mean (t log s + (1 − t) log(1 − s))",
    .words = "bce, binary cross entropy, logistic loss, log loss, multi-label, logits",
    .parameters
    = { { .id = "target",
          .label = "Target",
          .help
          = "The column that holds the right answers: numbers from 0 to 1, or a category of two classes.",
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
