// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/advice.hpp"
#include "core/network/wiring.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What the rules of advise() are written in, and those about losses.
namespace netwright::network::advice {

/// What the rules look at, and where they put what they find.
struct Review {
    const Network& network;
    const Analysis& analysis;
    const TrainingData& data;
    Wiring wiring;
    std::int64_t numbers; ///< to learn from; 0: not known
    std::vector<Problem> found = {};

    /// The returned problem may be told more, until the next one is reported.
    Problem& warn(const Node& node, ProblemCode code, std::string reason);
};

/// A node whose kind is known.
struct Place {
    const Node& node;
    const layers::LayerKind& kind;
};

[[nodiscard]] bool hasValue(const Node& node, std::string_view parameter, const Value& value);

// At the activation before a loss.
void activationBeforeLoss(Review& review, const Place& at);
// At a loss.
void noWeight(Review& review, const Place& at);
void secondLoss(Review& review, const Place& at); ///< another one judges the same prediction
void nothingToLearn(Review& review, const Place& at); ///< nothing before it has weights

} // namespace netwright::network::advice
