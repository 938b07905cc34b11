// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"

#include <QColor>
#include <QString>

#include <map>

namespace netwright::widgets {

/// What the colours of nodes tell.
enum class Heat { None, Parameters, Compute, Memory, Time };

/// A number of each node as a colour. The scale is logarithmic, over three powers of ten at most: one layer
/// often outweighs all others. Its colours run from dark blue to yellow in even steps of lightness (cividis;
/// Nuñez, Anderton and Renslow, PLOS ONE 2018), which colour-blind people see as others do.
struct HeatMap {
    Heat kind = Heat::None;
    std::map<network::NodeId, double> values; ///< of Time in ms

    [[nodiscard]] double lowest() const; ///< the number at the dark end, or below
    [[nodiscard]] double highest() const;
    [[nodiscard]] QString lowestText() const; ///< "≤ 7,225" where something lies below
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString text(double value) const;

private:
    [[nodiscard]] double least() const; ///< of those that are not zero
};

/// Of all kinds but Time, which has to be measured.
[[nodiscard]] HeatMap heatOf(Heat kind, const network::Analysis& analysis);
/// From 0 to 1 of the scale.
[[nodiscard]] QColor heatColour(double share);
/// Of a value on a scale from low to high; invalid for zero.
[[nodiscard]] QColor heatColour(double value, double low, double high);

} // namespace netwright::widgets
