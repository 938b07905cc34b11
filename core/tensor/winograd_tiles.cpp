// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/winograd_tiles.hpp"

#include "core/tensor/vectorise.hpp"
#include "core/tensor/winograd_lines.hpp"

namespace netwright::tensor::winograd {

// Flat: what is called here must become part of each copy of the function.

namespace {
    constexpr std::int64_t kKernel = 3;
    constexpr std::int64_t kKernelBlock = kLanes * kLanes; ///< numbers of one place of a kernel

    std::int64_t planeOf(std::size_t row, std::size_t column)
    {
        return static_cast<std::int64_t>(row) * kInputs + static_cast<std::int64_t>(column);
    }

    /// For Load and Store of transformSquare.
    auto loadFrom(const Planes& planes)
    {
        return [planes](std::size_t row, std::size_t column, LaneVector& value) {
            loadLanes(planes.plane(planeOf(row, column)), value);
        };
    }
    auto storeTo(const Planes& planes)
    {
        return [planes](std::size_t row, std::size_t column, const LaneVector& value) {
            storeLanes(value, planes.plane(planeOf(row, column)));
        };
    }
} // namespace

template <class T>
[[gnu::flatten]] NETWRIGHT_VECTORISED void transformTile(const T* images, const Tiles& tiles,
                                                         std::int64_t tile, const Planes& row)
{
    const auto& from = tiles.from;
    const auto place = tiles.place(tile);
    const auto top = place.row - tiles.padding[0];
    const auto left = place.column - tiles.padding[1];
    const bool isInside = from.contains(top, left) && from.contains(top + kInputs - 1, left + kInputs - 1);
    for (std::int64_t block = 0; block < from.blocks(); ++block) {
        const auto* pixels = images + from.offset(place.image, block);
        const auto store = storeTo(row.from(block * kLanes));
        const auto load = [&](std::size_t r, std::size_t c, LaneVector& value) {
            loadLanes(pixels
                          + ((top + static_cast<std::int64_t>(r)) * from.width + left
                             + static_cast<std::int64_t>(c))
                              * kLanes,
                      value);
        };
        if (isInside) {
            transformSquare<OfInput>(load, store);
            continue;
        }
        transformSquare<OfInput>(
            [&](std::size_t r, std::size_t c, LaneVector& value) {
                value = LaneVector {};
                if (from.contains(top + static_cast<std::int64_t>(r), left + static_cast<std::int64_t>(c)))
                    load(r, c, value);
            },
            store);
    }
}

template <class T>
[[gnu::flatten]] NETWRIGHT_VECTORISED void restoreTile(const Planes& row, const OutputAdditions& additions,
                                                       const Tiles& tiles, std::int64_t tile, T* images)
{
    const auto& to = tiles.to;
    const auto place = tiles.place(tile);
    for (std::int64_t block = 0; block < to.blocks(); ++block) {
        auto* pixels = images + to.offset(place.image, block);
        LaneVector bias {};
        if (additions.bias)
            loadLanes(additions.bias + block * kLanes, bias);
        transformSquare<OfProducts>(loadFrom(row.from(block * kLanes)),
                                    [&](std::size_t r, std::size_t c, const LaneVector& value) {
                                        const auto y = place.row + static_cast<std::int64_t>(r);
                                        const auto x = place.column + static_cast<std::int64_t>(c);
                                        if (y >= to.height || x >= to.width)
                                            return;
                                        LaneVector sum = value + bias;
                                        if (additions.hasRelu)
                                            sum = sum < 0 ? LaneVector {} : sum; // NaN stays
                                        storeLanes(sum, pixels + (y * to.width + x) * kLanes);
                                    });
    }
}

template <class T>
[[gnu::flatten]] NETWRIGHT_VECTORISED void
transformGradients(const T* images, const Tiles& tiles, std::int64_t first, std::int64_t rows,
                   std::int64_t block, const Planes& panels, float* sums)
{
    const auto& to = tiles.to;
    const auto column = block * kLanes;
    const auto width = panel_product::panelWidth(to.channels, column);
    const auto offset = panel_product::panelOffset(rows, column) + column % panel_product::kPanel;
    LaneVector sum {};
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto place = tiles.place(first + row);
        const auto* pixels = images + to.offset(place.image, block);
        transformSquare<OfGradient>(
            [&](std::size_t r, std::size_t c, LaneVector& value) {
                const auto y = place.row + static_cast<std::int64_t>(r);
                const auto x = place.column + static_cast<std::int64_t>(c);
                value = LaneVector {};
                if (y < to.height && x < to.width)
                    loadLanes(pixels + (y * to.width + x) * kLanes, value);
                sum += value;
            },
            storeTo(panels.from(offset + row * width)));
    }
    if (sums) {
        LaneVector before;
        loadLanes(sums, before);
        storeLanes(before + sum, sums);
    }
}

[[gnu::flatten]] NETWRIGHT_VECTORISED void transformKernels(const float* kernels, const Tiles& tiles,
                                                            bool isBackward, std::int64_t block,
                                                            const Planes& panels)
{
    const auto inBlocks = tiles.from.blocks();
    const auto column = block * kLanes;
    const auto width = panel_product::panelWidth(tiles.to.channels, column);
    const auto offset
        = panel_product::panelOffset(tiles.from.channels, column) + column % panel_product::kPanel;
    for (std::int64_t row = 0; row < tiles.from.channels; ++row) {
        const auto in = row / kLanes;
        const auto at = isBackward ? in * tiles.to.blocks() + block : block * inBlocks + in;
        const auto* numbers = kernels + at * kKernel * kKernel * kKernelBlock + row % kLanes * kLanes;
        transformSquare<OfKernel>(
            [&](std::size_t r, std::size_t c, LaneVector& value) {
                const auto index = static_cast<std::int64_t>(r) * kKernel + static_cast<std::int64_t>(c);
                const auto turned = isBackward ? kKernel * kKernel - 1 - index : index;
                loadLanes(numbers + turned * kKernelBlock, value);
            },
            storeTo(panels.from(offset + row * width)));
    }
}

[[gnu::flatten]] NETWRIGHT_VECTORISED void restoreKernelGradients(const Planes& planes, const Tiles& tiles,
                                                                  std::int64_t block, float* gradients)
{
    const auto inBlocks = tiles.from.blocks();
    for (std::int64_t row = 0; row < tiles.from.channels; ++row) {
        const auto at = (block * inBlocks + row / kLanes) * kKernel * kKernel;
        transformSquare<OfKernelGradient>(
            loadFrom(planes.from(row * tiles.to.channels + block * kLanes)),
            [&](std::size_t r, std::size_t c, const LaneVector& value) {
                const auto index = static_cast<std::int64_t>(r) * kKernel + static_cast<std::int64_t>(c);
                storeLanes(value, gradients + (at + index) * kKernelBlock + row % kLanes * kLanes);
            });
    }
}

[[gnu::flatten]] NETWRIGHT_VECTORISED void multiplyPlane(const panel_product::Left& left, std::int64_t rows,
                                                         const float* panels, std::int64_t inner,
                                                         std::int64_t columns,
                                                         const panel_product::Sums& sums)
{
    panel_product::multiply(left, rows, panels, inner, columns, sums);
}

template void transformTile(const float*, const Tiles&, std::int64_t, const Planes&);
template void transformTile(const BFloat16*, const Tiles&, std::int64_t, const Planes&);
template void restoreTile(const Planes&, const OutputAdditions&, const Tiles&, std::int64_t, float*);
template void restoreTile(const Planes&, const OutputAdditions&, const Tiles&, std::int64_t, BFloat16*);
template void transformGradients(const float*, const Tiles&, std::int64_t, std::int64_t, std::int64_t,
                                 const Planes&, float*);
template void transformGradients(const BFloat16*, const Tiles&, std::int64_t, std::int64_t, std::int64_t,
                                 const Planes&, float*);

} // namespace netwright::tensor::winograd
