// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.hpp"
#include "core/data/content_hash.hpp"
#include "core/data/csv_options.hpp"
#include "core/data/csv_table.hpp"
#include "core/data/source.hpp"

#include <algorithm>

namespace netwright::data {

namespace {
    constexpr std::size_t kFeatures = 0;
    constexpr std::size_t kTarget = 1;
    constexpr std::size_t kMaximumBytes = 2'000'000'000;
    constexpr std::int64_t kMaximumFeatures = 100'000;
    constexpr auto* kFeaturesName = "features";

    /// One for each column of numbers, one for each category of the others.
    std::int64_t featuresOf(const CsvTable& table)
    {
        std::int64_t features = 0;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const auto& column = table.columns[i];
            if (i != table.target)
                features += column.isCategory ? static_cast<std::int64_t>(column.categories.size()) : 1;
        }
        return features;
    }

    class CsvSource final : public Source {
    public:
        CsvSource(CsvTable table, std::string name, std::string fingerprint)
            : m_table(std::move(table))
            , m_name(std::move(name))
            , m_fingerprint(std::move(fingerprint))
        {
            const auto& target = this->target();
            m_signature.columns = {
                { .name = kFeaturesName,
                  .type = tensor::ColumnType::Vector,
                  .shape = { featuresOf(m_table) } },
                { .name = target.name,
                  .type = target.isCategory ? tensor::ColumnType::Category : tensor::ColumnType::Number,
                  .shape = {},
                  .categories = target.categories },
            };
        }

        [[nodiscard]] const tensor::Signature& signature() const override { return m_signature; }
        [[nodiscard]] std::int64_t rows() const override { return m_table.rows; }
        [[nodiscard]] std::string fingerprint() const override { return m_fingerprint; }

        [[nodiscard]] Status readNumbers(std::size_t column, std::span<const std::int64_t> rows,
                                         std::span<float> into) const override
        {
            if (column > kTarget || (column == kTarget && target().isCategory))
                return fail(m_name, "column {} holds no numbers", column);
            const auto width = static_cast<std::size_t>(m_signature.columns[column].shape.elements());
            if (auto checked = check(rows, into.size(), rows.size() * width); !checked)
                return checked;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const auto row = static_cast<std::size_t>(rows[i]);
                if (column == kTarget)
                    into[i] = target().numbers[row];
                else
                    readFeatures(row, into.subspan(i * width, width));
            }
            return {};
        }

        [[nodiscard]] Status readCategories(std::size_t column, std::span<const std::int64_t> rows,
                                            std::span<std::int32_t> into) const override
        {
            if (column != kTarget || !target().isCategory)
                return fail(m_name, "column {} holds no classes", column);
            if (auto checked = check(rows, into.size(), rows.size()); !checked)
                return checked;
            std::ranges::transform(rows, into.begin(), [this](std::int64_t row) {
                return target().classes[static_cast<std::size_t>(row)];
            });
            return {};
        }

        [[nodiscard]] std::vector<std::string> elementNames(std::size_t column) const override
        {
            std::vector<std::string> names;
            for (std::size_t i = 0; column == kFeatures && i < m_table.columns.size(); ++i) {
                const auto& feature = m_table.columns[i];
                if (i == m_table.target)
                    continue;
                if (!feature.isCategory)
                    names.push_back(feature.name);
                for (const auto& category : feature.categories)
                    names.push_back(feature.name + " = " + category);
            }
            return names;
        }

        [[nodiscard]] std::vector<std::string> previewHeader() const override
        {
            std::vector<std::string> names;
            for (const auto& column : m_table.columns)
                names.push_back(column.name);
            return names;
        }

        [[nodiscard]] std::vector<std::vector<std::string>> previewRows(std::int64_t first,
                                                                        std::int64_t count) const override
        {
            std::vector<std::vector<std::string>> rows;
            first = std::clamp<std::int64_t>(first, 0, m_table.rows);
            const auto end = first + std::clamp<std::int64_t>(count, 0, m_table.rows - first);
            for (auto row = first; row < end; ++row)
                rows.push_back(previewRow(static_cast<std::size_t>(row)));
            return rows;
        }

    private:
        [[nodiscard]] const CsvColumn& target() const { return m_table.columns[m_table.target]; }

        [[nodiscard]] Status check(std::span<const std::int64_t> rows, std::size_t room,
                                   std::size_t needed) const
        {
            if (room != needed)
                return fail(m_name, "expected room for {} values, found {}", needed, room);
            for (const auto row : rows) {
                if (row < 0 || row >= m_table.rows)
                    return fail(m_name, "expected a row from 0 to {}, found {}", m_table.rows - 1, row);
            }
            return {};
        }

        void readFeatures(std::size_t row, std::span<float> into) const
        {
            std::size_t at = 0;
            for (std::size_t i = 0; i < m_table.columns.size(); ++i) {
                const auto& column = m_table.columns[i];
                if (i == m_table.target)
                    continue;
                if (!column.isCategory) {
                    into[at++] = column.numbers[row];
                    continue;
                }
                const auto oneHot = into.subspan(at, column.categories.size());
                std::ranges::fill(oneHot, 0.0F);
                oneHot[static_cast<std::size_t>(column.classes[row])] = 1;
                at += oneHot.size();
            }
        }

        [[nodiscard]] std::vector<std::string> previewRow(std::size_t row) const
        {
            std::vector<std::string> fields;
            for (const auto& column : m_table.columns)
                fields.push_back(column.isCategory
                                     ? column.categories[static_cast<std::size_t>(column.classes[row])]
                                     : fmt::format("{}", column.numbers[row]));
            return fields;
        }

        CsvTable m_table;
        std::string m_name;
        std::string m_fingerprint;
        tensor::Signature m_signature;
    };

    Status checkColumns(const CsvTable& table, const std::string& name)
    {
        if (table.columns[table.target].name == kFeaturesName)
            return fail(
                name, "the target cannot be called \"{}\", the name of the other columns together; rename it",
                kFeaturesName);
        const auto features = featuresOf(table);
        if (features > kMaximumFeatures)
            return fail(
                name,
                "expected at most {} features, found {} (one for each text of a column of texts); remove "
                "columns of free text",
                kMaximumFeatures, features);
        return {};
    }

    Result<std::unique_ptr<Source>> open(const ParameterValues& values, const std::filesystem::path& folder,
                                         const Progress& progress)
    {
        if (values.text("file").empty())
            return fail({}, "no file is chosen; choose a CSV file");
        const auto file = folder / values.text("file");
        const auto name = file.string();
        const auto text = readFile(file, kMaximumBytes);
        if (!text)
            return failed(text);
        auto table = readCsvTable(*text, csvOptions(values), name, progress);
        if (!table)
            return failed(table);
        if (auto checked = checkColumns(*table, name); !checked)
            return failed(checked);
        ContentHash hash;
        hash.add(std::span(reinterpret_cast<const std::uint8_t*>(text->data()), text->size()));
        return std::make_unique<CsvSource>(*std::move(table), name, hash.text());
    }
} // namespace

extern const SourceKind kCsv {
    .id = "csv",
    .title = "CSV table",
    .help = "A table as text, one row a line. Its columns but the target become the vector \"features\"; columns of "
            "texts become one feature a text.",
    .parameters = {
        { .id = "file", .label = "File", .help = "The table, as text in UTF-8 with one row a line.",
          .type = ParameterType::File, .fallback = std::string() },
        { .id = "separator", .label = "Separator", .help = "What stands between the fields of a row.",
          .type = ParameterType::Choice, .fallback = std::string("auto"),
          .choices = { "auto", "comma", "semicolon", "tab", "pipe", "space" } },
        { .id = "header", .label = "Header", .help = "Whether the first row names the columns.",
          .type = ParameterType::Choice, .fallback = std::string("auto"), .choices = { "auto", "yes", "no" } },
        { .id = "target", .label = "Target", .help = "The name of the column to be predicted; empty: the last one.",
          .type = ParameterType::Text, .fallback = std::string() },
        { .id = "target_type", .label = "Target type",
          .help = "Whether the target is a class or a number; auto: a number where all its values are.",
          .type = ParameterType::Choice, .fallback = std::string("auto"), .choices = { "auto", "category", "number" } },
        { .id = "missing", .label = "Missing values",
          .help = "What to do with rows where a value is missing (empty, NA, N/A, NaN, null or ?): tell, or drop them.",
          .type = ParameterType::Choice, .fallback = std::string("error"), .choices = { "error", "drop" } },
    },
    .open = &open,
};

} // namespace netwright::data
