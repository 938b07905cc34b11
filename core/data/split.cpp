// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/split.hpp"

#include "core/base/random.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace netwright::data {

namespace {
    std::vector<std::int64_t> shuffledRows(std::int64_t first, std::int64_t end, std::uint64_t seed)
    {
        std::vector<std::int64_t> rows(static_cast<std::size_t>(end - first));
        std::iota(rows.begin(), rows.end(), first);
        shuffle(rows, seed, streams::kSplit);
        return rows;
    }

    Status check(const Split& split, bool hasTest)
    {
        const double test = hasTest ? 0 : split.test;
        for (const auto& [name, share] :
             { std::pair("validation", split.validation), std::pair("test", test) }) {
            if (!(share >= 0 && share < 1))
                return fail({}, "split: expected a {} share from 0 to below 1, found {}", name, share);
        }
        if (split.validation + test >= 1)
            return fail(
                {}, "split: validation {} and test {} leave no rows for training; their sum must be below 1",
                split.validation, test);
        return {};
    }
} // namespace

std::string_view idOf(Part part)
{
    switch (part) {
    case Part::Train:
        return "train";
    case Part::Validation:
        return "validation";
    case Part::Test:
        return "test";
    }
    return "";
}

Result<Part> partFromId(std::string_view id)
{
    for (const auto part : { Part::Train, Part::Validation, Part::Test }) {
        if (idOf(part) == id)
            return part;
    }
    return fail({}, "expected a part called train, validation or test, found \"{}\"", id);
}

Result<PartRows> splitRows(const Split& split, std::int64_t rows, std::optional<std::int64_t> firstTestRow,
                           std::int64_t limit)
{
    if (auto checked = check(split, firstTestRow.has_value()); !checked)
        return failed(checked);
    if (limit < 0)
        return fail({}, "limit: expected 0 (all rows) or more, found {}", limit);
    const auto given = firstTestRow.value_or(rows);
    const auto count = [given](double share) { return std::llround(share * static_cast<double>(given)); };
    const auto validation = count(split.validation);
    const auto test = firstTestRow ? 0 : std::min(count(split.test), given - validation);
    const auto order = shuffledRows(0, given, split.seed);
    const auto testStart = order.begin() + validation;
    const auto trainStart = testStart + test;
    PartRows parts { std::vector(trainStart, order.end()), std::vector(order.begin(), testStart),
                     firstTestRow ? shuffledRows(given, rows, split.seed)
                                  : std::vector(testStart, trainStart) };
    if (parts[0].empty())
        return fail({},
                    "split: no row of {} is left for training; make validation and test smaller or add rows",
                    given);
    for (auto& part : parts) {
        if (limit > 0 && std::cmp_less(limit, part.size()))
            part.resize(static_cast<std::size_t>(limit));
        std::ranges::sort(part);
    }
    return parts;
}

} // namespace netwright::data
