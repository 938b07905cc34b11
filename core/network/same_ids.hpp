// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

namespace netwright::network {

/// `after`, which was read from a text and so has ids of its own, with the ids that the same nodes, notes and
/// groups have in `before`, in blocks too: what is selected stays selected, and where the text says nothing
/// new, the two are equal.
[[nodiscard]] Network withIdsOf(const Network& before, Network after);

} // namespace netwright::network
