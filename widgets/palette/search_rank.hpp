// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace netwright::widgets {

/// Something that can be found by typing: a layer, a block, a command.
struct Findable {
    QString title;
    QString words = {}; ///< what else it is called, with commas between: "linear, fully connected, fc"
    QString key = {}; ///< as files call it
    QString place = {}; ///< where it belongs: a category, a menu
    QString help = {}; ///< a sentence on what it does
};

/// How well it is what is meant by what is typed: smaller is better; nothing where it is not. Its title comes
/// first, then its other words (one in full before a title's beginning), where it belongs, and what is said
/// of it; case, hyphens and missing spaces do not matter. Nothing typed finds everything alike.
[[nodiscard]] std::optional<int> searchRank(const Findable& thing, const QString& typed);

/// That what is typed is all of its title, or of another word for it.
[[nodiscard]] bool isNamed(const Findable& thing, const QString& typed);

} // namespace netwright::widgets
