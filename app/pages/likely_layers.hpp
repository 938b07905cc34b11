// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_kind.hpp"

#include <optional>
#include <string_view>

namespace netwright::pages {

/// What a new layer will stand beside.
struct LayerPlace {
    std::optional<layers::Category> before = {}; ///< of the layer that feeds it
    std::optional<layers::Category> behind = {}; ///< of the layer that it feeds
    bool isFirst = false; ///< there is no other layer
    bool isAfterText = false; ///< fed by the token ids of a text
    bool isEnd = false; ///< beside one that nothing can follow
    bool mayEnd = false; ///< the network has data to learn but no loss yet, and nothing follows here
};

/// How far a layer of the palette is from what people mostly put there: the smaller, the likelier.
[[nodiscard]] int distanceFrom(const LayerPlace& place, std::string_view layer);

} // namespace netwright::pages
