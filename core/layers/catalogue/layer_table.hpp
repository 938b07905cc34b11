// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_kind.hpp"

#include <span>
#include <string_view>

namespace netwright::layers {

/// Every kind, in file-name order. The build generates the table: core/layers/max_pool2d.cpp defines
/// kMaxPool2d.
[[nodiscard]] std::span<const LayerKind* const> layerTable();
/// Null where there is no such kind.
[[nodiscard]] const LayerKind* findLayer(std::string_view id);

} // namespace netwright::layers
