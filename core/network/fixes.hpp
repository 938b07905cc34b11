// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/advice.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace netwright::network {

/// One way to mend a problem, as the network that it makes.
struct Fix {
    std::string title; ///< "Insert Flatten before fc1": a command, and the name of the step of the history
    Network after; ///< the whole network, also where a canvas inside a block is mended
};

inline constexpr std::size_t kMostFixes = 4;

/// What mends `problem`, the most likely first. Each was tried: after it the problem is gone, and whatever
/// had shapes before still has. `problem` is one of the problems or warnings of `analysis`, which is of the
/// canvas that the path leads to: see analyseInside(). A fault inside a block is mended there, or at the node
/// that uses the block. Takes a check of the whole network for each try: ask for the problem that is looked
/// at.
[[nodiscard]] std::vector<Fix> fixesFor(const Problem& problem, const Network& network,
                                        const Analysis& analysis, const TrainingData& data,
                                        const NodePath& path = {});

} // namespace netwright::network
