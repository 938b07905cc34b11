// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// How large nodes are drawn and how far they stand apart, in units of the canvas.
namespace netwright::network {

inline constexpr double kNodeWidth = 240;
inline constexpr double kNodeHeight = 56;
/// From a node to the next below it: room for the shape on the link.
inline constexpr double kRowHeight = 104;
/// The free room between a node and the next to its right, for the same.
inline constexpr double kColumnGap = 112;

} // namespace netwright::network
