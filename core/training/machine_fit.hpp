// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/recipe.hpp"

#include <string>
#include <vector>

namespace netwright::training {

/// What a recipe asks for that this machine does not have, each as a sentence that says what happens instead.
[[nodiscard]] std::vector<std::string> misfits(const Recipe& recipe);

} // namespace netwright::training
