// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_kind.hpp"

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QString>

#include <cstdint>

class QApplication;

namespace netwright::widgets {

enum class Scheme { Light, Dark };

/// Fusion with our own palette, font and style sheet. Call again to change the scheme while running.
void applyTheme(QApplication& application, Scheme scheme);
[[nodiscard]] Scheme currentScheme();

/// All spacing is a multiple of this many pixels.
inline constexpr int kGrid = 8;

/// The type scale: nothing else sets a font size.
enum class TextRole { Caption, Body, Strong, Title, Display, Mono };
[[nodiscard]] QFont font(TextRole role);

/// Colours by meaning, of the current scheme; told apart by colour-blind people, contrast at least 4.5 as
/// text.
enum class Meaning {
    Accent,
    Good,
    Warning,
    Bad,
    Quiet /**< secondary text */,
    Line /**< borders, grid lines */
};
[[nodiscard]] QColor colour(Meaning meaning);
[[nodiscard]] QColor categoryColour(layers::Category category);
/// Identity of a run or a curve; repeats after 8.
[[nodiscard]] QColor seriesColour(int index);

/// resources/icons/NAME.svg in the palette's text colour, sharp at any scale. Asserts that it exists.
[[nodiscard]] QIcon icon(const QString& name);
/// The icon that stands for a category of layers.
[[nodiscard]] QIcon categoryIcon(layers::Category category);

/// Numbers for people: 1.2 M, 3.4 ms, 98.41 %, 12 min 5 s, 47 MB.
[[nodiscard]] QString countText(double count); ///< three digits of large ones
[[nodiscard]] QString wholeText(std::int64_t number); ///< all digits: 1,152
[[nodiscard]] QString percentText(double share);
[[nodiscard]] QString durationText(double seconds);
[[nodiscard]] QString bytesText(double bytes);

} // namespace netwright::widgets
