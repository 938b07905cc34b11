// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/metric_set.hpp"

#include <algorithm>
#include <cassert>

namespace netwright::training {

namespace {
    constexpr std::string_view kLoss = "loss";

    engine::OutputSlot firstLoss(engine::Plan& plan)
    {
        const auto outputs = plan.outputs();
        const auto it
            = std::ranges::find_if(outputs, [](const auto& output) { return !output.target.empty(); });
        assert(it != outputs.end());
        return *it;
    }

    engine::InputSlot slotOf(engine::Plan& plan, const std::string& column)
    {
        const auto inputs = plan.inputs();
        const auto it = std::ranges::find(inputs, column, &engine::InputSlot::column);
        assert(it != inputs.end());
        return *it;
    }

    void write(MetricValues& values, std::string_view id, double mean)
    {
        if (const auto it = values.find(id); it != values.end())
            it->second = mean;
        else
            values.emplace(id, mean);
    }
} // namespace

MetricSet::MetricSet(engine::Plan& plan, const tensor::Signature& data)
    : m_output(firstLoss(plan))
    , m_target(slotOf(plan, m_output.target))
    , m_column(data.find(m_output.target))
{
    assert(m_column != nullptr);
    for (const MetricKind* kind : metricTable())
        if (kind->fits(*m_column))
            m_metrics.push_back({ kind, {} });
}

void MetricSet::reset() { restore({}); }

MetricBatch MetricSet::lastBatch(std::int64_t validRows) const
{
    const auto rows = static_cast<std::size_t>(validRows);
    const auto width = static_cast<std::size_t>(m_output.shape.elements());
    return { .target = *m_column,
             .rows = validRows,
             .prediction = m_output.values.first(rows * width),
             .numbers = m_target.numbers,
             .categories = m_target.categories };
}

void MetricSet::add(double loss, std::int64_t validRows)
{
    m_loss.sum += loss * static_cast<double>(validRows);
    m_loss.count += static_cast<double>(validRows);
    const MetricBatch batch = lastBatch(validRows);
    for (Entry& entry : m_metrics)
        entry.kind->add(batch, entry.sums);
}

void MetricSet::writeMeans(MetricValues& values) const
{
    write(values, kLoss, m_loss.mean());
    for (const Entry& entry : m_metrics)
        write(values, entry.kind->id, entry.sums.mean());
}

MetricValues MetricSet::means() const
{
    MetricValues values;
    writeMeans(values);
    return values;
}

std::map<std::string, MetricSums, std::less<>> MetricSet::sums() const
{
    std::map<std::string, MetricSums, std::less<>> sums { { std::string(kLoss), m_loss } };
    for (const Entry& entry : m_metrics)
        sums.emplace(entry.kind->id, entry.sums);
    return sums;
}

void MetricSet::restore(const std::map<std::string, MetricSums, std::less<>>& sums)
{
    const auto of = [&](std::string_view id) {
        const auto it = sums.find(id);
        return it == sums.end() ? MetricSums {} : it->second;
    };
    m_loss = of(kLoss);
    for (Entry& entry : m_metrics)
        entry.sums = of(entry.kind->id);
}

} // namespace netwright::training
