// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/vectorise.hpp"

#include <algorithm>
#include <vector>

namespace netwright::layers {

extern const LayerKind kPositionEmbedding;

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& input = request.inputs[0];
        if (input.rank() != 2)
            return fail({}, "expected a sequence of vectors, received {}; put it behind an embedding",
                        tensor::toText(input));
        return std::vector { input };
    }

    std::vector<WeightSpec> weights(const ShapeRequest& request)
    {
        return { { .name = "table",
                   .shape = request.inputs[0],
                   .initialiser = Initialiser::Uniform,
                   .limit = 0.05 } };
    }

    NETWRIGHT_VECTORISED void add(const float* first, const float* second, float* sum, std::int64_t begin,
                                  std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            sum[i] = first[i] + second[i];
    }

    tensor::Operation addTable(std::int64_t batch, const tensor::Buffer& input, const tensor::Buffer& table,
                               const tensor::Buffer& output)
    {
        const auto size = table.layout().sizes().elements();
        return { .name = "position embedding forward",
                 .implementation = "own loop",
                 .reads = { input, table },
                 .writes = { output },
                 .flops = static_cast<double>(batch * size),
                 .run = [=] {
                     tensor::inRows(batch, size, [&](std::int64_t begin, std::int64_t end) {
                         for (auto row = begin; row < end; ++row)
                             add(input.data<float>() + row * size, table.data<float>(),
                                 output.data<float>() + row * size, 0, size);
                     });
                 } };
    }

    /// The table's gradient is the sum over the batch.
    tensor::Operation sumBatch(std::int64_t batch, const tensor::Buffer& from, const tensor::Buffer& to)
    {
        const auto size = to.layout().sizes().elements();
        return { .name = "position embedding backward by weights",
                 .implementation = "own loop",
                 .reads = { from },
                 .writes = { to },
                 .flops = static_cast<double>(batch * size),
                 .run = [=] {
                     tensor::inColumns(batch, size, [&](std::int64_t begin, std::int64_t end) {
                         auto* sum = to.data<float>();
                         std::copy(from.data<float>() + begin, from.data<float>() + end, sum + begin);
                         for (std::int64_t row = 1; row < batch; ++row)
                             add(sum, from.data<float>() + row * size, sum, begin, end);
                     });
                 } };
    }

    tensor::Operation copy(const tensor::Buffer& from, const tensor::Buffer& to)
    {
        return { .name = "position embedding backward by input",
                 .implementation = "own loop",
                 .reads = { from },
                 .writes = { to },
                 .run = [=] {
                     tensor::inBlocks(from.layout().sizes().elements(),
                                      [&](std::int64_t begin, std::int64_t end) {
                                          std::copy(from.data<float>() + begin, from.data<float>() + end,
                                                    to.data<float>() + begin);
                                      });
                 } };
    }

    Status build(Builder& builder)
    {
        const auto layout = tensor::Layout::plain(builder.inputShape());
        const auto batch = builder.batch();
        const auto input = builder.input(0, layout);
        const auto table = builder.weight(
            "table", tensor::Layout::plain({ builder.inputShape()[1], builder.inputShape()[2] }));
        builder.forward(addTable(batch, input, table.value, builder.output(0, layout)));
        if (builder.mode() != Mode::Training)
            return {};
        builder.backward(sumBatch(batch, builder.outputGradient(), table.gradient));
        if (builder.wantsInputGradient())
            builder.backward(copy(builder.outputGradient(), builder.inputGradient()));
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        const auto table = writing.prefix + ".table";
        return OnnxPart { .nodes = { { "Add", { writing.inputs[0], table }, writing.outputs } },
                          .constants = { { table, writing.weights.at("table") } } };
    }

    /// Add of a constant as large as a sample, perhaps with a batch of one in front.
    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "Add" || reading.constants.size() != 1 || reading.inputShapes.size() != 1)
            return std::nullopt;
        const auto& sample = reading.inputShapes[0];
        const auto& [shape, values] = reading.constants.begin()->second;
        if (sample.rank() != 2 || (shape != sample && shape != sample.withBatch(1)))
            return std::nullopt;
        return OnnxRead { .parameters = ParameterValues(kPositionEmbedding.parameters),
                          .weights = { { "table", { sample, values } } } };
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        const auto& shape = writing.inputShapes[0];
        return PythonPart { .value = fmt::format("{} + {}", writing.inputs[0], writing.name),
                            .module = fmt::format("nn.Parameter(torch.empty({}, {}).uniform_(-0.05, 0.05))",
                                                  shape[0], shape[1]),
                            .weights = { { "table", "" } } };
    }

    constexpr const char* kKerasClass = R"(class PositionEmbedding(layers.Layer):
    """Adds a learned vector to each position of a sequence."""

    def build(self, shape):
        self.table = self.add_weight(name="table", shape=shape[1:], initializer="uniform")

    def call(self, x):
        return x + self.table
)";

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("PositionEmbedding(name=\"{}\")({})", writing.name,
                                                 writing.inputs[0]),
                            .definition = kKerasClass };
    }
} // namespace

extern const LayerKind kPositionEmbedding {
    .id = "position_embedding",
    .title = "Position Embedding",
    .category = Category::Dense,
    .help = "Adds a learned vector to each position of a sequence, so that layers without an order of "
            "their own (self-attention) can tell the positions apart. Gehring et al., ICML 2017.",
    .formula = "y_{t} = x_{t} + table_{t}",
    .words = "positional encoding, positional embedding",
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .inferShape = inferShape,
    .weights = weights,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
};

} // namespace netwright::layers
