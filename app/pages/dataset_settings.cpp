// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/dataset_settings.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace netwright::pages {

namespace {
    /// In the order of data::Normalisation.
    const std::array<std::string, 3> kNormalisations { "none", "range", "standard" };

    const std::vector<ParameterSpec> kSpecs {
        { .id = "validation",
          .label = "Validation",
          .help = "Share of the rows that is kept from training to watch it learn.",
          .unit = "%",
          .type = ParameterType::Real,
          .fallback = 10.0,
          .minimum = 0,
          .maximum = 90 },
        { .id = "test",
          .label = "Test",
          .help = "Share of the rows that is kept for the final test.",
          .unit = "%",
          .type = ParameterType::Real,
          .fallback = 10.0,
          .minimum = 0,
          .maximum = 90 },
        { .id = "seed",
          .label = "Seed",
          .help = "The same seed chooses the same rows.",
          .fallback = std::int64_t { 1 },
          .minimum = 0,
          .maximum = 2'147'483'647 },
        { .id = "limit",
          .label = "Limit",
          .help = "Use only so many rows of each part, for quick trials; 0 takes all.",
          .fallback = std::int64_t { 0 },
          .minimum = 0,
          .maximum = 1e12,
          .zeroText = "no limit" },
        { .id = "normalisation",
          .label = "Scaling",
          .help
          = "none: as they are; range: to 0 … 1; standard: mean 0, deviation 1. Fitted on the training part only.",
          .type = ParameterType::Choice,
          .fallback = std::string("range"),
          .choices = { kNormalisations.begin(), kNormalisations.end() } },
    };

    std::vector<ParameterSpec> withoutTest(std::vector<ParameterSpec> specs)
    {
        std::erase_if(specs, [](const ParameterSpec& spec) { return spec.id == "test"; });
        return specs;
    }
} // namespace

std::span<const ParameterSpec> datasetSettingSpecs(TestPart testPart)
{
    static const auto ofTheSource = withoutTest(kSpecs);
    return testPart == TestPart::OfTheSource ? ofTheSource : kSpecs;
}

ParameterValues settingsOf(const data::DatasetSpec& spec)
{
    ParameterValues values(kSpecs);
    values.set("validation", spec.split.validation * 100);
    values.set("test", spec.split.test * 100);
    values.set("seed", static_cast<std::int64_t>(spec.split.seed));
    values.set("limit", spec.limit);
    values.set("normalisation", kNormalisations[static_cast<std::size_t>(spec.normalisation)]);
    return values;
}

void applySetting(data::DatasetSpec& spec, std::string_view id, const Value& value)
{
    if (id == "validation")
        spec.split.validation = std::get<double>(value) / 100;
    else if (id == "test")
        spec.split.test = std::get<double>(value) / 100;
    else if (id == "seed")
        spec.split.seed
            = static_cast<std::uint64_t>(std::max<std::int64_t>(0, std::get<std::int64_t>(value)));
    else if (id == "limit")
        spec.limit = std::max<std::int64_t>(0, std::get<std::int64_t>(value));
    else if (const auto it = std::ranges::find(kNormalisations, std::get<std::string>(value));
             it != kNormalisations.end())
        spec.normalisation = static_cast<data::Normalisation>(it - kNormalisations.begin());
}

} // namespace netwright::pages
