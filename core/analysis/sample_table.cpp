// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sample_table.hpp"

#include "core/data/csv_header.hpp"
#include "core/data/csv_text.hpp"
#include "core/data/csv_value.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace netwright::analysis {

namespace {
    using data::CsvValueType;
    using Names = std::vector<std::string>;

    constexpr std::size_t kMostNumbers = 500'000'000;
    constexpr std::string_view kOneHot
        = " = "; ///< between a column and one of its classes, in a feature's name

    /// A feature of the dataset, by where a row of the file has it: a number, or 1 where a field is this
    /// class.
    struct Feature {
        std::size_t field = 0;
        std::string category = {}; ///< empty: the field is the number
    };

    /// Where the rows of a table have the features that the dataset has.
    struct Layout {
        Names columns;
        std::vector<Feature> features;
        std::map<std::size_t, std::set<std::string>> classes; ///< by field, what is allowed there
    };

    std::optional<std::size_t> find(const Names& columns, std::string_view name)
    {
        const auto it = std::ranges::find(columns, name);
        return it == columns.end() ? std::nullopt
                                   : std::optional(static_cast<std::size_t>(it - columns.begin()));
    }

    /// The layout, or the first column that is not there.
    tl::expected<Layout, std::string> layoutOf(std::span<const std::string> features, Names columns)
    {
        Layout layout { std::move(columns), {}, {} };
        for (const std::string& name : features) {
            if (const auto field = find(layout.columns, name)) {
                layout.features.push_back({ .field = *field });
                continue;
            }
            const auto split = name.find(kOneHot);
            const auto field = find(layout.columns, name.substr(0, split));
            if (split == std::string::npos || !field)
                return tl::unexpected(name.substr(0, split));
            layout.features.push_back({ *field, name.substr(split + kOneHot.size()) });
            layout.classes[*field].insert(layout.features.back().category);
        }
        return layout;
    }

    /// Columns without a header, as datasets call them.
    Names numbered(std::size_t count)
    {
        Names names;
        for (std::size_t i = 1; i <= count; ++i)
            names.push_back(fmt::format("column {}", i));
        return names;
    }

    class TableReader {
    public:
        TableReader(std::string_view text, const std::string& name, std::span<const std::string> features,
                    const data::CsvOptions& options)
            : m_text(text)
            , m_name(name)
            , m_features(features)
            , m_options(options)
            , m_separator(options.separator ? *options.separator : data::detectSeparator(text))
        {
        }

        Result<SampleFile> read()
        {
            return findColumns().and_then([this] { return readRows(); }).map([this] {
                noteDropped();
                return std::move(m_file);
            });
        }

    private:
        Status findColumns()
        {
            data::CsvReader reader(m_text, m_separator, m_name);
            if (const auto first = reader.next(); !first)
                return failed(first);
            const Names header(reader.fields().begin(), reader.fields().end());
            auto named = layoutOf(m_features, header);
            m_hasHeader = m_options.hasHeader ? *m_options.hasHeader
                                              : named.has_value() || data::detectHeader(m_text, m_separator);
            if (!m_hasHeader)
                if (auto unnamed = layoutOf(m_features, numbered(header.size())))
                    named = std::move(unnamed);
            if (!named)
                return fail(m_name, "expected a header that names the column \"{}\", found {}", named.error(),
                            fmt::join(header, ", "));
            m_layout = *std::move(named);
            return {};
        }

        Status readRows()
        {
            data::CsvReader reader(m_text, m_separator, m_name);
            bool isHeader = m_hasHeader;
            for (auto more = reader.next();; more = reader.next()) {
                if (!more)
                    return failed(more);
                if (!*more)
                    break;
                if (std::exchange(isHeader, false))
                    continue;
                if (const auto taken = takeRow(reader); !taken)
                    return taken;
            }
            if (m_file.samples.empty())
                return fail(m_name, "expected a row for each sample{}, found none{}",
                            m_hasHeader ? " below the header" : "",
                            m_dropped.empty() ? "" : " without missing values");
            return {};
        }

        Status takeRow(const data::CsvReader& reader)
        {
            if (const auto found = reader.fields().size(); found != m_layout.columns.size())
                return fail(reader.where(), "expected {} fields, found {}; mend the line or remove it",
                            m_layout.columns.size(), found);
            if (m_options.dropsMissing && lacksFeature(reader.fields())) {
                m_dropped.push_back(reader.line());
                return {};
            }
            if ((m_file.samples.size() + 1) * m_layout.features.size() > kMostNumbers)
                return fail(m_name, "it holds more than {} numbers; cut it in pieces", kMostNumbers);
            auto row = readRow(reader);
            if (!row)
                return failed(row);
            m_file.samples.push_back(*std::move(row));
            m_file.lines.push_back(reader.line());
            return {};
        }

        [[nodiscard]] bool lacksFeature(std::span<const std::string> fields) const
        {
            return std::ranges::any_of(m_layout.features, [&](const Feature& feature) {
                return data::csvValue(fields[feature.field]).type == CsvValueType::Missing;
            });
        }

        [[nodiscard]] Result<std::vector<float>> readRow(const data::CsvReader& reader) const
        {
            const auto fields = reader.fields();
            for (const auto& [field, classes] : m_layout.classes)
                if (!classes.contains(fields[field]))
                    return fail(reader.where(), "column \"{}\": expected {}, found \"{}\"",
                                m_layout.columns[field], fmt::join(classes, " or "), fields[field]);
            std::vector<float> row;
            row.reserve(m_layout.features.size());
            for (const auto& [field, category] : m_layout.features) {
                const auto value = data::csvValue(fields[field]);
                if (category.empty() && value.type != CsvValueType::Number)
                    return fail(reader.where(), "column \"{}\": expected a number, found \"{}\"",
                                m_layout.columns[field], fields[field]);
                row.push_back(category.empty() ? value.number : fields[field] == category ? 1.0F : 0.0F);
            }
            return row;
        }

        void noteDropped()
        {
            constexpr std::size_t kNamed = 10;
            if (m_dropped.empty())
                return;
            const auto named = std::span(m_dropped).first(std::min(kNamed, m_dropped.size()));
            m_file.notices.push_back(
                fmt::format("{}: left out {} with a missing value, as the dataset does (line {}{})", m_name,
                            m_dropped.size() == 1 ? "a row" : fmt::format("{} rows", m_dropped.size()),
                            fmt::join(named, ", "), named.size() < m_dropped.size() ? ", ..." : ""));
        }

        std::string_view m_text;
        const std::string& m_name;
        std::span<const std::string> m_features;
        const data::CsvOptions& m_options;
        char m_separator;
        bool m_hasHeader = true;
        Layout m_layout;
        std::vector<std::int64_t> m_dropped; ///< lines
        SampleFile m_file;
    };
} // namespace

Result<SampleFile> readSampleTable(const std::string& name, const std::string& bytes,
                                   std::span<const std::string> features, const data::CsvOptions& options)
{
    const auto text = data::checkedText(bytes, name);
    if (!text)
        return failed(text);
    return TableReader(*text, name, features, options).read();
}

} // namespace netwright::analysis
