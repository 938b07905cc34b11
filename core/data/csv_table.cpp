// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_table.hpp"

#include "core/base/text.hpp"
#include "core/data/csv_header.hpp"
#include "core/data/csv_text.hpp"
#include "core/data/csv_value.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <span>
#include <unordered_map>

namespace netwright::data {

namespace {
    constexpr std::int64_t kMaximumValues = 500'000'000; // 2 GB of float32
    constexpr std::size_t kMaximumCategories = 10'000;

    /// The first field of a column that is no usable number.
    struct Finding {
        std::int64_t line = 0; ///< 0: none
        std::string field;

        void note(std::int64_t at, const std::string& text)
        {
            if (line == 0)
                *this = { at, text };
        }
    };

    /// What a column is built from.
    struct Draft {
        Finding text;
        Finding notFinite;
        std::unordered_map<std::string, std::int32_t> seen; ///< classes in the order of their first row
    };

    std::string sample(const std::string& field)
    {
        constexpr std::size_t kLength = 40;
        return cut(field, kLength);
    }

    class TableReader {
    public:
        TableReader(std::string_view text, const CsvOptions& options, const std::string& name,
                    const Progress& progress)
            : m_text(text)
            , m_options(options)
            , m_name(name)
            , m_progress(progress)
            , m_separator(options.separator ? *options.separator : detectSeparator(text))
            , m_hasHeader(options.hasHeader ? *options.hasHeader : detectHeader(text, m_separator))
        {
        }

        Result<CsvTable> read()
        {
            const auto done = readNames()
                                  .and_then([this] { return findTarget(); })
                                  .and_then([this] { return settleTypes(); })
                                  .and_then([this] { return keepValues(); });
            if (!done)
                return failed(done);
            for (std::size_t column = 0; column < m_drafts.size(); ++column)
                sortCategories(column);
            return std::move(m_table);
        }

    private:
        using Fields = std::span<const std::string>;

        Status readNames()
        {
            CsvReader reader(m_text, m_separator, m_name);
            const auto first = reader.next();
            if (!first)
                return failed(first);
            if (!*first)
                return fail(m_name, "is empty; expected a table with one row a line");
            std::set<std::string> seen;
            for (std::size_t column = 0; column < reader.fields().size(); ++column) {
                auto name = m_hasHeader ? reader.fields()[column] : std::string();
                if (name.empty())
                    name = fmt::format("column {}", column + 1);
                if (!seen.insert(name).second)
                    return fail(reader.where(), "two columns are called \"{}\"; rename one", sample(name));
                m_table.columns.push_back({ .name = std::move(name) });
            }
            m_drafts.resize(m_table.columns.size());
            return {};
        }

        Status findTarget()
        {
            const auto& columns = m_table.columns;
            if (columns.size() < 2)
                return fail(
                    m_name,
                    "expected at least 2 columns, one of them the target, found 1; is the separator right?");
            if (m_options.target.empty()) {
                m_table.target = columns.size() - 1;
                return {};
            }
            const auto it = std::ranges::find(columns, m_options.target, &CsvColumn::name);
            m_table.target = static_cast<std::size_t>(it - columns.begin());
            if (it != columns.end())
                return {};
            constexpr std::size_t kNamed = 20;
            std::vector<std::string> names;
            for (const auto& column : std::span(columns).first(std::min(kNamed, columns.size())))
                names.push_back(sample(column.name));
            return fail(m_name, "there is no column \"{}\" to be the target; there are {}{}",
                        sample(m_options.target), fmt::join(names, ", "),
                        columns.size() > kNamed ? " and more" : "");
        }

        Status stopped() const { return fail(m_name, "reading was stopped"); }

        /// Calls `visit` with every row that is kept. `pass` 0 or 1 is for the progress.
        template <class Visit> Status eachRow(int pass, Visit visit)
        {
            constexpr std::int64_t kReportEvery = 4096;
            CsvReader reader(m_text, m_separator, m_name);
            std::int64_t records = 0;
            for (auto more = reader.next();; more = reader.next()) {
                if (!more)
                    return failed(more);
                if (!*more)
                    return {};
                if (records++ == 0 && m_hasHeader)
                    continue;
                if (records % kReportEvery == 0) {
                    if (m_progress.stop.stop_requested())
                        return stopped();
                    const auto part
                        = static_cast<double>(reader.position()) / static_cast<double>(m_text.size());
                    m_progress.report((pass + part) / 2, "Reading the table");
                }
                const auto keeps = check(reader);
                if (!keeps)
                    return failed(keeps);
                if (!*keeps)
                    continue;
                if (auto visited = visit(reader.fields(), reader.line()); !visited)
                    return visited;
            }
        }

        /// Whether the row is complete; false where it is to be left out.
        Result<bool> check(const CsvReader& reader) const
        {
            const auto fields = reader.fields();
            if (fields.size() != m_drafts.size())
                return fail(reader.where(),
                            "expected {} fields as in the first row, found {}; mend the line or remove it",
                            m_drafts.size(), fields.size());
            for (std::size_t column = 0; column < fields.size(); ++column) {
                if (csvValue(fields[column]).type != CsvValueType::Missing)
                    continue;
                if (m_options.dropsMissing)
                    return false;
                return fail(
                    fmt::format("{} column \"{}\"", reader.where(), sample(m_table.columns[column].name)),
                    "the value is missing (found \"{}\"); fill it in, or set \"Missing values\" to leave "
                    "such "
                    "rows out",
                    fields[column]);
            }
            return true;
        }

        Status settleTypes()
        {
            const auto columns = static_cast<std::int64_t>(m_drafts.size());
            auto walked = eachRow(0, [&](Fields fields, std::int64_t line) -> Status {
                if (++m_table.rows > kMaximumValues / columns)
                    return fail(
                        m_name,
                        "expected at most {} values, found more ({} columns); use a part of the table",
                        kMaximumValues, columns);
                for (std::size_t column = 0; column < fields.size(); ++column) {
                    const auto type = csvValue(fields[column]).type;
                    if (type == CsvValueType::Text)
                        m_drafts[column].text.note(line, fields[column]);
                    else if (type == CsvValueType::NotFinite)
                        m_drafts[column].notFinite.note(line, fields[column]);
                }
                return {};
            });
            if (!walked)
                return walked;
            if (m_table.rows == 0)
                return fail(m_name, "expected rows of data, found {}",
                            m_options.dropsMissing ? "none that is complete" : "only a header");
            for (std::size_t column = 0; column < m_drafts.size(); ++column) {
                if (auto settled = settleType(column); !settled)
                    return settled;
            }
            return {};
        }

        Status settleType(std::size_t column)
        {
            const auto& draft = m_drafts[column];
            auto& result = m_table.columns[column];
            const auto type = column == m_table.target ? m_options.targetType : TargetType::Auto;
            result.isCategory
                = type == TargetType::Category || (type == TargetType::Auto && draft.text.line > 0);
            if (result.isCategory)
                return {};
            const auto& odd = draft.text.line > 0 ? draft.text : draft.notFinite;
            if (odd.line > 0)
                return fail(fmt::format("{} line {} column \"{}\"", m_name, odd.line, sample(result.name)),
                            "expected a finite number, found \"{}\"; mend the value or remove the line",
                            sample(odd.field));
            result.numbers.reserve(static_cast<std::size_t>(m_table.rows));
            return {};
        }

        Status keepValues()
        {
            return eachRow(1, [this](Fields fields, std::int64_t) -> Status {
                for (std::size_t column = 0; column < fields.size(); ++column) {
                    if (!m_table.columns[column].isCategory)
                        m_table.columns[column].numbers.push_back(csvValue(fields[column]).number);
                    else if (auto kept = keepClass(column, fields[column]); !kept)
                        return kept;
                }
                return {};
            });
        }

        Status keepClass(std::size_t column, const std::string& field)
        {
            auto& draft = m_drafts[column];
            const auto [entry, isNew]
                = draft.seen.try_emplace(field, static_cast<std::int32_t>(draft.seen.size()));
            if (isNew && draft.seen.size() > kMaximumCategories) {
                const auto where
                    = fmt::format("{} column \"{}\"", m_name, sample(m_table.columns[column].name));
                if (draft.text.line == 0)
                    return fail(where, "expected at most {} classes, found more; is it a number?",
                                kMaximumCategories);
                return fail(
                    where,
                    "expected numbers or at most {} different texts, found more (the first is \"{}\" in line "
                    "{}); remove the column",
                    kMaximumCategories, sample(draft.text.field), draft.text.line);
            }
            m_table.columns[column].classes.push_back(entry->second);
            return {};
        }

        void sortCategories(std::size_t column)
        {
            auto& result = m_table.columns[column];
            auto& categories = result.categories;
            for (const auto& [name, number] : m_drafts[column].seen)
                categories.push_back(name);
            std::ranges::sort(categories);
            const auto isNumber
                = [](const auto& name) { return csvValue(name).type == CsvValueType::Number; };
            if (std::ranges::all_of(categories, isNumber))
                std::ranges::stable_sort(categories, {},
                                         [](const auto& name) { return csvValue(name).number; });
            std::vector<std::int32_t> place(categories.size());
            for (std::size_t i = 0; i < categories.size(); ++i)
                place[static_cast<std::size_t>(m_drafts[column].seen.at(categories[i]))]
                    = static_cast<std::int32_t>(i);
            for (auto& number : result.classes)
                number = place[static_cast<std::size_t>(number)];
        }

        std::string_view m_text;
        const CsvOptions& m_options;
        const std::string& m_name;
        const Progress& m_progress;
        char m_separator;
        bool m_hasHeader;
        std::vector<Draft> m_drafts;
        CsvTable m_table;
    };
} // namespace

Result<CsvTable> readCsvTable(std::string_view text, const CsvOptions& options, const std::string& name,
                              const Progress& progress)
{
    const auto checked = checkedText(text, name);
    if (!checked)
        return failed(checked);
    return TableReader(*checked, options, name, progress).read();
}

} // namespace netwright::data
