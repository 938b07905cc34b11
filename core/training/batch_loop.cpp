// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/batch_loop.hpp"

#include "core/network/analysis.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace netwright::training {

BatchLoop::BatchLoop(const engine::Plan& plan, const data::Dataset& dataset)
    : BatchLoop(plan.inputs(), plan.options().batch, dataset)
{
}

BatchLoop::BatchLoop(std::span<const engine::InputSlot> inputs, std::int64_t batch,
                     const data::Dataset& dataset)
    : m_dataset(dataset)
    , m_rows(static_cast<std::size_t>(batch))
{
    const auto& columns = dataset.signature().columns;
    for (const engine::InputSlot& slot : inputs) {
        const auto it = std::ranges::find(columns, slot.column, &tensor::Column::name);
        assert(it != columns.end()); // the inputs are of a Plan for this signature
        m_feeds.push_back({ static_cast<std::size_t>(it - columns.begin()), slot });
    }
}

std::int64_t BatchLoop::batchesOf(std::size_t rows) const
{
    return static_cast<std::int64_t>((rows + m_rows.size() - 1) / m_rows.size());
}

Result<std::int64_t> BatchLoop::load(std::span<const std::int64_t> rows, std::int64_t batch)
{
    const std::size_t begin = static_cast<std::size_t>(batch) * m_rows.size();
    assert(begin < rows.size());
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_rows[i] = rows[(begin + i) % rows.size()];
    for (const auto& [column, slot] : m_feeds) {
        const Status read = slot.type == tensor::ColumnType::Category
            ? m_dataset.readCategories(column, m_rows, slot.categories)
            : m_dataset.readNumbers(column, m_rows, slot.numbers);
        if (!read)
            return failed(read);
    }
    return static_cast<std::int64_t>(std::min(rows.size() - begin, m_rows.size()));
}

std::int64_t evaluationBatch(const network::Network& network, const tensor::Signature& data)
{
    constexpr std::int64_t kBytes = 64 << 20;
    constexpr std::int64_t kMost = 256;
    const std::int64_t perSample = network::analyse(network, &data).total.activationBytes;
    const auto most = std::clamp<std::int64_t>(kBytes / std::max<std::int64_t>(perSample, 1), 1, kMost);
    return static_cast<std::int64_t>(
        std::bit_floor(static_cast<std::uint64_t>(most))); // which most numbers of cores can share
}

} // namespace netwright::training
