// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>
#include <vector>

namespace netwright::widgets {

/// A part of a formula that is written in one go.
struct FormulaPiece {
    QString text;
    double rise = 0; ///< of its base line, in heights of the full size; negative: below
    double scale = 1; ///< of its size
    bool isItalic = false; ///< the name of a quantity; "max" is none
    bool operator==(const FormulaPiece&) const = default;
};

/// Of one line such as "y_{i} = e^{x_{i}}": what is in "_{...}" is smaller and below, in "^{...}" above,
/// again and again. A space at full size is a piece of its own: there a line may break.
[[nodiscard]] std::vector<FormulaPiece> formulaPieces(std::string_view line);
/// Of several lines, for a screen reader: without the signs of "_{" and "^{".
[[nodiscard]] QString spokenFormula(std::string_view formula);
/// Of several lines, for a tool tip, as far as rich text goes.
[[nodiscard]] QString formulaHtml(std::string_view formula);

} // namespace netwright::widgets
