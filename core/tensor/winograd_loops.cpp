// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/winograd_loops.hpp"

#include "core/tensor/vectorise.hpp"

#include <algorithm>

namespace netwright::tensor::winograd {

namespace {
    /// However many threads there are, so that sums over tiles are the same.
    std::int64_t tilesAtOnce(const Tiles& tiles)
    {
        constexpr std::int64_t kCache = 640 << 10; // of a second level of 1 MiB
        constexpr auto kRows = 2 * panel_product::rowsAtOnce(panel_product::kPanelVectors);
        const auto bytes = kPlanes * static_cast<std::int64_t>(sizeof(float))
            * (tiles.source.channels + tiles.target.channels);
        return std::min(std::max(kRows, kCache / bytes / kRows * kRows), tiles.count());
    }

    /// A line more than needed: powers of two between the planes would have all of them in one place of the
    /// cache.
    constexpr std::int64_t kGap = kLanes;
} // namespace

Loops::Loops(const Tiles& tiles)
    : m_tiles(tiles)
    , m_tilesAtOnce(tilesAtOnce(tiles))
{
}

std::int64_t Loops::kernelStride() const { return m_tiles.source.channels * m_tiles.target.channels + kGap; }
std::int64_t Loops::inputStride() const { return m_tilesAtOnce * m_tiles.source.channels + kGap; }
std::int64_t Loops::outputStride() const { return m_tilesAtOnce * m_tiles.target.channels + kGap; }

std::int64_t Loops::roomBytes() const
{
    return kPlanes * (kernelStride() + inputStride() + outputStride())
        * static_cast<std::int64_t>(sizeof(float));
}

Planes Loops::kernels(float* room) const { return { room, kernelStride() }; }
Planes Loops::inputs(float* room) const { return { room + kPlanes * kernelStride(), inputStride() }; }
Planes Loops::outputs(float* room) const
{
    return { room + kPlanes * (kernelStride() + inputStride()), outputStride() };
}

/// work(part), shared among threads where the whole pass is worth it.
template <class Work> void Loops::share(std::int64_t parts, const Work& work) const
{
    inParts(parts, kPlanes * m_tiles.count() * (m_tiles.source.channels + m_tiles.target.channels), work);
}

template <class Visit> void Loops::forEachRange(const Visit& visit) const
{
    for (std::int64_t first = 0; first < m_tiles.count(); first += m_tilesAtOnce)
        visit(TileRange { first, std::min(m_tilesAtOnce, m_tiles.count() - first) });
}

template <class T>
void Loops::transformTiles(const T* images, const TileRange& range, const Planes& inputs) const
{
    share(range.count, [&](std::int64_t row) {
        transformTile(images, m_tiles, range.first + row, inputs.startingAt(row * m_tiles.source.channels));
    });
}

template <class T>
void Loops::convolve(const T* source, const float* kernel, Direction direction, const Finish& finish,
                     T* target, float* room) const
{
    const auto transformed = kernels(room);
    const auto transformedInputs = inputs(room);
    const auto products = outputs(room);
    const auto sourceChannels = m_tiles.source.channels;
    const auto targetChannels = m_tiles.target.channels;
    share(m_tiles.target.blocks(),
          [&](std::int64_t block) { transformKernel(kernel, direction, m_tiles, block, transformed); });
    forEachRange([&](const TileRange& range) {
        transformTiles(source, range, transformedInputs);
        share(kPlanes, [&](std::int64_t plane) {
            multiplyPlane({ .left = { transformedInputs.plane(plane), sourceChannels, 1 },
                            .rows = range.count,
                            .panels = transformed.plane(plane),
                            .inner = sourceChannels,
                            .columns = targetChannels },
                          { products.plane(plane), targetChannels, false });
        });
        share(range.count, [&](std::int64_t row) {
            restoreTile(products.startingAt(row * targetChannels), finish, m_tiles, range.first + row,
                        target);
        });
    });
}

template <class T>
void Loops::gatherWeights(const T* source, const T* targetGradient, float* kernelGradient,
                          float* biasGradient, float* room) const
{
    const auto sums = kernels(room);
    const auto transformedInputs = inputs(room);
    const auto gradients = outputs(room);
    const auto sourceChannels = m_tiles.source.channels;
    const auto targetChannels = m_tiles.target.channels;
    if (biasGradient)
        std::fill_n(biasGradient, targetChannels, 0.F);
    forEachRange([&](const TileRange& range) {
        transformTiles(source, range, transformedInputs);
        // Shared by channels, not by tiles: the sums for the bias are each thread's own.
        share(m_tiles.target.blocks(), [&](std::int64_t block) {
            transformGradients(targetGradient, m_tiles, range, block, gradients,
                               biasGradient ? biasGradient + block * kLanes : nullptr);
        });
        share(kPlanes, [&](std::int64_t plane) {
            multiplyPlane({ .left = { transformedInputs.plane(plane), 1, sourceChannels },
                            .rows = sourceChannels,
                            .panels = gradients.plane(plane),
                            .inner = range.count,
                            .columns = targetChannels },
                          { sums.plane(plane), targetChannels, range.first > 0 });
        });
    });
    share(m_tiles.target.blocks(),
          [&](std::int64_t block) { restoreKernelGradient(sums, m_tiles, block, kernelGradient); });
}

template void Loops::convolve(const float*, const float*, Direction, const Finish&, float*, float*) const;
template void Loops::convolve(const BFloat16*, const float*, Direction, const Finish&, BFloat16*,
                              float*) const;
template void Loops::gatherWeights(const float*, const float*, float*, float*, float*) const;
template void Loops::gatherWeights(const BFloat16*, const BFloat16*, float*, float*, float*) const;

} // namespace netwright::tensor::winograd
