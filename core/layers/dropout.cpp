// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.hpp"
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/vectorise.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace netwright::layers {

extern const LayerKind kDropout;

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        return std::vector { request.inputs[0] };
    }

    /// Which values stay in one step. The mask is never kept: backward draws it again from (seed, stream,
    /// step).
    struct Mask {
        std::uint64_t seed = 0;
        std::uint64_t stream = 0;
        std::uint64_t first = 0; ///< counter of the step's first block
        std::uint32_t dropped = 0; ///< a value is dropped where its word is below this
        float scale = 1; ///< of the values that stay
    };

    constexpr std::int64_t kLanes = 16; // counters at a time: two vectors of AVX2, one of AVX-512
    constexpr std::int64_t kGroup = 4 * kLanes; // values that they decide on

    /// A group of values draws kLanes blocks of four words; value i looks at word i / kLanes of block i %
    /// kLanes, so that vectors need not be transposed.
    NETWRIGHT_VECTORISED void apply(const Mask& mask, const float* from, float* to, std::int64_t begin,
                                    std::int64_t end)
    {
        alignas(64) std::array<std::array<std::uint32_t, kLanes>, 4> words;
        const auto* word = words[0].data();
        const auto dropped = mask.dropped;
        const auto scale = mask.scale;
        for (auto group = begin; group < end; group += kGroup) {
            const auto counter = mask.first + static_cast<std::uint64_t>(group / 4);
#pragma omp simd
            for (std::int64_t lane = 0; lane < kLanes; ++lane) {
                const auto block = counter + static_cast<std::uint64_t>(lane);
                auto word0 = static_cast<std::uint32_t>(block);
                auto word1 = static_cast<std::uint32_t>(block >> 32);
                auto word2 = static_cast<std::uint32_t>(mask.stream);
                auto word3 = static_cast<std::uint32_t>(mask.stream >> 32);
                philox::mix(word0, word1, word2, word3, mask.seed);
                words[0][lane] = word0;
                words[1][lane] = word1;
                words[2][lane] = word2;
                words[3][lane] = word3;
            }
            const auto size = std::min(kGroup, end - group);
#pragma omp simd
            for (std::int64_t i = 0; i < size; ++i) {
                const float kept = from[group + i] * scale;
                to[group + i] = word[i] < dropped ? 0.F : kept;
            }
        }
    }

    /// The same for values and for gradients, in whatever order the layout has them.
    tensor::Operation drop(const Builder& builder, const char* name, const tensor::Buffer& from,
                           const tensor::Buffer& to)
    {
        const auto count = static_cast<std::int64_t>(from.layout().bytes() / sizeof(float));
        const auto groups = (count + kGroup - 1) / kGroup;
        const auto rate = builder.parameters().real("rate");
        Mask mask { .stream = builder.randomStream(),
                    .dropped = static_cast<std::uint32_t>(std::lround(rate * 0x1p32)),
                    .scale = static_cast<float>(1.0 / (1.0 - rate)) };
        return { .name = name,
                 .implementation = "own loop",
                 .reads = { from },
                 .writes = { to },
                 .flops = static_cast<double>(count),
                 .run = [from, to, count, groups, mask, &step = builder.step()]() mutable {
                     mask.seed = step.seed;
                     mask.first = step.step * static_cast<std::uint64_t>(groups * kLanes);
                     tensor::inBlocks(count, [&](std::int64_t begin, std::int64_t end) {
                         apply(mask, from.data<float>(), to.data<float>(), begin, end);
                     });
                 } };
    }

    Status build(Builder& builder)
    {
        const auto input = builder.input();
        if (builder.mode() != Mode::Training) {
            builder.outputView(0, input);
            return {};
        }
        const auto output = builder.output(0, input.layout());
        builder.forward(drop(builder, "dropout forward", input, output));
        if (builder.wantsInputGradient())
            builder.backward(
                drop(builder, "dropout backward", builder.outputGradient(), builder.inputGradient()));
        return {};
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

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return pyTorchModule(writing, fmt::format("nn.Dropout({})", writing.parameters.real("rate")));
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return kerasLayer(writing, "Dropout", fmt::format("{}", writing.parameters.real("rate")));
    }
} // namespace

extern const LayerKind kDropout {
    .id = "dropout",
    .title = "Dropout",
    .category = Category::Regularisation,
    .help = "Sets each value to zero with probability rate while training and enlarges the others to "
            "make up for it; passes everything through otherwise. Srivastava et al., JMLR 2014.",
    .formula = "y = m · x / (1 − rate)\n"
               "m = 0 with probability rate, else 1",
    .words = "regularization, overfitting, drop",
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
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
};

} // namespace netwright::layers
