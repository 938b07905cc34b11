// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <optional>
#include <string>
#include <vector>

namespace netwright::network {

enum class Severity {
    Error, ///< the network cannot be trained
    Warning, ///< it can, but something is most likely not meant so
};

/// What is wrong, for programs; the message is for people.
enum class ProblemCode {
    // Errors, found by analyse().
    BadName,
    TakenName,
    UnknownLayer,
    BadValue, ///< `parameter` is out of range
    NoDataset,
    NoColumn, ///< `parameter` names a column that is not there
    DanglingLink, ///< ends at a node that is gone
    MissingPort, ///< `links` end at ports that are not there
    Unconnected, ///< the input `port`
    SeveralLinks, ///< `links` end at the same input `port`
    Cycle, ///< along `links`
    BadShape, ///< the layer does not take its inputs
    TooLarge,
    BadBypass, ///< it cannot be bypassed, or `others` need what it makes
    NoInput,
    NoLoss,
    BadBlock, ///< a block is used in a way that it cannot be
    SharedWeights, ///< the node shares weights that cannot be shared
    InsideBlock, ///< of a node inside this one: the last of `within`
    // Warnings, found by advise().
    ActivationBeforeLoss, ///< what the loss computes itself, or what spoils its scores
    BiasBeforeNorm,
    DropoutBeforeOutput,
    NoActivation, ///< between `others` and the node; `links`: where one belongs
    LargeLayer,
    DeadBranch, ///< the node and `others` lead to no loss
    IdleLayer, ///< its output is its input
    SoftmaxOfOne,
    NoWeight, ///< a loss that weighs nothing
    SecondLoss, ///< it judges the prediction that the loss in `others` judges
    NothingToLearn, ///< a loss before which nothing has weights
};

/// Something wrong, at the node where it is drawn.
struct Problem {
    std::optional<NodeId> node; ///< none: the network as a whole
    std::string message; ///< `conv2d "conv1": kernel 5x5 is larger than its input 3x3; use padding ...`
    bool isAboutLoss = false; ///< of a loss, or that there is none: does not matter to Inference
    ProblemCode code = ProblemCode::BadShape;
    Severity severity = Severity::Error;
    std::string reason = {}; ///< the message without the node in front
    int port = -1; ///< the input it is about, where it is about one
    std::string parameter = {}; ///< id of the one it is about
    std::vector<NodeId> others = {}; ///< nodes that take part
    std::vector<Link> links = {}; ///< links that take part
    std::vector<NodeId> within = {}; ///< of InsideBlock: from inside `node` to the node that is at fault
    bool operator==(const Problem&) const = default;
};

} // namespace netwright::network
