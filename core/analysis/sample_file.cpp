// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/evaluation.hpp"
#include "core/analysis/input_column.hpp"
#include "core/base/file.hpp"
#include "core/data/csv_text.hpp"
#include "core/data/csv_value.hpp"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace netwright::analysis {

namespace {
    using Samples = std::vector<std::vector<float>>;

    constexpr std::size_t kLargestFile = 256 << 20;
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

    Result<std::vector<Feature>> findFeatures(const std::vector<std::string>& names,
                                              std::span<const std::string> header, const std::string& file)
    {
        std::vector<Feature> features;
        for (const std::string& name : names) {
            if (const auto it = std::ranges::find(header, name); it != header.end()) {
                features.push_back({ .field = static_cast<std::size_t>(it - header.begin()) });
                continue;
            }
            const auto split = name.find(kOneHot);
            const auto it = std::ranges::find(header, name.substr(0, split));
            if (split == std::string::npos || it == header.end())
                return fail(file, "expected a header that names the column \"{}\", found {}",
                            name.substr(0, split), fmt::join(header, ", "));
            features.push_back(
                { static_cast<std::size_t>(it - header.begin()), name.substr(split + kOneHot.size()) });
        }
        return features;
    }

    Result<std::vector<float>> readRow(const data::CsvReader& reader, const std::vector<Feature>& features,
                                       std::span<const std::string> header)
    {
        if (reader.fields().size() != header.size())
            return fail(reader.where(), "expected {} fields, found {}; mend the line or remove it",
                        header.size(), reader.fields().size());
        std::vector<float> row;
        row.reserve(features.size());
        for (const auto& [field, category] : features) {
            const std::string& text = reader.fields()[field];
            const data::CsvValue value = data::csvValue(text);
            if (category.empty() && value.type != data::CsvValueType::Number)
                return fail(reader.where(), "column \"{}\": expected a number, found \"{}\"", header[field],
                            text);
            row.push_back(category.empty() ? value.number : text == category ? 1.0F : 0.0F);
        }
        return row;
    }

    Result<Samples> readTable(const std::string& name, const std::string& bytes,
                              const std::vector<std::string>& names)
    {
        const auto text = data::checkedText(bytes, name);
        if (!text)
            return failed(text);
        data::CsvReader reader(*text, data::detectSeparator(*text), name);
        auto more = reader.next();
        if (!more)
            return failed(more);
        const std::vector<std::string> header(reader.fields().begin(), reader.fields().end());
        const auto features = findFeatures(names, header, name);
        if (!features)
            return failed(features);
        Samples samples;
        for (more = reader.next(); more && *more; more = reader.next()) {
            auto row = readRow(reader, *features, header);
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
        return readTable(file.string(), *bytes, dataset.source().elementNames(*index));
    try {
        return readImage(file.string(), *bytes, column);
    } catch (const cv::Exception& exception) {
        return fail(file.string(), "cannot be decoded: {}", exception.err);
    }
}

} // namespace netwright::analysis
