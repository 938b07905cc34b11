// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/winograd_tiles.hpp"

#include "core/tensor/vectorise.hpp"
#include "core/tensor/winograd_lines.hpp"

namespace netwright::tensor::winograd {

// Flat: what is called here must become part of each copy of the function.

namespace {
    constexpr std::int64_t kPlaces = kKernel * kKernel; ///< of a kernel
    constexpr std::int64_t kKernelBlock = kLanes * kLanes; ///< numbers of one place

    static_assert(InputTransform::kFrom == kInputs && InverseTransform::kTo == kOutputs
                  && KernelTransform::kFrom == kKernel);

    /// For transformSquare: the squares that lie across the planes.
    auto loadFrom(const Planes& planes)
    {
        return [planes](std::int64_t row, std::int64_t column, LaneVector& value) {
            loadLanes(planes.plane(row * kInputs + column), value);
        };
    }
    auto storeTo(const Planes& planes)
    {
        return [planes](std::int64_t row, std::int64_t column, const LaneVector& value) {
            storeLanes(value, planes.plane(row * kInputs + column));
        };
    }

    /// Where a row of a block of channels lies in panels that have so many rows.
    std::int64_t placeInPanels(std::int64_t rows, std::int64_t row, std::int64_t channels, std::int64_t block)
    {
        const auto column = block * kLanes;
        return panel_product::panelOffset(rows, column) + row * panel_product::panelWidth(channels, column)
            + column % panel_product::kPanel;
    }
} // namespace

template <class T>
[[gnu::flatten]] NETWRIGHT_VECTORISED void transformTile(const T* images, const Tiles& tiles,
                                                         std::int64_t tile, const Planes& row)
{
    const auto& source = tiles.source;
    const auto place = tiles.place(tile);
    const auto top = place.row - tiles.padding[0];
    const auto left = place.column - tiles.padding[1];
    const bool isInside
        = source.contains(top, left) && source.contains(top + kInputs - 1, left + kInputs - 1);
    for (std::int64_t block = 0; block < source.blocks(); ++block) {
        const auto* pixels = images + source.offset(place.image, block);
        const auto load = [&](std::int64_t r, std::int64_t c, LaneVector& value) {
            loadLanes(pixels + ((top + r) * source.width + left + c) * kLanes, value);
        };
        const auto loadInside = [&](std::int64_t r, std::int64_t c, LaneVector& value) {
            value = LaneVector {};
            if (source.contains(top + r, left + c))
                load(r, c, value);
        };
        const auto store = storeTo(row.startingAt(block * kLanes));
        if (isInside)
            transformSquare<InputTransform>(load, store);
        else
            transformSquare<InputTransform>(loadInside, store);
    }
}

template <class T>
[[gnu::flatten]] NETWRIGHT_VECTORISED void restoreTile(const Planes& row, const Finish& finish,
                                                       const Tiles& tiles, std::int64_t tile, T* images)
{
    const auto& target = tiles.target;
    const auto place = tiles.place(tile);
    for (std::int64_t block = 0; block < target.blocks(); ++block) {
        auto* pixels = images + target.offset(place.image, block);
        LaneVector bias {};
        if (finish.bias)
            loadLanes(finish.bias + block * kLanes, bias);
        transformSquare<InverseTransform>(
            loadFrom(row.startingAt(block * kLanes)),
            [&](std::int64_t r, std::int64_t c, const LaneVector& value) {
                if (!target.contains(place.row + r, place.column + c))
                    return;
                LaneVector sum = value + bias;
                if (finish.hasRelu)
                    sum = sum < 0 ? LaneVector {} : sum; // NaN stays
                storeLanes(sum, pixels + ((place.row + r) * target.width + place.column + c) * kLanes);
            });
    }
}

template <class T>
[[gnu::flatten]] NETWRIGHT_VECTORISED void transformGradients(const T* images, const Tiles& tiles,
                                                              const TileRange& range, std::int64_t block,
                                                              const Planes& panels, float* sums)
{
    const auto& target = tiles.target;
    LaneVector sum {};
    if (sums)
        loadLanes(sums, sum);
    for (std::int64_t i = 0; i < range.count; ++i) {
        const auto place = tiles.place(range.first + i);
        const auto* pixels = images + target.offset(place.image, block);
        transformSquare<InverseTransformGradient>(
            [&](std::int64_t r, std::int64_t c, LaneVector& value) {
                value = LaneVector {};
                if (target.contains(place.row + r, place.column + c))
                    loadLanes(pixels + ((place.row + r) * target.width + place.column + c) * kLanes, value);
                sum += value;
            },
            storeTo(panels.startingAt(placeInPanels(range.count, i, target.channels, block))));
    }
    if (sums)
        storeLanes(sum, sums);
}

[[gnu::flatten]] NETWRIGHT_VECTORISED void transformKernel(const float* kernel, Direction direction,
                                                           const Tiles& tiles, std::int64_t block,
                                                           const Planes& panels)
{
    const auto& source = tiles.source;
    const auto& target = tiles.target;
    const bool isForward = direction == Direction::Forward;
    for (std::int64_t channel = 0; channel < source.channels; ++channel) {
        const auto sourceBlock = channel / kLanes;
        const auto number
            = isForward ? block * source.blocks() + sourceBlock : sourceBlock * target.blocks() + block;
        const auto* weights = kernel + number * kPlaces * kKernelBlock + channel % kLanes * kLanes;
        transformSquare<KernelTransform>(
            [&](std::int64_t r, std::int64_t c, LaneVector& value) {
                const auto place = r * kKernel + c;
                loadLanes(weights + (isForward ? place : kPlaces - 1 - place) * kKernelBlock, value);
            },
            storeTo(panels.startingAt(placeInPanels(source.channels, channel, target.channels, block))));
    }
}

[[gnu::flatten]] NETWRIGHT_VECTORISED void restoreKernelGradient(const Planes& planes, const Tiles& tiles,
                                                                 std::int64_t block, float* gradient)
{
    const auto& source = tiles.source;
    for (std::int64_t channel = 0; channel < source.channels; ++channel) {
        const auto number = block * source.blocks() + channel / kLanes;
        auto* weights = gradient + number * kPlaces * kKernelBlock + channel % kLanes * kLanes;
        transformSquare<KernelTransformGradient>(
            loadFrom(planes.startingAt(channel * tiles.target.channels + block * kLanes)),
            [&](std::int64_t r, std::int64_t c, const LaneVector& value) {
                storeLanes(value, weights + (r * kKernel + c) * kKernelBlock);
            });
    }
}

[[gnu::flatten]] NETWRIGHT_VECTORISED void multiplyPlane(const panel_product::Product& product,
                                                         const panel_product::Sums& sums)
{
    panel_product::multiply(product, sums);
}

template void transformTile(const float*, const Tiles&, std::int64_t, const Planes&);
template void transformTile(const BFloat16*, const Tiles&, std::int64_t, const Planes&);
template void restoreTile(const Planes&, const Finish&, const Tiles&, std::int64_t, float*);
template void restoreTile(const Planes&, const Finish&, const Tiles&, std::int64_t, BFloat16*);
template void transformGradients(const float*, const Tiles&, const TileRange&, std::int64_t, const Planes&,
                                 float*);
template void transformGradients(const BFloat16*, const Tiles&, const TileRange&, std::int64_t, const Planes&,
                                 float*);

} // namespace netwright::tensor::winograd
