// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/lowering.hpp"

namespace netwright::engine {

/// Doubles the nodes of every segment that something learns in (Chen et al., "Training Deep Nets with
/// Sublinear Memory Cost", 2016). Of a segment a -> b between x and y
///
///     forward:    x -> a -> b -> y          nothing of a and b is kept but what y takes
///     backward:   y,  then x -> a' -> b',  then b', a',  then x
///
/// a and b run forward alone. a' and b' compute the same again from x when the way back has come to them, and
/// go back by what they have kept. Lifetimes follow.
[[nodiscard]] Lowered withRecomputation(Lowered lowered);

} // namespace netwright::engine
