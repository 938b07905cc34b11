// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sample_file.hpp"

#include "core/analysis/input_column.hpp"
#include "core/analysis/sample_image.hpp"
#include "core/analysis/sample_table.hpp"
#include "core/base/file.hpp"
#include "core/data/csv_options.hpp"

namespace netwright::analysis {

namespace {
    constexpr std::size_t kLargestFile = 256 << 20;

    /// What a table must have.
    std::vector<std::string> featuresOf(const data::Source& source, std::size_t column)
    {
        auto names = source.elementNames(column);
        if (names.empty())
            names.push_back(source.signature().columns[column].name);
        return names;
    }

    data::CsvOptions optionsOf(const data::DatasetSpec& spec)
    {
        return spec.source == "csv" ? data::csvOptions(spec.parameters) : data::CsvOptions {};
    }
} // namespace

Result<SampleFile> readSamples(const std::filesystem::path& file, const data::Dataset& dataset,
                               const network::Network& network)
{
    const auto column = inputColumn(network, dataset.signature());
    if (!column)
        return failed(column);
    const auto bytes = readFile(file, kLargestFile);
    if (!bytes)
        return failed(bytes);
    if (const auto& input = dataset.signature().columns[*column]; input.type == tensor::ColumnType::Image)
        return readSampleImage(file.string(), *bytes, input);
    return readSampleTable(file.string(), *bytes, featuresOf(dataset.source(), *column),
                           optionsOf(dataset.spec()));
}

} // namespace netwright::analysis
