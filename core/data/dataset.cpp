// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.hpp"

#include "core/base/json_text.hpp"

#include <nlohmann/json.hpp>

#include <cassert>
#include <new>

namespace netwright::data {

namespace {
    /// Errors that name no file are about the description itself.
    Error named(Error error, const std::string& dataset)
    {
        if (error.where.empty())
            error.where = fmt::format("dataset \"{}\"", dataset);
        return error;
    }

    Result<std::unique_ptr<Source>> openSource(const DatasetSpec& spec, const std::filesystem::path& folder,
                                               const Progress& progress)
    {
        const auto* kind = findSource(spec.source);
        if (!kind)
            return fail({}, "unknown source {}; was the file written by a newer Netwright?",
                        shown(nlohmann::ordered_json(spec.source)));
        if (auto checked = checkValues(kind->parameters, spec.parameters); !checked)
            return failed(checked);
        return kind->open(spec.parameters, folder, progress);
    }
} // namespace

Result<std::shared_ptr<const Dataset>>
Dataset::open(const DatasetSpec& spec, const std::filesystem::path& folder, const Progress& progress)
try {
    const std::shared_ptr<Dataset> dataset(new Dataset);
    dataset->m_spec = spec;
    const auto filled = openSource(spec, folder, progress)
                            .and_then([&](std::unique_ptr<Source> source) {
                                dataset->m_source = std::move(source);
                                return splitRows(spec.split, dataset->m_source->rows(),
                                                 dataset->m_source->firstTestRow(), spec.limit);
                            })
                            .and_then([&](PartRows rows) {
                                dataset->m_rows = std::move(rows);
                                return dataset->fitScales(progress);
                            });
    if (!filled)
        return tl::unexpected(named(filled.error(), spec.name));
    return dataset;
} catch (const std::bad_alloc&) {
    return fail(fmt::format("dataset \"{}\"", spec.name),
                "the memory of the machine does not suffice to hold it; use a part of the data");
}

Status Dataset::fitScales(const Progress& progress)
{
    for (std::size_t column = 0; column < signature().columns.size(); ++column) {
        auto scale = fitScale(*m_source, column, rows(Part::Train), m_spec.normalisation, progress);
        if (!scale)
            return failed(scale);
        m_scales.push_back(*std::move(scale));
    }
    return {};
}

std::span<const std::int64_t> Dataset::rows(Part part) const
{
    return m_rows[static_cast<std::size_t>(part)];
}

Status Dataset::readNumbers(std::size_t column, std::span<const std::int64_t> rows,
                            std::span<float> into) const
{
    auto read = m_source->readNumbers(column, rows, into);
    if (read)
        normalise(column, into);
    return read;
}

Status Dataset::readCategories(std::size_t column, std::span<const std::int64_t> rows,
                               std::span<std::int32_t> into) const
{
    return m_source->readCategories(column, rows, into);
}

void Dataset::normalise(std::size_t column, std::span<float> numbers) const
{
    assert(column < m_scales.size());
    m_scales[column].apply(numbers);
}

} // namespace netwright::data
