// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/bfloat16.hpp"
#include "core/tensor/panel_product.hpp"

#include <array>
#include <cstdint>

/// The steps of a convolution by Winograd's algorithm, on numbers in memory: see winograd.hpp.
namespace netwright::tensor::winograd {

inline constexpr std::int64_t kOutputs = 4; ///< of a tile, down and across
inline constexpr std::int64_t kInputs = 6; ///< that they look at
inline constexpr std::int64_t kPlanes = kInputs * kInputs; ///< products of an output's tile with a kernel's

/// A batch of images in blocks of kLanes channels, all filled.
struct Images {
    std::int64_t channels;
    std::int64_t height;
    std::int64_t width;

    [[nodiscard]] std::int64_t blocks() const { return channels / kLanes; }
    /// Where the first pixel of a block lies.
    [[nodiscard]] std::int64_t offset(std::int64_t image, std::int64_t block) const
    {
        return (image * blocks() + block) * height * width * kLanes;
    }
    [[nodiscard]] bool contains(std::int64_t row, std::int64_t column) const
    {
        return row >= 0 && row < height && column >= 0 && column < width;
    }
};

/// Where the tiles of a batch lie: the one at row r and column c of `to` looks at `from` from row
/// r - padding[0] and column c - padding[1] on.
struct Tiles {
    std::int64_t count; ///< of images
    Images from;
    Images to;
    std::array<std::int64_t, 2> padding;

    [[nodiscard]] std::int64_t down() const { return (to.height + kOutputs - 1) / kOutputs; }
    [[nodiscard]] std::int64_t across() const { return (to.width + kOutputs - 1) / kOutputs; }
    [[nodiscard]] std::int64_t size() const { return count * down() * across(); }

    struct Place {
        std::int64_t image;
        std::int64_t row; ///< of `to`
        std::int64_t column;
    };
    [[nodiscard]] Place place(std::int64_t tile) const
    {
        const auto ofImage = down() * across();
        return { tile / ofImage, tile % ofImage / across() * kOutputs, tile % across() * kOutputs };
    }
};

/// kPlanes matrices, one behind the other: of tiles or inputs by channels.
struct Planes {
    float* numbers;
    std::int64_t stride; ///< from a plane to the next

    [[nodiscard]] float* plane(std::int64_t index) const { return numbers + index * stride; }
    [[nodiscard]] Planes from(std::int64_t offset) const { return { numbers + offset, stride }; }
};

/// The inputs of a tile, for all channels; `row` is its row of each plane, channels side by side.
template <class T>
void transformTile(const T* images, const Tiles& tiles, std::int64_t tile, const Planes& row);

/// Back to the outputs of a tile. `bias` may be null.
struct OutputAdditions {
    const float* bias;
    bool hasRelu;
};
template <class T>
void restoreTile(const Planes& row, const OutputAdditions& additions, const Tiles& tiles, std::int64_t tile,
                 T* images);

/// The gradients of the outputs of `rows` tiles from `first` on, for one block of channels: `panels` has the
/// tiles as rows. `sums` (kLanes numbers; may be null) grows by all of them.
template <class T>
void transformGradients(const T* images, const Tiles& tiles, std::int64_t first, std::int64_t rows,
                        std::int64_t block, const Planes& panels, float* sums);

/// A kernel for kLanes of the channels that it puts out: `panels` has those that it looks at as rows. What it
/// reads is ordered [block out][block in][3][3][kLanes in][kLanes out], or, `isBackward`, for the way back
/// from the outputs to the inputs, [block in][block out][3][3][kLanes in][kLanes out] with "in" and "out" of
/// that way, and turned by half.
void transformKernels(const float* kernels, const Tiles& tiles, bool isBackward, std::int64_t block,
                      const Planes& panels);

/// Back to gradients of the kernel [block out][block in][3][3][kLanes in][kLanes out], for one block out.
/// `planes` has rows of channels in, with the channels out side by side.
void restoreKernelGradients(const Planes& planes, const Tiles& tiles, std::int64_t block, float* gradients);

/// A plane of `rows` tiles times one of kernels: sums = left x panels.
void multiplyPlane(const panel_product::Left& left, std::int64_t rows, const float* panels,
                   std::int64_t inner, std::int64_t columns, const panel_product::Sums& sums);

} // namespace netwright::tensor::winograd
