// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

namespace netwright::widgets::edits {

/// The nodes in rows from top to bottom, each below all that feeds it and near the middle of it, with room
/// left where a link passes a row. Where the network stands as a whole stays the same.
[[nodiscard]] network::Network arranged(network::Network network);

} // namespace netwright::widgets::edits
