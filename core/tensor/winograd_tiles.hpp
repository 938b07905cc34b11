// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/bfloat16.hpp"
#include "core/tensor/panel_product.hpp"

#include <array>
#include <cstdint>

/// The steps of a convolution by Winograd's algorithm, on numbers in memory: see winograd.hpp.
namespace netwright::tensor::winograd {

inline constexpr std::int64_t kKernel = 3; ///< rows and columns
inline constexpr std::int64_t kOutputs = 4; ///< of a tile, down and across
inline constexpr std::int64_t kInputs = kOutputs + kKernel - 1; ///< that they look at
inline constexpr std::int64_t kPlanes = kInputs * kInputs; ///< products of an output's tile with a kernel's

/// An image in blocks of kLanes channels, all filled.
struct Image {
    std::int64_t channels;
    std::int64_t height;
    std::int64_t width;

    [[nodiscard]] std::int64_t blocks() const { return channels / kLanes; }
    /// Where the first pixel of a block of the index-th image of a batch lies.
    [[nodiscard]] std::int64_t offset(std::int64_t index, std::int64_t block) const
    {
        return (index * blocks() + block) * height * width * kLanes;
    }
    [[nodiscard]] bool contains(std::int64_t row, std::int64_t column) const
    {
        return row >= 0 && row < height && column >= 0 && column < width;
    }
};

/// Where the tiles of a batch lie: the one at row r and column c of the target looks at the source from row
/// r - padding[0] and column c - padding[1] on.
struct Tiles {
    std::int64_t images;
    Image source;
    Image target;
    std::array<std::int64_t, 2> padding;

    [[nodiscard]] std::int64_t down() const { return (target.height + kOutputs - 1) / kOutputs; }
    [[nodiscard]] std::int64_t across() const { return (target.width + kOutputs - 1) / kOutputs; }
    [[nodiscard]] std::int64_t count() const { return images * down() * across(); }

    struct Place {
        std::int64_t image;
        std::int64_t row; ///< of the target
        std::int64_t column;
    };
    [[nodiscard]] Place place(std::int64_t tile) const
    {
        const auto ofImage = down() * across();
        return { tile / ofImage, tile % ofImage / across() * kOutputs, tile % across() * kOutputs };
    }
};

/// Some of them, one after the other.
struct TileRange {
    std::int64_t first;
    std::int64_t count;
};

/// kPlanes matrices, one behind the other: of tiles or source channels by channels.
struct Planes {
    float* numbers;
    std::int64_t stride; ///< from a plane to the next

    [[nodiscard]] float* plane(std::int64_t index) const { return numbers + index * stride; }
    [[nodiscard]] Planes startingAt(std::int64_t offset) const { return { numbers + offset, stride }; }
};

/// What is done to outputs when they are put into their place.
struct Finish {
    const float* bias = nullptr; ///< may be null
    bool hasRelu = false;
};

enum class Direction { Forward, Backward };

/// The source of a tile, for all its channels; `row` is the tile's row of each plane, channels side by side.
template <class T>
void transformTile(const T* images, const Tiles& tiles, std::int64_t tile, const Planes& row);

/// From the products back to the target of a tile.
template <class T>
void restoreTile(const Planes& row, const Finish& finish, const Tiles& tiles, std::int64_t tile, T* images);

/// The gradients of the target, for one block of its channels: `panels` has the tiles as rows. `sums` (kLanes
/// numbers; may be null) grows by all of them.
template <class T>
void transformGradients(const T* images, const Tiles& tiles, const TileRange& range, std::int64_t block,
                        const Planes& panels, float* sums);

/// The kernel for one block of target channels: `panels` has the source channels as rows. Forward the kernel
/// is ordered [target block][source block][3][3][kLanes source][kLanes target]; backward, from the outputs of
/// a convolution to its inputs, [source block][target block][3][3][kLanes source][kLanes target], and it is
/// turned by half.
void transformKernel(const float* kernel, Direction direction, const Tiles& tiles, std::int64_t block,
                     const Planes& panels);

/// Back to the gradient of the kernel, ordered as forward, for one block of target channels. `planes` has
/// rows of source channels, with the target's side by side.
void restoreKernelGradient(const Planes& planes, const Tiles& tiles, std::int64_t block, float* gradient);

void multiplyPlane(const panel_product::Product& product, const panel_product::Sums& sums);

} // namespace netwright::tensor::winograd
