// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/parameter_store.hpp"

#include "core/base/random.hpp"
#include "core/engine/thread_count.hpp"
#include "core/tensor/reorder.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace netwright::engine {

using tensor::Buffer;
using tensor::Layout;

namespace {
    void place(const Buffer& buffer, const AlignedBlock& block, std::size_t offset)
    {
        buffer.storage()->data = block.data() + offset;
        buffer.place();
    }

    bool isLearnedTable(const layers::WeightSpec& spec) { return spec.isTrainable && spec.rowsPerSample > 0; }

    Buffer persistent(const Layout& layout)
    {
        Buffer buffer(layout);
        buffer.storage()->isPersistent = true;
        return buffer;
    }

    /// Half the width of the interval around zero that a weight's first values are drawn from; 0: they are
    /// not.
    double limitOf(const layers::WeightSpec& spec)
    {
        if (spec.initialiser == layers::Initialiser::GlorotUniform)
            return std::sqrt(6.0 / static_cast<double>(spec.fanIn + spec.fanOut));
        return spec.initialiser == layers::Initialiser::Uniform ? spec.limit : 0;
    }

    /// The numbers from `index` on; each weight of a node takes its own.
    std::vector<float> initialValues(const layers::WeightSpec& spec, const Random& random,
                                     std::uint64_t index)
    {
        std::vector<float> values(static_cast<std::size_t>(spec.shape.elements()),
                                  spec.initialiser == layers::Initialiser::Ones ? 1.F : 0.F);
        if (spec.initialiser == layers::Initialiser::ForgetGate)
            std::fill_n(values.begin() + std::ssize(values) / 4, values.size() / 4, 1.F);
        if (const double limit = limitOf(spec); limit > 0) {
            for (auto& value : values)
                value
                    = static_cast<float>((2.0 * static_cast<double>(random.uniform(index++)) - 1.0) * limit);
        }
        return values;
    }
} // namespace

void ParameterStore::add(const std::string& node, std::uint64_t position,
                         const std::vector<layers::WeightSpec>& specs, std::int64_t batch)
{
    for (const auto& spec : specs)
        m_entries.push_back({ .node = node,
                              .position = position,
                              .spec = spec,
                              .usedRows = std::min(spec.shape[0], spec.rowsPerSample * batch) });
}

layers::WeightBuffers ParameterStore::declare(std::string_view node, std::string_view name,
                                              const Layout& layout, bool hasGradient, std::size_t slice)
{
    auto& entry = find(node, name);
    if (slice == 0)
        entry.value = persistent(layout);
    assert(entry.value.layout() == layout); // all slices are recorded alike
    if (!hasGradient || !entry.spec.isTrainable)
        return { .value = entry.value, .gradient = {}, .places = {} };
    if (isLearnedTable(entry.spec)) {
        if (slice == 0)
            declareTable(entry);
        return { .value = entry.value, .gradient = entry.gradients.front(), .places = entry.places };
    }
    assert(entry.gradients.size() == slice); // asked for once by each slice
    entry.gradients.push_back(persistent(layout));
    return { .value = entry.value, .gradient = entry.gradients.back(), .places = {} };
}

void ParameterStore::declareTable(Entry& entry)
{
    const auto rows = entry.spec.shape[0];
    const auto rowSize = entry.spec.shape.elements() / rows;
    entry.gradients.push_back(persistent(Layout::plain({ entry.usedRows, rowSize })));
    entry.places = persistent(Layout::plain({ rows }, tensor::ElementType::Int32));
    m_beside.push_back(entry.gradients.front());
    m_beside.push_back(entry.places);
}

Result<Buffer> ParameterStore::copy(std::string_view node, std::string_view name, const Layout& layout)
{
    auto& entry = find(node, name);
    const auto& master = entry.value;
    assert(master);
    if (master.layout() == layout)
        return master;
    for (const auto& copy : entry.copies) {
        if (copy.layout() == layout)
            return copy;
    }
    const auto made = entry.copies.emplace_back(layout);
    const ThreadCount threads(1); // Plan::update shares copies among threads, not the work of one
    auto operation = tensor::reorder(entry.spec.name + " copy", master, made);
    if (!operation)
        return failed(operation);
    derive(std::move(*operation));
    return made;
}

const Buffer& ParameterStore::value(std::string_view node, std::string_view name)
{
    const auto& value = find(node, name).value;
    assert(value);
    return value;
}

void ParameterStore::derive(tensor::Operation operation)
{
    for (const auto& written : operation.writes) { // also scratchpads, where oneDNN wants them
        written.storage()->isPersistent = true;
        m_beside.push_back(written);
    }
    m_refresh.push_back(std::move(operation));
}

double ParameterStore::bytes() const
{
    double bytes = 0;
    for (const auto& entry : m_entries) {
        const auto gradients = isLearnedTable(entry.spec) ? 0 : entry.gradients.size(); // of tables: beside
        bytes += static_cast<double>((1 + gradients) * entry.value.layout().bytes());
    }
    for (const auto& written : m_beside)
        bytes += static_cast<double>(written.layout().bytes());
    return bytes;
}

void ParameterStore::layOut()
{
    std::size_t weightBytes = 0;
    std::size_t statisticBytes = 0;
    const auto takePlace = [](Entry& entry, std::size_t& bytes) {
        assert(entry.value); // every layer declares all its weights in every mode
        entry.offset = bytes / sizeof(float);
        bytes += aligned(entry.value.layout().bytes());
    };
    for (auto& entry : m_entries) {
        if (!isLearnedTable(entry.spec))
            takePlace(entry, entry.spec.isTrainable ? weightBytes : statisticBytes);
    }
    const std::size_t slicedBytes = weightBytes;
    for (auto& entry : m_entries) {
        if (isLearnedTable(entry.spec))
            takePlace(entry, weightBytes);
    }
    m_weights = AlignedBlock(weightBytes);
    m_statistics = AlignedBlock(statisticBytes);
    placeBesides();
    std::size_t slices = 0;
    for (const auto& entry : m_entries)
        slices = std::max(slices, entry.gradients.size());
    for (std::size_t slice = 0; slice < slices; ++slice)
        m_gradients.emplace_back(slicedBytes);
    for (const auto& entry : m_entries) {
        place(entry.value, entry.spec.isTrainable ? m_weights : m_statistics, entry.offset * sizeof(float));
        if (entry.places)
            m_tables.push_back(tableOf(entry));
        else
            for (std::size_t slice = 0; slice < entry.gradients.size(); ++slice)
                place(entry.gradients[slice], m_gradients[slice], entry.offset * sizeof(float));
    }
}

void ParameterStore::placeBesides()
{
    std::size_t bytes = 0;
    for (const auto& written : m_beside)
        bytes += aligned(written.layout().bytes());
    m_besides = AlignedBlock(bytes);
    std::size_t offset = 0;
    for (const auto& written : m_beside) {
        place(written, m_besides, offset);
        offset += aligned(written.layout().bytes());
    }
}

ParameterStore::Table ParameterStore::tableOf(const Entry& entry)
{
    const auto rows = static_cast<std::size_t>(entry.spec.shape[0]);
    const auto& gradient = entry.gradients.front();
    return { .offset = entry.offset,
             .rowSize = static_cast<std::size_t>(entry.spec.shape.elements()) / rows,
             .places = { entry.places.data<const std::int32_t>(), rows },
             .gradients = { gradient.data<const float>(), gradient.layout().bytes() / sizeof(float) } };
}

void ParameterStore::initialise(std::uint64_t seed)
{
    const ThreadCount threads(1); // many small reorders: threads would only wait for each other
    const std::string* node = nullptr;
    std::uint64_t index = 0;
    for (const auto& entry : m_entries) {
        index = node && *node == entry.node ? index : 0;
        node = &entry.node;
        const Random random(seed, streams::kWeights + entry.position);
        const auto values = initialValues(entry.spec, random, index);
        index += values.size();
        tensor::reorderNow(Layout::plain(entry.spec.shape), values.data(), entry.value.layout(),
                           entry.value.data<float>());
    }
}

std::span<float> ParameterStore::weights() const { return m_weights.floats(); }
std::span<float> ParameterStore::gradients(std::size_t slice) const
{
    return slice < m_gradients.size() ? m_gradients[slice].floats() : std::span<float>();
}
std::span<float> ParameterStore::statistics() const { return m_statistics.floats(); }

std::int64_t ParameterStore::trainableCount() const
{
    std::int64_t count = 0;
    for (const auto* entry : entries(true))
        count += entry->spec.shape.elements();
    return count;
}

ParameterStore::Entry& ParameterStore::find(std::string_view node, std::string_view name)
{
    const auto it = std::ranges::find_if(
        m_entries, [&](const Entry& entry) { return entry.node == node && entry.spec.name == name; });
    assert(it != m_entries.end());
    return *it;
}

std::vector<const ParameterStore::Entry*> ParameterStore::entries(bool trainableOnly) const
{
    std::vector<const Entry*> chosen;
    for (const auto& entry : m_entries) {
        if (entry.spec.isTrainable || !trainableOnly)
            chosen.push_back(&entry);
    }
    return chosen;
}

} // namespace netwright::engine
