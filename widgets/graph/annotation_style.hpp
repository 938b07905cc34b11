// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

#include <string_view>

namespace netwright::widgets {

/// How one of network::kColourNames looks in the current scheme. Text in `text` can be read on `paper`.
struct AnnotationStyle {
    QColor paper; ///< of a note
    QColor tint; ///< over the canvas inside a group; mostly transparent
    QColor line;
    QColor text;
};

/// An unknown name looks like the first.
[[nodiscard]] AnnotationStyle annotationStyle(std::string_view colour);
/// For people: "Yellow".
[[nodiscard]] QString colourTitle(std::string_view colour);
/// A swatch.
[[nodiscard]] QIcon colourIcon(std::string_view colour);

} // namespace netwright::widgets
