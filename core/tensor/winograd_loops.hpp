// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/winograd_tiles.hpp"

#include <cstdint>

namespace netwright::tensor::winograd {

/// The loops of one pass over all tiles, and the room that it works in: the transformed kernel (36 numbers
/// for 9 weights), and as many tiles of both images as the cache holds.
class Loops {
public:
    explicit Loops(const Tiles& tiles);

    [[nodiscard]] std::int64_t roomBytes() const;

    /// Forward, and, with images that have changed places, backward by input.
    template <class T>
    void convolve(const T* source, const float* kernel, Direction direction, const Finish& finish, T* target,
                  float* room) const;

    /// Backward by weights; `biasGradient` may be null.
    template <class T>
    void gatherWeights(const T* source, const T* targetGradient, float* kernelGradient, float* biasGradient,
                       float* room) const;

private:
    template <class Work> void share(std::int64_t parts, const Work& work) const;
    template <class Visit> void forEachRange(const Visit& visit) const;
    template <class T>
    void transformTiles(const T* images, const TileRange& range, const Planes& inputs) const;

    [[nodiscard]] Planes kernels(float* room) const;
    [[nodiscard]] Planes inputs(float* room) const;
    [[nodiscard]] Planes outputs(float* room) const;
    [[nodiscard]] std::int64_t kernelStride() const;
    [[nodiscard]] std::int64_t inputStride() const;
    [[nodiscard]] std::int64_t outputStride() const;

    Tiles m_tiles;
    std::int64_t m_tilesAtOnce;
};

} // namespace netwright::tensor::winograd
