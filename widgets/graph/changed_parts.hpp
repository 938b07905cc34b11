// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/selection.hpp"

namespace netwright::widgets::edits {

/// What an edit, or taking it back, has changed: the nodes and notes of `after` that are new or not what they
/// were, and those that a link or a group was given or taken away. Of what is gone, what it was linked to.
[[nodiscard]] Selection changedParts(const network::Network& before, const network::Network& after);

} // namespace netwright::widgets::edits
