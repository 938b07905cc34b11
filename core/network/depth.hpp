// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

namespace netwright::network {

/// As people count the layers of "ResNet-20": those with weights, normalisation aside, on the way through the
/// network that has most of them, with all that is inside of blocks. Nodes of a cycle, and behind one, count
/// as none.
[[nodiscard]] int depthOf(const Network& network);

} // namespace netwright::network
