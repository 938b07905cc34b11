// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/image_copies.hpp"

#include "core/tensor/bfloat16.hpp"
#include "core/tensor/channels.hpp"
#include "core/tensor/vectorise.hpp"
#include "core/tensor/work_threads.hpp"

#include <algorithm>
#include <cassert>
#include <functional>

namespace netwright::tensor {

namespace {
    constexpr const char* kOwnLoop = "own loop";
    constexpr std::int64_t kBlock = 16; ///< channels of oneDNN's widest block

    Operation operationOver(std::string name, const Buffer& from, const Buffer& to)
    {
        const auto numbers = static_cast<double>(std::max(from.layout().bytes(), to.layout().bytes())
                                                 / bytesOf(to.layout().type()));
        return { .name = std::move(name),
                 .implementation = kOwnLoop,
                 .reads = { from },
                 .writes = { to },
                 .run = {},
                 .threads = WorkThreads(kTouchedNumber * numbers).count() };
    }

    /// One block of channels of a large image, of which a small one has every stride[0]-th row and
    /// stride[1]-th column.
    struct Grid {
        std::int64_t parts; ///< such blocks in a batch
        std::int64_t largeSize; ///< numbers of a block of the large image
        std::int64_t smallSize;
        std::int64_t width; ///< channels side by side
        std::int64_t columns; ///< of the large image
        std::array<std::int64_t, 2> small; ///< rows and columns of the small one
        std::array<std::int64_t, 2> stride;

        /// Calls visit(number of the large image, number of the small one) for each pixel of the latter.
        template <class Visit> void forEach(const Visit& visit) const
        {
            for (std::int64_t row = 0; row < small[0]; ++row) {
                for (std::int64_t column = 0; column < small[1]; ++column)
                    visit((row * stride[0] * columns + column * stride[1]) * width,
                          (row * small[1] + column) * width);
            }
        }
    };

    Grid gridOf(const Layout& large, const Layout& small, std::array<std::int64_t, 2> stride)
    {
        const auto order = channelOrderOf(large);
        assert(order.width > 0);
        return { .parts = order.samples * order.blocks,
                 .largeSize = order.area * order.width,
                 .smallSize = small.sizes()[2] * small.sizes()[3] * order.width,
                 .width = order.width,
                 .columns = large.sizes()[3],
                 .small = { small.sizes()[2], small.sizes()[3] },
                 .stride = stride };
    }

    /// A length that the compiler knows makes a copy of registers instead of a call.
    template <class T> void copyPixel(const T* from, T* to, std::int64_t width)
    {
        if (width == 1)
            *to = *from;
        else if (width == kBlock)
            std::copy_n(from, kBlock, to);
        else
            std::copy_n(from, width, to);
    }
} // namespace

Layout inOrderOf(const Layout& images, const Shape& sizes, ElementType type)
{
    using Tag = dnnl::memory::format_tag;
    if (sizes.rank() != 4)
        return {};
    for (const auto tag : { Tag::nchw, Tag::nChw16c, Tag::nChw8c, Tag::nhwc }) {
        if (images == Layout::tagged(images.sizes(), tag, images.type()))
            return Layout::tagged(sizes, tag, type);
    }
    return {};
}

Operation subsampleForward(const Buffer& input, const Buffer& output, std::array<std::int64_t, 2> stride)
{
    auto operation = operationOver("subsample forward", input, output);
    const auto grid = gridOf(input.layout(), output.layout(), stride);
    operation.run = withNumbersOf(input.layout(), [&]<class T>(T) -> std::function<void()> {
        return [=] {
            inParts(grid.parts, grid.parts * grid.largeSize, [&](std::int64_t part) {
                const auto* from = input.data<T>() + part * grid.largeSize;
                auto* to = output.data<T>() + part * grid.smallSize;
                grid.forEach([&](std::int64_t large, std::int64_t small) {
                    copyPixel(from + large, to + small, grid.width);
                });
            });
        };
    });
    return operation;
}

Operation subsampleBackward(const Buffer& outputGradient, const Buffer& inputGradient,
                            std::array<std::int64_t, 2> stride)
{
    auto operation = operationOver("subsample backward", outputGradient, inputGradient);
    const auto grid = gridOf(inputGradient.layout(), outputGradient.layout(), stride);
    operation.run = withNumbersOf(inputGradient.layout(), [&]<class T>(T) -> std::function<void()> {
        return [=] {
            inParts(grid.parts, grid.parts * grid.largeSize, [&](std::int64_t part) {
                const auto* from = outputGradient.data<T>() + part * grid.smallSize;
                auto* to = inputGradient.data<T>() + part * grid.largeSize;
                std::fill_n(to, grid.largeSize, T {});
                grid.forEach([&](std::int64_t large, std::int64_t small) {
                    copyPixel(from + small, to + large, grid.width);
                });
            });
        };
    });
    return operation;
}

Operation copyChannels(std::string name, const Buffer& from, const Buffer& to)
{
    auto operation = operationOver(std::move(name), from, to);
    // Channels last: a row is a pixel. Else the blocks of a sample follow each other, and all are one row.
    const auto source = channelOrderOf(from.layout());
    const auto target = channelOrderOf(to.layout());
    const auto rows = source.width != target.width ? source.area : 1; // of a sample
    const auto there = source.blocks * source.area * source.width / rows;
    const auto wanted = target.blocks * target.area * target.width / rows;
    operation.run = withNumbersOf(from.layout(), [&]<class T>(T) -> std::function<void()> {
        return [=, samples = source.samples, both = std::min(there, wanted)] {
            inParts(samples, samples * rows * wanted, [&](std::int64_t sample) {
                for (auto row = sample * rows; row < (sample + 1) * rows; ++row) {
                    auto* const end
                        = std::copy_n(from.data<T>() + row * there, both, to.data<T>() + row * wanted);
                    std::fill_n(end, wanted - both, T {});
                }
            });
        };
    });
    return operation;
}

} // namespace netwright::tensor
