// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/winograd.hpp"

#include "core/tensor/winograd_loops.hpp"

#include <map>

namespace netwright::tensor::winograd {

namespace {
    using onednn::Pass;
    using Tag = dnnl::memory::format_tag;

    bool isInBlocks(const Layout& images)
    {
        return images.sizes()[1] % kLanes == 0
            && images == Layout::tagged(images.sizes(), Tag::nChw16c, images.type());
    }

    bool isPossible(const ConvolutionOptions& options, const Layout& input, const Layout& output)
    {
        const std::array<std::int64_t, 2> size { kKernel, kKernel };
        const std::array<std::int64_t, 2> stride { 1, 1 };
        return options.window.size == size && options.window.stride == stride && isInBlocks(input)
            && isInBlocks(output) && input.type() == output.type();
    }

    Image imageIn(const Layout& layout)
    {
        const auto sizes = layout.sizes();
        return { sizes[1], sizes[2], sizes[3] };
    }

    Loops loopsFor(const Layout& source, const Layout& target, const std::array<std::int64_t, 2>& padding)
    {
        return Loops({ .images = source.sizes()[0],
                       .source = imageIn(source),
                       .target = imageIn(target),
                       .padding = padding });
    }

    Layout kernelIn(Tag tag, const ConvolutionOptions& options)
    {
        return Layout::tagged({ options.output[1], options.input[1], kKernel, kKernel }, tag,
                              ElementType::Float32);
    }

    /// The buffers that a pass was given, by their places.
    class Given {
    public:
        explicit Given(const std::vector<onednn::Argument>& arguments)
        {
            for (const auto& [place, buffer] : arguments)
                m_buffers.emplace(place, buffer);
        }

        [[nodiscard]] const Buffer& at(int place) const { return m_buffers.at(place); }
        /// Null where there is none.
        [[nodiscard]] float* numbersIfAny(int place) const
        {
            const auto found = m_buffers.find(place);
            return found == m_buffers.end() ? nullptr : found->second.data<float>();
        }
        [[nodiscard]] float* room() const { return at(DNNL_ARG_SCRATCHPAD).data<float>(); }

    private:
        std::map<int, Buffer> m_buffers;
    };

    /// The pass with these layouts by place that calls run(Given, T {}) with the type of the images' numbers.
    template <class Run>
    Pass passOf(const Loops& loops, const Layout& images, std::map<int, Layout> layouts, const Run& run)
    {
        Pass pass;
        pass.implementation = "own Winograd";
        // Bytes: the gaps between its numbers are never written.
        pass.scratchpad = Layout::plain({ loops.roomBytes() }, ElementType::UInt8);
        pass.layoutOf = [layouts = std::move(layouts)](int place) {
            const auto found = layouts.find(place);
            return found == layouts.end() ? Layout() : found->second;
        };
        pass.bind = [run, images](const std::string&, const std::vector<onednn::Argument>& arguments) {
            return withNumbersOf(images, [&]<class T>(T number) -> std::function<void()> {
                return [run, number, given = Given(arguments)] { run(given, number); };
            });
        };
        return pass;
    }
} // namespace

Pass forward(const ConvolutionOptions& options, const Layout& input, const Layout& output)
{
    if (!isPossible(options, input, output))
        return {};
    const auto loops = loopsFor(input, output, options.window.paddingBegin);
    return passOf(loops, input,
                  { { DNNL_ARG_SRC, input },
                    { DNNL_ARG_WEIGHTS, kernelIn(Tag::OIhw16i16o, options) },
                    { DNNL_ARG_DST, output } },
                  [loops, hasRelu = options.hasRelu]<class T>(const Given& given, T) {
                      loops.convolve(given.at(DNNL_ARG_SRC).data<const T>(),
                                     given.at(DNNL_ARG_WEIGHTS).data<const float>(), Direction::Forward,
                                     { given.numbersIfAny(DNNL_ARG_BIAS), hasRelu },
                                     given.at(DNNL_ARG_DST).data<T>(), given.room());
                  });
}

Pass backwardInput(const ConvolutionOptions& options, const Layout& input, const Layout& output)
{
    if (!isPossible(options, input, output))
        return {};
    const auto& padding = options.window.paddingBegin;
    const auto loops = loopsFor(output, input, { kKernel - 1 - padding[0], kKernel - 1 - padding[1] });
    return passOf(loops, input,
                  { { DNNL_ARG_DIFF_DST, output },
                    { DNNL_ARG_WEIGHTS, kernelIn(Tag::OIhw16o16i, options) },
                    { DNNL_ARG_DIFF_SRC, input } },
                  [loops]<class T>(const Given& given, T) {
                      loops.convolve(given.at(DNNL_ARG_DIFF_DST).data<const T>(),
                                     given.at(DNNL_ARG_WEIGHTS).data<const float>(), Direction::Backward, {},
                                     given.at(DNNL_ARG_DIFF_SRC).data<T>(), given.room());
                  });
}

Pass backwardWeights(const ConvolutionOptions& options, const Layout& input, const Layout& output)
{
    if (!isPossible(options, input, output))
        return {};
    const auto loops = loopsFor(input, output, options.window.paddingBegin);
    return passOf(loops, input,
                  { { DNNL_ARG_SRC, input },
                    { DNNL_ARG_DIFF_DST, output },
                    { DNNL_ARG_DIFF_WEIGHTS, kernelIn(Tag::OIhw16i16o, options) } },
                  [loops]<class T>(const Given& given, T) {
                      loops.gatherWeights(given.at(DNNL_ARG_SRC).data<const T>(),
                                          given.at(DNNL_ARG_DIFF_DST).data<const T>(),
                                          given.at(DNNL_ARG_DIFF_WEIGHTS).data<float>(),
                                          given.numbersIfAny(DNNL_ARG_DIFF_BIAS), given.room());
                  });
}

} // namespace netwright::tensor::winograd
