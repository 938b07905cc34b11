// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/attention_heads.hpp"

#include <algorithm>
#include <cmath>

namespace netwright::layers {

namespace {
    using tensor::Buffer;
    using tensor::Layout;
    using tensor::Matmul;
    namespace attention = tensor::attention;

    /// About as many as what backward works on fits into a megabyte of cache; they divide the batch.
    std::int64_t samplesOfAPart(const attention::Sizes& sizes)
    {
        constexpr std::int64_t kNumbersAtOnce = 1 << 18;
        const auto ofOne = sizes.heads * sizes.length * (2 * sizes.length + 6 * sizes.size);
        auto samples = std::clamp<std::int64_t>(kNumbersAtOnce / ofOne, 1, sizes.batch);
        while (sizes.batch % samples != 0)
            ++samples;
        return samples;
    }

    /// The samples of one part of a plain buffer in which they come first.
    Buffer partOf(const Buffer& whole, std::int64_t part, std::int64_t parts)
    {
        const auto bytes = whole.layout().bytes() / static_cast<std::size_t>(parts);
        const auto numbers = static_cast<std::int64_t>(bytes / sizeof(float));
        return whole.from(static_cast<std::size_t>(part) * bytes, Layout::plain({ numbers }));
    }
} // namespace

Result<AttentionHeads> AttentionHeads::create(Builder& builder, const attention::Sizes& sizes, bool isCausal)
{
    auto part = sizes;
    part.batch = samplesOfAPart(sizes);
    const auto count = part.batch * sizes.heads;
    const auto length = sizes.length;
    const auto scores = Matmul::create({ .count = count,
                                         .rows = length,
                                         .inner = sizes.size,
                                         .columns = length,
                                         .isRightTransposed = true });
    const auto mix
        = Matmul::create({ .count = count, .rows = length, .inner = length, .columns = sizes.size });
    const auto transposed = Matmul::create(
        { .count = count, .rows = length, .inner = length, .columns = sizes.size, .isLeftTransposed = true });
    for (const auto* product : { &scores, &mix, &transposed }) {
        if (!*product)
            return failed(*product);
    }
    return AttentionHeads(builder, part, sizes.batch / part.batch, isCausal, { *scores, *mix, *transposed });
}

AttentionHeads::AttentionHeads(Builder& builder, const attention::Sizes& part, std::int64_t parts,
                               bool isCausal, Products products)
    : m_builder(builder)
    , m_sizes(part)
    , m_parts(parts)
    , m_keptParts(builder.mode() == Mode::Training ? parts : 1)
    , m_isCausal(isCausal)
    , m_products(std::move(products))
    , m_factor(1.F / std::sqrt(static_cast<float>(part.size)))
    , m_heads { scratch(m_keptParts, part.size), scratch(m_keptParts, part.size),
                scratch(m_keptParts, part.size) }
    , m_shares(scratch(m_keptParts, part.length))
{
}

/// For `columns` numbers at each position of each head.
Buffer AttentionHeads::scratch(std::int64_t parts, std::int64_t columns)
{
    return m_builder.scratch(
        Layout::plain({ parts * m_sizes.batch, m_sizes.heads, m_sizes.length, columns }));
}

std::vector<Buffer> AttentionHeads::headsOf(std::int64_t part) const
{
    std::vector<Buffer> heads;
    for (const auto& all : m_heads)
        heads.push_back(partOf(all, part % m_keptParts, m_keptParts));
    return heads;
}

Buffer AttentionHeads::sharesOf(std::int64_t part) const
{
    return partOf(m_shares, part % m_keptParts, m_keptParts);
}

void AttentionHeads::recordForward(const Buffer& qkv, const Buffer& joined)
{
    m_mixed = scratch(1, m_sizes.size);
    for (std::int64_t part = 0; part < m_parts; ++part)
        recordForward(part, partOf(qkv, part, m_parts), partOf(joined, part, m_parts));
}

void AttentionHeads::recordForward(std::int64_t part, const Buffer& qkv, const Buffer& joined)
{
    const auto heads = headsOf(part);
    const auto shares = sharesOf(part);
    m_builder.forward(attention::splitHeads(m_sizes, qkv, heads));
    m_builder.forward(m_products.scores.run("attention scores", heads[0], heads[1], shares));
    m_builder.forward(attention::softmax(m_sizes, m_factor, m_isCausal, shares));
    m_builder.forward(m_products.mix.run("attention mix", shares, heads[2], m_mixed));
    m_builder.forward(attention::joinHeads(m_sizes, { m_mixed }, joined));
}

void AttentionHeads::recordBackward(const Buffer& joined, const Buffer& qkv)
{
    m_mixed = scratch(1, m_sizes.size);
    m_headGradients = { scratch(1, m_sizes.size), scratch(1, m_sizes.size), scratch(1, m_sizes.size) };
    m_scoreGradients = scratch(1, m_sizes.length);
    for (std::int64_t part = 0; part < m_parts; ++part)
        recordBackward(part, partOf(joined, part, m_parts), partOf(qkv, part, m_parts));
}

void AttentionHeads::recordBackward(std::int64_t part, const Buffer& joined, const Buffer& qkv)
{
    const auto heads = headsOf(part);
    const auto shares = sharesOf(part);
    const auto& scores = m_scoreGradients;
    m_builder.backward(attention::splitHeads(m_sizes, joined, { m_mixed }));
    m_builder.backward(m_products.scores.run("attention shares gradient", m_mixed, heads[2], scores));
    // First row by row: a product that reads cold shares by column takes twice as long.
    m_builder.backward(attention::softmaxBackward(m_sizes, m_factor, shares, scores));
    m_builder.backward(
        m_products.transposed.run("attention value gradient", shares, m_mixed, m_headGradients[2]));
    m_builder.backward(m_products.mix.run("attention query gradient", scores, heads[1], m_headGradients[0]));
    m_builder.backward(
        m_products.transposed.run("attention key gradient", scores, heads[0], m_headGradients[1]));
    m_builder.backward(attention::joinHeads(m_sizes, m_headGradients, qkv));
}

} // namespace netwright::layers
