// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.hpp"
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

namespace netwright::layers {

extern const LayerKind kReshape;

namespace {
    constexpr std::size_t kMaximumRank = 3;
    constexpr std::int64_t kMaximumSize = std::int64_t { 1 } << 31;
    constexpr std::int64_t kOpen = -1; ///< a size that follows from the others

    Error unreadable(const std::string& text)
    {
        return { {},
                 fmt::format("expected one to three sizes such as \"128 7 7\", of which one may be -1, found "
                             "\"{}\"",
                             text) };
    }

    /// "128 7 7", also with commas or an "x" between.
    Result<std::vector<std::int64_t>> readSizes(const std::string& text)
    {
        std::vector<std::int64_t> sizes;
        const auto isBetween = [](char letter) { return letter == ' ' || letter == ',' || letter == 'x'; };
        const auto* const end = text.data() + text.size();
        for (const auto* at = std::find_if_not(text.data(), end, isBetween); at != end;
             at = std::find_if_not(at, end, isBetween)) {
            std::int64_t size = 0;
            const auto [next, error] = std::from_chars(at, end, size);
            const bool isWhole = next == end || isBetween(*next);
            if (error != std::errc {} || !isWhole || (size < 1 && size != kOpen) || size > kMaximumSize)
                return tl::unexpected(unreadable(text));
            sizes.push_back(size);
            at = next;
        }
        if (sizes.empty() || sizes.size() > kMaximumRank || std::ranges::count(sizes, kOpen) > 1)
            return tl::unexpected(unreadable(text));
        return sizes;
    }

    /// The sizes with the open one filled in; nothing where they do not hold as many numbers as there are.
    std::optional<tensor::Shape> fit(std::vector<std::int64_t> sizes, std::int64_t numbers)
    {
        for (const auto size : sizes) {
            if (size != kOpen && numbers % size != 0)
                return std::nullopt;
            numbers /= size == kOpen ? 1 : size;
        }
        const auto open = std::ranges::find(sizes, kOpen);
        if (open != sizes.end())
            *open = numbers;
        else if (numbers != 1)
            return std::nullopt;
        return tensor::Shape(std::move(sizes));
    }

    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& input = request.inputs[0];
        const auto sizes = readSizes(request.parameters.text("shape"));
        if (!sizes)
            return failed(sizes);
        const auto shape = fit(*sizes, input.elements());
        if (!shape)
            return fail(
                {}, "expected sizes that hold the {} numbers of {}, found {}; change one, or set one to -1",
                grouped(input.elements()), tensor::toText(input), fmt::join(*sizes, " x "));
        return std::vector { *shape };
    }

    Status build(Builder& builder)
    {
        const auto input = builder.input(0, tensor::Layout::plain(builder.inputShape()));
        builder.outputView(0, input.viewedAs(input.layout().reshaped(builder.outputShape())));
        return {};
    }

    /// The batch keeps its size: 0 stands for that.
    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        const auto name = writing.prefix + ".shape";
        return OnnxPart {
            .nodes
            = { { .type = "Reshape", .inputs = { writing.inputs[0], name }, .outputs = writing.outputs } },
            .integers = { { name, writing.outputShapes[0].withBatch(0).sizes() } }
        };
    }

    /// Sizes of 0 are those of the input; the first one is the batch, whatever stands there.
    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        const auto constant = reading.constants.find(1);
        if (reading.node.type != "Reshape" || reading.inputShapes.size() != 1
            || constant == reading.constants.end())
            return std::nullopt;
        if (reading.node.attribute<std::int64_t>("allowzero", 0) != 0)
            return fail({}, "Reshape: allowzero is not supported");
        const auto& input = reading.inputShapes[0];
        std::vector<std::int64_t> sizes;
        for (std::size_t i = 1; i < constant->second.values.size(); ++i) {
            const auto size = constant->second.values[i];
            if (size == 0 && i <= input.rank())
                sizes.push_back(input[i - 1]);
            else
                sizes.push_back(static_cast<std::int64_t>(std::clamp(size, -2.F, 0x1p32F)));
        }
        OnnxRead read { .parameters = ParameterValues(kReshape.parameters) };
        read.parameters.set("shape", fmt::format("{}", fmt::join(sizes, " ")));
        return read;
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("{}.reshape(-1, {})", writing.inputs[0],
                                                 fmt::join(writing.outputShapes[0].sizes(), ", ")) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        const auto& shape = writing.outputShapes[0];
        auto part = kerasLayerOf(writing, kerasChannelsFirst(writing), "Reshape", pythonTuple(shape.sizes()));
        if (shape.rank() == 3)
            part.value = fmt::format("layers.Permute((2, 3, 1))({})", part.value);
        return part;
    }
} // namespace

extern const LayerKind kReshape {
    .id = "reshape",
    .title = "Reshape",
    .category = Category::Shape,
    .help = "Reads the numbers of a sample, in their order, under other sizes: of a vector, rows of n "
            "numbers.",
    .formula = "y_{i,j} = x_{i n+j}",
    .words = "view, unflatten, resize",
    .parameters
    = { { .id = "shape",
          .label = "Shape",
          .help = "The sizes of a sample that come out, such as \"128 7 7\"; one of them may be -1, "
                  "which takes what the others leave.",
          .type = ParameterType::Text,
          .fallback = std::string("-1") } },
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
