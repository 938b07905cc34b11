// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.hpp"

#include <utility>

namespace netwright {

Random::Random(std::uint64_t seed, std::uint64_t stream)
    : m_seed(seed)
    , m_stream(stream)
{
}

std::array<std::uint32_t, 4> Random::block(std::uint64_t index) const
{
    std::array<std::uint32_t, 4> counter { static_cast<std::uint32_t>(index),
                                           static_cast<std::uint32_t>(index >> 32),
                                           static_cast<std::uint32_t>(m_stream),
                                           static_cast<std::uint32_t>(m_stream >> 32) };
    philox::mix(counter[0], counter[1], counter[2], counter[3], m_seed);
    return counter;
}

float Random::uniform(std::uint64_t index) const
{
    const std::uint32_t word = block(index / 4)[index % 4];
    return static_cast<float>(word >> 8) * 0x1p-24F;
}

std::uint64_t Random::below(std::uint64_t bound, std::uint64_t index) const
{
    // The high half of a 64 x 64 bit product; its bias is below 2^-32 for any bound a dataset can have.
    const auto words = block(index);
    const std::uint64_t draw = (static_cast<std::uint64_t>(words[0]) << 32) | words[1];
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(draw) * bound) >> 64);
}

void shuffle(std::span<std::int64_t> values, std::uint64_t seed, std::uint64_t stream)
{
    const Random random(seed, stream);
    for (std::uint64_t left = values.size(); left > 1; --left)
        std::swap(values[left - 1], values[random.below(left, left)]);
}

} // namespace netwright
