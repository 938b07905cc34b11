// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/elementwise.hpp"
#include "core/tensor/vectorise.hpp"

#include <algorithm>
#include <memory>
#include <vector>

namespace netwright::layers {

extern const LayerKind kEmbedding;

namespace {
    constexpr std::int64_t kOnnxInt64 = 7; ///< TensorProto.INT64

    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& input = request.inputs[0];
        const auto size = request.parameters.integer("size");
        if (input == tensor::Shape { 1 })
            return std::vector { tensor::Shape { size } };
        if (input.rank() != 1)
            return fail({}, "expected a sequence of token ids or one id, received {}; put it behind an input",
                        tensor::toText(input));
        return std::vector { tensor::Shape { input[0], size } };
    }

    std::vector<WeightSpec> weights(const ShapeRequest& request)
    {
        return { { .name = "table",
                   .shape = { request.parameters.integer("vocabulary"), request.parameters.integer("size") },
                   .initialiser = Initialiser::Uniform,
                   .limit = 0.05,
                   .rowsPerSample = request.inputs[0].elements() } };
    }

    /// Token ids, by the rows of the table that they choose.
    struct Tokens {
        tensor::Buffer ids;
        std::int64_t count = 0; ///< of the batch
        std::int64_t vocabulary = 0;
        std::int64_t size = 0; ///< of a row

        /// Whatever comes in (-1, 1e30, NaN), it is a row of the table.
        [[nodiscard]] std::int64_t row(std::int64_t token) const
        {
            const float id = ids.data<const float>()[token];
            return id >= 1.F ? static_cast<std::int64_t>(std::min(id, static_cast<float>(vocabulary - 1)))
                             : 0;
        }
    };

    tensor::Operation gather(const Tokens& tokens, const tensor::Buffer& table, const tensor::Buffer& output)
    {
        return { .name = "embedding forward",
                 .implementation = "own loop",
                 .reads = { tokens.ids, table },
                 .writes = { output },
                 .run = [tokens, table, output] {
                     const auto size = tokens.size;
                     tensor::inRows(tokens.count, size, [&](std::int64_t begin, std::int64_t end) {
                         for (auto token = begin; token < end; ++token)
                             std::copy_n(table.data<float>() + tokens.row(token) * size, size,
                                         output.data<float>() + token * size);
                     });
                 } };
    }

    NETWRIGHT_VECTORISED void addTo(float* sum, const float* addend, std::int64_t begin, std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            sum[i] += addend[i];
    }

    using Buffers = std::shared_ptr<const std::vector<tensor::Buffer>>;

    /// What the slices have in common in the backward pass.
    struct Backward {
        Tokens tokens;
        Buffers ids; ///< of all slices
        Buffers from; ///< likewise
        WeightBuffers table;

        /// Calls work(place, gradient) for all tokens, in one order.
        template <class Work> void forEachToken(const Work& work) const
        {
            const auto* places = table.places.data<const std::int32_t>();
            for (std::size_t slice = 0; slice < ids->size(); ++slice) {
                auto those = tokens;
                those.ids = (*ids)[slice];
                const auto* gradient = (*from)[slice].data<const float>();
                for (std::int64_t token = 0; token < tokens.count; ++token)
                    work(places[those.row(token)], gradient + token * tokens.size);
            }
        }

        /// Gives the rows that the batch uses their places, in the order of their first tokens.
        void givePlaces() const
        {
            auto* places = table.places.data<std::int32_t>();
            std::fill_n(places, tokens.vocabulary, 0);
            std::int32_t given = 0;
            for (const auto& own : *ids) {
                auto those = tokens;
                those.ids = own;
                for (std::int64_t token = 0; token < tokens.count; ++token)
                    if (auto& place = places[those.row(token)]; place == 0)
                        place = ++given;
            }
        }

        /// Sums the columns from `first` to before `last`. A row's first token has the next place: its
        /// gradient is copied, those of the others are added.
        void sum(std::int64_t first, std::int64_t last) const
        {
            std::int32_t known = 0;
            forEachToken([&](std::int32_t place, const float* gradient) {
                auto* to = table.gradient.data<float>() + (place - 1) * tokens.size;
                if (place <= known) {
                    addTo(to, gradient, first, last);
                    return;
                }
                std::copy(gradient + first, gradient + last, to + first);
                known = place;
            });
        }
    };

    /// From `begin` to before `end`, the columns that a slice adds up: whole cache lines.
    struct Share {
        std::int64_t begin = 0;
        std::int64_t end = 0;
    };

    Share shareOf(const Builder& builder, std::int64_t columns)
    {
        constexpr std::int64_t kLine = 16;
        const auto lines = (columns + kLine - 1) / kLine;
        const auto slice = static_cast<std::int64_t>(builder.slice());
        const auto slices = static_cast<std::int64_t>(builder.slices());
        return { .begin = std::min(columns, lines * slice / slices * kLine),
                 .end = std::min(columns, lines * (slice + 1) / slices * kLine) };
    }

    /// All slices write the gradient together, each a share of the columns, so that sums do not depend on
    /// the slices.
    void recordBackward(Builder& builder, const Tokens& tokens, const WeightBuffers& table)
    {
        const auto share = shareOf(builder, tokens.size);
        const auto from = builder.outputGradient();
        const Backward all {
            .tokens = tokens, .ids = builder.across(tokens.ids), .from = builder.across(from), .table = table
        };
        builder.backward({ .name = "embedding rows by weights",
                           .implementation = "own loop",
                           .reads = { tokens.ids, from },
                           .writes = { table.places },
                           .run =
                               [all, isFirst = builder.slice() == 0] {
                                   if (isFirst)
                                       all.givePlaces();
                               },
                           .threads = 1,
                           .meets = true });
        builder.backward({ .name = "embedding backward by weights",
                           .implementation = "own loop",
                           .reads = { tokens.ids, from, table.places },
                           .writes = { table.gradient },
                           .flops = static_cast<double>(tokens.count * tokens.size),
                           .run =
                               [all, share, slices = builder.slices()] {
                                   tensor::inColumns(all.tokens.count * static_cast<std::int64_t>(slices),
                                                     share.end - share.begin,
                                                     [&](std::int64_t first, std::int64_t last) {
                                                         all.sum(share.begin + first, share.begin + last);
                                                     });
                               },
                           .meets = true });
        builder.backward({ .name = "embedding end by weights", // no slice goes on while others read its own
                           .implementation = "own loop",
                           .reads = { tokens.ids, from },
                           .writes = { table.gradient },
                           .run = [] {},
                           .threads = 1,
                           .meets = true });
    }

    Status build(Builder& builder)
    {
        const auto& parameters = builder.parameters();
        const Tokens tokens { .ids = builder.input(0, tensor::Layout::plain(builder.inputShape())),
                              .count = builder.inputShape().elements(),
                              .vocabulary = parameters.integer("vocabulary"),
                              .size = parameters.integer("size") };
        const auto table = builder.weight("table", tensor::Layout::plain({ tokens.vocabulary, tokens.size }));
        const auto output = builder.output(0, tensor::Layout::plain(builder.outputShape()));
        builder.forward(gather(tokens, table.value, output));
        if (builder.mode() != Mode::Training)
            return {};
        recordBackward(builder, tokens, table);
        if (builder.wantsInputGradient()) // ids are chosen, not learned: nothing flows back
            builder.backward(tensor::clear("gradient of ids", builder.inputGradient()));
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        const auto ids = writing.prefix + ".ids";
        const auto table = writing.prefix + ".table";
        OnnxPart part { .nodes
                        = { { .type = "Cast",
                              .inputs = writing.inputs,
                              .outputs = { ids },
                              .attributes = { { "to", kOnnxInt64 } } },
                            { .type = "Gather", .inputs = { table, ids }, .outputs = writing.outputs } },
                        .constants = { { table, writing.weights.at("table") } } };
        if (writing.outputShapes[0].rank() == 1) { // of one id: (N, 1, size) becomes (N, size)
            part.nodes[1].outputs = { writing.prefix + ".row" };
            part.nodes.push_back(
                { .type = "Flatten", .inputs = part.nodes[1].outputs, .outputs = writing.outputs });
        }
        return part;
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "Gather")
            return std::nullopt;
        const auto table = reading.constants.find(0);
        if (table == reading.constants.end() || table->second.shape.rank() != 2
            || reading.node.attribute<std::int64_t>("axis", 0) != 0)
            return fail({}, "Gather: expected it to choose rows of a constant table");
        OnnxRead read { .parameters = ParameterValues(kEmbedding.parameters) };
        read.parameters.set("vocabulary", table->second.shape[0]);
        read.parameters.set("size", table->second.shape[1]);
        if (auto checked = checkValues(kEmbedding.parameters, read.parameters); !checked)
            return fail({}, "Gather: {}", checked.error().message);
        read.weights.emplace("table", table->second);
        return read;
    }

    bool isOfOneId(const PythonWriting& writing) { return writing.inputShapes[0] == tensor::Shape { 1 }; }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        const auto vocabulary = writing.parameters.integer("vocabulary");
        return PythonPart {
            .value = fmt::format("{}({}.long().clamp(0, {})){}", writing.name, writing.inputs[0],
                                 vocabulary - 1, isOfOneId(writing) ? ".flatten(1)" : ""),
            .module = fmt::format("nn.Embedding({}, {})", vocabulary, writing.parameters.integer("size")),
            .weights = { { "table", "weight" } }
        };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        const auto vocabulary = writing.parameters.integer("vocabulary");
        auto part = kerasLayerOf(
            writing, fmt::format("keras.ops.clip({}, 0, {})", writing.inputs[0], vocabulary - 1), "Embedding",
            fmt::format("{}, {}", vocabulary, writing.parameters.integer("size")));
        if (isOfOneId(writing))
            part.value = fmt::format("layers.Flatten()({})", part.value);
        return part;
    }
} // namespace

extern const LayerKind kEmbedding {
    .id = "embedding",
    .title = "Embedding",
    .category = Category::Dense,
    .help = "Turns each token id into a learned vector: row id of a table. An id below 0 counts as 0, "
            "one past the vocabulary as its last. Bengio et al., JMLR 2003.",
    .formula = "y_{t} = table_{id(t)}",
    .words = "lookup table, word vectors, tokens, word2vec",
    .parameters = { { .id = "vocabulary",
                      .label = "Vocabulary",
                      .help = "How many different ids there are: they go from 0 to below it.",
                      .type = ParameterType::Integer,
                      .fallback = std::int64_t { 20000 },
                      .minimum = 1,
                      .maximum = static_cast<double>(tensor::kMaximumVocabulary) },
                    { .id = "size",
                      .label = "Size",
                      .help = "How many numbers stand for one id.",
                      .type = ParameterType::Integer,
                      .fallback = std::int64_t { 64 },
                      .minimum = 1,
                      .maximum = 65536 } },
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
