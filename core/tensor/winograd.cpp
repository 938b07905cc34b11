// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/winograd.hpp"

#include "core/tensor/vectorise.hpp"
#include "core/tensor/winograd_tiles.hpp"

#include <algorithm>
#include <map>

namespace netwright::tensor::winograd {

namespace {
    using onednn::Pass;
    using Tag = dnnl::memory::format_tag;

    /// The room of one pass: transformed kernels, and tiles of both images, as many as the cache holds.
    class Workspace {
    public:
        explicit Workspace(const Tiles& tiles)
            : m_tiles(tiles)
        {
            constexpr std::int64_t kCache = 640 << 10; // of a second level of 1 MiB
            constexpr std::int64_t kRows = 12; // a multiple of what the product takes at a time
            const auto bytes = kPlanes * static_cast<std::int64_t>(sizeof(float))
                * (tiles.from.channels + tiles.to.channels);
            // However many threads there are, so that sums over tiles are the same.
            m_tilesAtOnce = std::min(std::max(kRows, kCache / bytes / kRows * kRows), tiles.size());
        }

        [[nodiscard]] const Tiles& tiles() const { return m_tiles; }
        [[nodiscard]] Layout layout() const
        {
            return Layout::plain({ kPlanes * (kernelStride() + inputStride() + outputStride()) });
        }
        [[nodiscard]] Planes kernels(float* room) const { return { room, kernelStride() }; }
        [[nodiscard]] Planes inputs(float* room) const
        {
            return { room + kPlanes * kernelStride(), inputStride() };
        }
        [[nodiscard]] Planes outputs(float* room) const
        {
            return { room + kPlanes * (kernelStride() + inputStride()), outputStride() };
        }

        /// visit(first tile, how many)
        template <class Visit> void forEachBlock(const Visit& visit) const
        {
            for (std::int64_t first = 0; first < m_tiles.size(); first += m_tilesAtOnce)
                visit(first, std::min(m_tilesAtOnce, m_tiles.size() - first));
        }

    private:
        /// A line more than needed: powers of two between the planes would have all of them in one place of
        /// the cache.
        static constexpr std::int64_t kGap = kLanes;
        [[nodiscard]] std::int64_t kernelStride() const
        {
            return m_tiles.from.channels * m_tiles.to.channels + kGap;
        }
        [[nodiscard]] std::int64_t inputStride() const
        {
            return m_tilesAtOnce * m_tiles.from.channels + kGap;
        }
        [[nodiscard]] std::int64_t outputStride() const { return m_tilesAtOnce * m_tiles.to.channels + kGap; }

        Tiles m_tiles;
        std::int64_t m_tilesAtOnce;
    };

    template <class T>
    void transformTiles(const T* images, const Tiles& tiles, std::int64_t first, std::int64_t rows,
                        const Planes& inputs)
    {
        inParts(rows, kPlanes * rows * tiles.from.channels, [&](std::int64_t row) {
            transformTile(images, tiles, first + row, inputs.from(row * tiles.from.channels));
        });
    }

    /// Forward, and, with kernels that are turned and images that change places, backward by input.
    template <class T>
    void convolve(const Workspace& work, const T* from, const float* kernels, bool isBackward,
                  const OutputAdditions& additions, T* to, float* room)
    {
        const auto& tiles = work.tiles();
        const auto transformed = work.kernels(room);
        const auto inputs = work.inputs(room);
        const auto outputs = work.outputs(room);
        const auto fromChannels = tiles.from.channels;
        const auto toChannels = tiles.to.channels;
        inParts(tiles.to.blocks(), kPlanes * fromChannels * toChannels, [&](std::int64_t block) {
            transformKernels(kernels, tiles, isBackward, block, transformed);
        });
        work.forEachBlock([&](std::int64_t first, std::int64_t rows) {
            transformTiles(from, tiles, first, rows, inputs);
            inParts(kPlanes, kPlanes * rows * toChannels, [&](std::int64_t plane) {
                multiplyPlane({ inputs.plane(plane), fromChannels, 1 }, rows, transformed.plane(plane),
                              fromChannels, toChannels, { outputs.plane(plane), toChannels, false });
            });
            inParts(rows, kPlanes * rows * toChannels, [&](std::int64_t row) {
                restoreTile(outputs.from(row * toChannels), additions, tiles, first + row, to);
            });
        });
    }

    /// `biasGradient` may be null.
    template <class T>
    void gatherWeights(const Workspace& work, const T* input, const T* outputGradient, float* kernelGradient,
                       float* biasGradient, float* room)
    {
        const auto& tiles = work.tiles();
        const auto sums = work.kernels(room);
        const auto inputs = work.inputs(room);
        const auto outputs = work.outputs(room);
        const auto fromChannels = tiles.from.channels;
        const auto toChannels = tiles.to.channels;
        if (biasGradient)
            std::fill_n(biasGradient, toChannels, 0.F);
        work.forEachBlock([&](std::int64_t first, std::int64_t rows) {
            transformTiles(input, tiles, first, rows, inputs);
            inParts(tiles.to.blocks(), kPlanes * rows * toChannels, [&](std::int64_t block) {
                transformGradients(outputGradient, tiles, first, rows, block, outputs,
                                   biasGradient ? biasGradient + block * kLanes : nullptr);
            });
            inParts(kPlanes, kPlanes * fromChannels * toChannels, [&](std::int64_t plane) {
                multiplyPlane({ inputs.plane(plane), 1, fromChannels }, fromChannels, outputs.plane(plane),
                              rows, toChannels, { sums.plane(plane), toChannels, first > 0 });
            });
        });
        inParts(tiles.to.blocks(), kPlanes * fromChannels * toChannels,
                [&](std::int64_t block) { restoreKernelGradients(sums, tiles, block, kernelGradient); });
    }

    bool isPossible(const ConvolutionOptions& options, const Layout& input, const Layout& output)
    {
        const auto isInBlocks = [](const Layout& images) {
            return images.sizes()[1] % kLanes == 0
                && images == Layout::tagged(images.sizes(), Tag::nChw16c, images.type());
        };
        const std::array<std::int64_t, 2> three { 3, 3 };
        const std::array<std::int64_t, 2> one { 1, 1 };
        return options.window.size == three && options.window.stride == one && isInBlocks(input)
            && isInBlocks(output) && input.type() == output.type();
    }

    Images imagesIn(const Layout& layout)
    {
        const auto sizes = layout.sizes();
        return { sizes[1], sizes[2], sizes[3] };
    }

    Tiles tilesOf(const Layout& from, const Layout& to, const std::array<std::int64_t, 2>& padding)
    {
        return { .count = from.sizes()[0], .from = imagesIn(from), .to = imagesIn(to), .padding = padding };
    }

    Layout kernelLayout(const ConvolutionOptions& options, Tag tag)
    {
        return Layout::tagged({ options.output[1], options.input[1], 3, 3 }, tag, ElementType::Float32);
    }

    using Places = std::map<int, Buffer>;

    /// `bind` makes what runs of the buffers in their places.
    Pass pass(const Workspace& work, std::map<int, Layout> layouts,
              std::function<std::function<void()>(const Places&)> bind)
    {
        Pass made;
        made.implementation = "own Winograd";
        made.scratchpad = work.layout();
        made.layoutOf = [layouts = std::move(layouts)](int place) {
            const auto found = layouts.find(place);
            return found == layouts.end() ? Layout() : found->second;
        };
        made.bind = [bind = std::move(bind)](const std::string&, const std::vector<onednn::Argument>& given) {
            Places places;
            for (const auto& [place, buffer] : given)
                places.emplace(place, buffer);
            return bind(places);
        };
        return made;
    }

    float* numbersIf(const Buffer& buffer) { return buffer ? buffer.data<float>() : nullptr; }

    /// Empty where there is none.
    Buffer at(const Places& places, int place)
    {
        const auto found = places.find(place);
        return found == places.end() ? Buffer() : found->second;
    }
} // namespace

Pass forward(const ConvolutionOptions& options, const Layout& input, const Layout& output)
{
    if (!isPossible(options, input, output))
        return {};
    const Workspace work(tilesOf(input, output, options.window.paddingBegin));
    return pass(work,
                { { DNNL_ARG_SRC, input },
                  { DNNL_ARG_WEIGHTS, kernelLayout(options, Tag::OIhw16i16o) },
                  { DNNL_ARG_DST, output } },
                [=, hasRelu = options.hasRelu](const Places& places) {
                    return withNumbersOf(input, [&]<class T>(T) -> std::function<void()> {
                        return [=, from = places.at(DNNL_ARG_SRC), kernel = places.at(DNNL_ARG_WEIGHTS),
                                bias = at(places, DNNL_ARG_BIAS), to = places.at(DNNL_ARG_DST),
                                room = places.at(DNNL_ARG_SCRATCHPAD)] {
                            convolve(work, from.data<const T>(), kernel.data<const float>(), false,
                                     { numbersIf(bias), hasRelu }, to.data<T>(), room.data<float>());
                        };
                    });
                });
}

Pass backwardInput(const ConvolutionOptions& options, const Layout& input, const Layout& output)
{
    if (!isPossible(options, input, output))
        return {};
    const auto& padding = options.window.paddingBegin;
    const Workspace work(tilesOf(output, input, { 2 - padding[0], 2 - padding[1] }));
    return pass(work,
                { { DNNL_ARG_DIFF_DST, output },
                  { DNNL_ARG_WEIGHTS, kernelLayout(options, Tag::OIhw16o16i) },
                  { DNNL_ARG_DIFF_SRC, input } },
                [=](const Places& places) {
                    return withNumbersOf(input, [&]<class T>(T) -> std::function<void()> {
                        return [=, from = places.at(DNNL_ARG_DIFF_DST), kernel = places.at(DNNL_ARG_WEIGHTS),
                                to = places.at(DNNL_ARG_DIFF_SRC), room = places.at(DNNL_ARG_SCRATCHPAD)] {
                            convolve(work, from.data<const T>(), kernel.data<const float>(), true, {},
                                     to.data<T>(), room.data<float>());
                        };
                    });
                });
}

Pass backwardWeights(const ConvolutionOptions& options, const Layout& input, const Layout& output)
{
    if (!isPossible(options, input, output))
        return {};
    const Workspace work(tilesOf(input, output, options.window.paddingBegin));
    return pass(work,
                { { DNNL_ARG_SRC, input },
                  { DNNL_ARG_DIFF_DST, output },
                  { DNNL_ARG_DIFF_WEIGHTS, kernelLayout(options, Tag::OIhw16i16o) } },
                [=](const Places& places) {
                    return withNumbersOf(input, [&]<class T>(T) -> std::function<void()> {
                        return [=, from = places.at(DNNL_ARG_SRC), gradient = places.at(DNNL_ARG_DIFF_DST),
                                kernelGradient = places.at(DNNL_ARG_DIFF_WEIGHTS),
                                biasGradient = at(places, DNNL_ARG_DIFF_BIAS),
                                room = places.at(DNNL_ARG_SCRATCHPAD)] {
                            gatherWeights(work, from.data<const T>(), gradient.data<const T>(),
                                          kernelGradient.data<float>(), numbersIf(biasGradient),
                                          room.data<float>());
                        };
                    });
                });
}

} // namespace netwright::tensor::winograd
