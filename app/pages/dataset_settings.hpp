// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parameter.hpp"
#include "core/data/dataset.hpp"

#include <span>

namespace netwright::pages {

enum class TestPart { Chosen, OfTheSource };

/// How a dataset is divided and scaled, as parameters, so that a form can show them: "validation" and "test"
/// in percent, "seed", "limit", "normalisation". A source with a test part of its own leaves no "test" to
/// set.
[[nodiscard]] std::span<const ParameterSpec> datasetSettingSpecs(TestPart testPart);
[[nodiscard]] ParameterValues settingsOf(const data::DatasetSpec& spec);
void applySetting(data::DatasetSpec& spec, std::string_view id, const Value& value);

} // namespace netwright::pages
