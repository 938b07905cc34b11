// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/scale.hpp"

#include "core/base/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace netwright::data {

namespace {
    /// Range and moments of the numbers that share a factor, one entry a group. Sums are of differences from
    /// the first number, in double: a large mean does not drown a small deviation.
    class Statistics {
    public:
        Statistics(std::size_t groups, std::size_t repeat)
            : m_groups(groups)
            , m_repeat(repeat)
        {
        }

        void add(std::span<const float> row)
        {
            for (std::size_t group = 0; group < m_groups.size(); ++group)
                m_groups[group].add(row.subspan(group * m_repeat, m_repeat));
        }

        [[nodiscard]] Scale range() const
        {
            return scale([](const Group& group) {
                return std::pair { group.minimum, group.maximum - group.minimum };
            });
        }
        [[nodiscard]] Scale standard() const
        {
            return scale([](const Group& group) {
                const double mean = group.sum / group.count;
                return std::pair { group.first + mean,
                                   std::sqrt(std::max(0.0, group.squares / group.count - mean * mean)) };
            });
        }

    private:
        struct Group {
            double first = 0;
            double minimum = 0;
            double maximum = 0;
            double sum = 0;
            double squares = 0;
            double count = 0;

            void add(std::span<const float> numbers)
            {
                if (count == 0)
                    first = minimum = maximum = numbers.front();
                for (const double number : numbers) {
                    minimum = std::min(minimum, number);
                    maximum = std::max(maximum, number);
                    const double difference = number - first;
                    sum += difference;
                    squares += difference * difference;
                }
                count += static_cast<double>(numbers.size());
            }
        };

        template <class OffsetAndWidth> [[nodiscard]] Scale scale(OffsetAndWidth offsetAndWidth) const
        {
            Scale result { .factor = {}, .offset = {}, .repeat = m_repeat };
            for (const auto& group : m_groups) {
                const auto [offset, width] = offsetAndWidth(group);
                const auto factor = static_cast<float>(1 / width);
                result.offset.push_back(static_cast<float>(offset));
                result.factor.push_back(std::isfinite(factor) && factor > 0 ? factor
                                                                            : 1.0F); // constant: only centred
            }
            return result;
        }

        std::vector<Group> m_groups;
        std::size_t m_repeat;
    };

    Result<Statistics> gather(const Source& source, std::size_t column, std::span<const std::int64_t> rows,
                              const Progress& progress)
    {
        constexpr std::size_t kChunkBytes = 1 << 20;
        const auto& facts = source.signature().columns[column];
        const auto width = static_cast<std::size_t>(facts.shape.elements());
        const bool isImage = facts.type == tensor::ColumnType::Image;
        const auto groups = isImage ? static_cast<std::size_t>(facts.shape[0]) : width;
        Statistics statistics(groups, width / groups);
        const std::size_t chunk = std::max<std::size_t>(1, kChunkBytes / (width * sizeof(float)));
        std::vector<float> numbers;
        for (std::size_t done = 0; done < rows.size(); done += chunk) {
            if (progress.stop.stop_requested())
                return fail(facts.name, "fitting the normalisation was stopped");
            progress.report(static_cast<double>(done) / static_cast<double>(rows.size()),
                            "Fitting the normalisation");
            const auto part = rows.subspan(done, std::min(chunk, rows.size() - done));
            numbers.resize(part.size() * width);
            if (auto read = source.readNumbers(column, part, numbers); !read)
                return failed(read);
            for (std::size_t row = 0; row < part.size(); ++row)
                statistics.add(std::span<const float>(numbers).subspan(row * width, width));
        }
        return statistics;
    }
} // namespace

std::string_view idOf(Normalisation normalisation)
{
    switch (normalisation) {
    case Normalisation::None:
        return "none";
    case Normalisation::Range:
        return "range";
    case Normalisation::Standard:
        return "standard";
    }
    return "";
}

Result<Normalisation> normalisationFromId(std::string_view id)
{
    for (const auto normalisation : { Normalisation::None, Normalisation::Range, Normalisation::Standard }) {
        if (idOf(normalisation) == id)
            return normalisation;
    }
    return fail({}, "normalisation: expected \"none\", \"range\" or \"standard\", found {}",
                shown(nlohmann::ordered_json(id)));
}

void Scale::apply(std::span<float> numbers) const
{
    if (factor.empty())
        return;
    if (factor.size() == 1) {
        const float by = factor.front();
        const float from = offset.front();
        for (float& number : numbers)
            number = (number - from) * by;
        return;
    }
    const std::size_t width = factor.size() * repeat;
    for (; numbers.size() >= width; numbers = numbers.subspan(width)) {
        for (std::size_t group = 0; group < factor.size(); ++group) {
            for (std::size_t i = group * repeat; i < (group + 1) * repeat; ++i)
                numbers[i] = (numbers[i] - offset[group]) * factor[group];
        }
    }
}

Result<Scale> fitScale(const Source& source, std::size_t column, std::span<const std::int64_t> rows,
                       Normalisation normalisation, const Progress& progress)
{
    const auto type = source.signature().columns[column].type;
    const bool isInput = type == tensor::ColumnType::Image || type == tensor::ColumnType::Vector;
    if (!isInput || normalisation == Normalisation::None)
        return Scale {};
    if (type == tensor::ColumnType::Image && normalisation == Normalisation::Range)
        return Scale { .factor = { 1.0F / 255 }, .offset = { 0 } };
    const auto statistics = gather(source, column, rows, progress);
    if (!statistics)
        return failed(statistics);
    return normalisation == Normalisation::Range ? statistics->range() : statistics->standard();
}

} // namespace netwright::data
