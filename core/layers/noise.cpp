// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.hpp"
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace netwright::layers {

namespace {
    constexpr std::int64_t kBlock = 4; ///< numbers that one block of random words gives

    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        return std::vector { tensor::Shape { request.parameters.integer("size") } };
    }

    /// Two uniform words become two independent normal numbers, as a radius and an angle: Box and Muller,
    /// "A Note on the Generation of Random Normal Deviates", 1958.
    void drawPair(std::uint32_t first, std::uint32_t second, float* into)
    {
        const float above = static_cast<float>((first >> 8) + 1) * 0x1p-24F; // 0 has no logarithm
        const float radius = std::sqrt(-2.F * std::log(above));
        const float angle = 2.F * std::numbers::pi_v<float> * static_cast<float>(second >> 8) * 0x1p-24F;
        into[0] = radius * std::cos(angle);
        into[1] = radius * std::sin(angle);
    }

    void draw(const Random& random, std::uint64_t block, float* into, std::int64_t count)
    {
        for (std::int64_t i = 0; i < count; i += kBlock, ++block) {
            const auto words = random.block(block);
            std::array<float, kBlock> numbers {};
            drawPair(words[0], words[1], numbers.data());
            drawPair(words[2], words[3], numbers.data() + 2);
            std::copy_n(numbers.data(), std::min(kBlock, count - i), into + i);
        }
    }

    Status build(Builder& builder)
    {
        const auto output = builder.output(0, tensor::Layout::plain(builder.outputShape()));
        const auto count = builder.outputShape().elements();
        const auto blocks = static_cast<std::uint64_t>((count + kBlock - 1) / kBlock);
        builder.forward({ .name = "noise",
                          .implementation = "own loop",
                          .writes = { output },
                          .flops = 20.0 * static_cast<double>(count),
                          .run =
                              [=, stream = builder.randomStream(), &step = builder.step()] {
                                  draw(Random(step.seed, stream), step.step * blocks, output.data<float>(),
                                       count);
                              },
                          .threads = 1 });
        return {};
    }
} // namespace

extern const LayerKind kNoise {
    .id = "noise",
    .title = "Noise",
    .category = Category::Data,
    .help = "Draws a vector of normal random numbers, of mean 0 and variance 1, for each sample and "
            "step: what a generator makes its images of.",
    .formula = "y ~ N(0, 1)",
    .words = "random, latent, gaussian, normal, gan",
    .parameters = { { .id = "size",
                      .label = "Size",
                      .help = "How many numbers a sample has.",
                      .fallback = std::int64_t { 100 },
                      .minimum = 1,
                      .maximum = 1 << 24 } },
    .outputs = { { "output", "Output" } },
    .inferShape = inferShape,
    .build = build,
};

} // namespace netwright::layers
