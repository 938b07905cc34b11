// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/evaluation.hpp"
#include "core/analysis/input_column.hpp"
#include "core/base/file.hpp"
#include "core/data/csv_text.hpp"
#include "core/data/csv_value.hpp"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace netwright::analysis {

namespace {
    using Samples = std::vector<std::vector<float>>;

    constexpr std::size_t kLargestFile = 256 << 20;
    constexpr std::size_t kMostNumbers = 500'000'000;
    constexpr std::string_view kOneHot
        = " = "; ///< between a column and one of its classes, in a feature's name

    /// Channel by channel, RGB, as the columns of datasets are.
    std::vector<float> planar(const cv::Mat& image)
    {
        std::vector<float> numbers;
        numbers.reserve(image.total() * static_cast<std::size_t>(image.channels()));
        std::vector<cv::Mat> channels;
        cv::split(image, channels);
        for (const cv::Mat& channel : channels)
            numbers.insert(numbers.end(), channel.begin<std::uint8_t>(), channel.end<std::uint8_t>());
        return numbers;
    }

    Result<Samples> readImage(const std::string& name, const std::string& bytes, const tensor::Column& column)
    {
        const std::int64_t channels = column.shape[0];
        if (channels != 1 && channels != 3)
            return fail(name,
                        "column \"{}\" has {} channels; only grey and colour images can be read from a file",
                        column.name, channels);
        const cv::Mat raw(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));
        cv::Mat image = bytes.empty()
            ? cv::Mat()
            : cv::imdecode(raw, channels == 1 ? cv::IMREAD_GRAYSCALE : cv::IMREAD_COLOR);
        if (image.empty())
            return fail(name,
                        "expected an image (PNG, JPEG, BMP, ...), found something else; is it damaged?");
        const cv::Size size(static_cast<int>(column.shape[2]), static_cast<int>(column.shape[1]));
        if (image.size() != size)
            cv::resize(image, image, size, 0, 0, cv::INTER_AREA);
        if (channels == 3)
            cv::cvtColor(image, image, cv::COLOR_BGR2RGB);
        return Samples { planar(image) };
    }

    /// A feature of the dataset, by where a row of the file has it: a number, or 1 where a field is this
    /// class.
    struct Feature {
        std::size_t field = 0;
        std::string category = {}; ///< empty: the field is the number
    };

    /// Where the rows of a table have the features that the dataset has.
    struct TableLayout {
        std::vector<std::string> header;
        std::vector<Feature> features;
        std::map<std::size_t, std::set<std::string>> classes; ///< by field, what is allowed there
    };

    Result<TableLayout> findFeatures(const std::vector<std::string>& names,
                                     std::span<const std::string> header, const std::string& file)
    {
        TableLayout layout { { header.begin(), header.end() }, {}, {} };
        for (const std::string& name : names) {
            if (const auto it = std::ranges::find(header, name); it != header.end()) {
                layout.features.push_back({ .field = static_cast<std::size_t>(it - header.begin()) });
                continue;
            }
            const auto split = name.find(kOneHot);
            const auto it = std::ranges::find(header, name.substr(0, split));
            if (split == std::string::npos || it == header.end())
                return fail(file, "expected a header that names the column \"{}\", found {}",
                            name.substr(0, split), fmt::join(header, ", "));
            const auto field = static_cast<std::size_t>(it - header.begin());
            layout.features.push_back({ field, name.substr(split + kOneHot.size()) });
            layout.classes[field].insert(layout.features.back().category);
        }
        return layout;
    }

    Status checkFields(const data::CsvReader& reader, const TableLayout& layout)
    {
        const auto fields = reader.fields();
        if (fields.size() != layout.header.size())
            return fail(reader.where(), "expected {} fields, found {}; mend the line or remove it",
                        layout.header.size(), fields.size());
        for (const auto& [field, classes] : layout.classes)
            if (!classes.contains(fields[field]))
                return fail(reader.where(), "column \"{}\": expected {}, found \"{}\"", layout.header[field],
                            fmt::join(classes, " or "), fields[field]);
        return {};
    }

    Result<std::vector<float>> readRow(const data::CsvReader& reader, const TableLayout& layout)
    {
        if (const Status checked = checkFields(reader, layout); !checked)
            return failed(checked);
        std::vector<float> row;
        row.reserve(layout.features.size());
        for (const auto& [field, category] : layout.features) {
            const std::string& text = reader.fields()[field];
            const data::CsvValue value = data::csvValue(text);
            if (category.empty() && value.type != data::CsvValueType::Number)
                return fail(reader.where(), "column \"{}\": expected a number, found \"{}\"",
                            layout.header[field], text);
            row.push_back(category.empty() ? value.number : text == category ? 1.0F : 0.0F);
        }
        return row;
    }

    Result<Samples> readRows(data::CsvReader& reader, const TableLayout& layout, const std::string& name)
    {
        Samples samples;
        auto more = reader.next();
        for (; more && *more; more = reader.next()) {
            if ((samples.size() + 1) * layout.features.size() > kMostNumbers)
                return fail(name, "it holds more than {} numbers; cut it in pieces", kMostNumbers);
            auto row = readRow(reader, layout);
            if (!row)
                return failed(row);
            samples.push_back(*std::move(row));
        }
        if (!more)
            return failed(more);
        if (samples.empty())
            return fail(name, "expected a row for each sample below the header, found none");
        return samples;
    }

    Result<Samples> readTable(const std::string& name, const std::string& bytes,
                              const std::vector<std::string>& names)
    {
        const auto text = data::checkedText(bytes, name);
        if (!text)
            return failed(text);
        data::CsvReader reader(*text, data::detectSeparator(*text), name);
        if (const auto first = reader.next(); !first)
            return failed(first);
        const auto layout = findFeatures(names, reader.fields(), name);
        return layout ? readRows(reader, *layout, name) : failed(layout);
    }

    /// What the header of a table must name.
    std::vector<std::string> namesOf(const data::Source& source, std::size_t index)
    {
        auto names = source.elementNames(index);
        if (names.empty())
            names.push_back(source.signature().columns[index].name);
        return names;
    }
} // namespace

Result<Samples> readSamples(const std::filesystem::path& file, const data::Dataset& dataset,
                            const network::Network& network)
{
    const auto index = inputColumn(network, dataset.signature());
    if (!index)
        return failed(index);
    const auto bytes = readFile(file, kLargestFile);
    if (!bytes)
        return failed(bytes);
    const tensor::Column& column = dataset.signature().columns[*index];
    if (column.type != tensor::ColumnType::Image)
        return readTable(file.string(), *bytes, namesOf(dataset.source(), *index));
    try {
        return readImage(file.string(), *bytes, column);
    } catch (const cv::Exception& exception) {
        return fail(file.string(), "cannot be decoded: {}", exception.err);
    }
}

} // namespace netwright::analysis
