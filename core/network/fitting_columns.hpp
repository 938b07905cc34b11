// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_kind.hpp"

#include <string>
#include <vector>

namespace netwright::network {

/// What a prediction of a column looks like: a score per class, a value per number.
[[nodiscard]] tensor::Shape predictionOf(const tensor::Column& column);

/// The columns that a node of this kind could take as its Column parameter `id` if all else were right, in
/// the order of the data.
[[nodiscard]] std::vector<std::string> fittingColumns(const layers::LayerKind& kind,
                                                      const ParameterValues& parameters,
                                                      const std::string& id, const tensor::Signature& data);

} // namespace netwright::network
