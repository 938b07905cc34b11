// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_kind.hpp"
#include "core/network/analysis.hpp"

#include <QString>

namespace netwright::widgets {

/// Which of a node's costs its card shows.
struct ShownCosts {
    bool hasParameters = false;
    bool hasMultiplyAdds = false;
    bool hasMemory = false;
    bool operator==(const ShownCosts&) const = default;
};

/// What the canvas shows of a node, as values: a node is drawn anew only where its card changed.
struct NodeCard {
    QString name;
    QString subtitle; ///< kind and main parameters: "Conv 2D · 32 filters, 3 × 3"
    QString shape; ///< of the first output; empty where it is unknown or there is none
    QString cost; ///< "4.8 k params · 3.6 M multiply-adds · 43 kB"; empty where nothing of it is shown
    QString problem; ///< empty where there is none
    bool isWarning = false; ///< the problem keeps nobody from training
    layers::Category category {};
    int inputs = 0;
    int outputs = 0;
    bool isBypassed = false;
    bool isBlock = false;
    int repeat = 1; ///< of a block
    bool operator==(const NodeCard&) const = default;
};

/// `problem`: the node's, or null.
[[nodiscard]] NodeCard cardOf(const network::Network& network, const network::Node& node,
                              const network::NodeFacts* facts, const network::Problem* problem,
                              ShownCosts costs = {});
/// Name, kind, problem, all parameters and sizes, as rich text. Made where it is asked for: it is the dearest
/// of all texts.
[[nodiscard]] QString toolTipOf(const network::Network& network, const network::Node& node,
                                const network::NodeFacts* facts, const NodeCard& card);
/// "32 × 26 × 26"; empty for no facts.
[[nodiscard]] QString shapeText(const network::NodeFacts* facts, int output);
[[nodiscard]] QString shapeText(const tensor::Shape& shape);
/// The main parameters, and each other that is not at its default: "32 filters, 3 × 3, same".
[[nodiscard]] QString summaryOf(const network::Node& node, const layers::LayerKind& kind);

} // namespace netwright::widgets
