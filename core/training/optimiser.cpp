// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/optimiser.hpp"

#include <algorithm>

namespace netwright::training {

const OptimiserKind* findOptimiser(std::string_view id)
{
    const auto table = optimiserTable();
    const auto it = std::ranges::find(table, id, &OptimiserKind::id);
    return it == table.end() ? nullptr : *it;
}

} // namespace netwright::training
