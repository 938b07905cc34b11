// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_kind.hpp"
#include "widgets/graph/link_route.hpp"
#include "widgets/graph/node_card.hpp"

#include <QColor>
#include <QFont>
#include <QHash>
#include <QPixmap>
#include <QStaticText>

namespace netwright::widgets {

/// The theme's colours, fonts and icons, and what the person chose to see, at hand for painting thousands of
/// nodes a frame. The scene owns one and refreshes it when the theme changes.
struct CanvasStyle {
    QColor canvas;
    QColor card;
    QColor badCard; ///< of a node with an error
    QColor text;
    QColor quiet;
    QColor line;
    QColor accent;
    QColor bad;
    QColor warning;
    network::Flow flow = network::Flow::Down; ///< of the network that is shown
    Routing routing = Routing::Smooth;
    ShownCosts costs;
    QFont nameFont;
    QFont farNameFont; ///< of names where the subtitle is left out
    QFont longNameFont; ///< of those of them that would not fit
    QFont onlyNameFont; ///< of names where all else is left out
    QFont smallFont;

    [[nodiscard]] static CanvasStyle current();
    [[nodiscard]] const QColor& categoryColour(layers::Category category) const;
    /// The category's icon in its colour, `pixels` device pixels wide.
    [[nodiscard]] const QPixmap& categoryIcon(layers::Category category, int pixels) const;
    /// Text in smallFont, laid out; one for all that show the same, as the links do with shapes.
    [[nodiscard]] const QStaticText& label(const QString& words) const;

private:
    mutable QHash<QString, QStaticText> m_labels;
    mutable QHash<int, QColor> m_categoryColours;
    mutable QHash<std::pair<int, int>, QPixmap> m_icons;
};

/// What is left out, the further away the more: what could not be read.
inline constexpr double kDetailScale = 0.7; ///< below, all texts but names
inline constexpr double kCardScale = 0.45; ///< below, all of a card but its name, and the problems beside it
inline constexpr double kNameScale = 0.24; ///< below, names too: they would be less than 7 pixels high

} // namespace netwright::widgets
