// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QSizeF>

#include <set>

namespace netwright::widgets::edits {

/// A network in ranks, as arranged() leaves it, folded so that it can be read where it is shown as a whole: a
/// long one goes on beside its beginning, like a text in columns (data that flows to the right: in lines). It
/// is cut where one link alone leads on, and not within a group that fits into a column; notes go with the
/// nodes that they belong to. `room`: of the view, in units of the canvas at 100 %. Unchanged
/// where it can be read as it is, or where folding would not help.
[[nodiscard]] network::Network folded(network::Network network, QSizeF room);
/// The same of these nodes among others, which stay where they are. Unchanged where it would cover one of
/// them.
[[nodiscard]] network::Network folded(network::Network network, QSizeF room,
                                      const std::set<network::NodeId>& nodes);

} // namespace netwright::widgets::edits
