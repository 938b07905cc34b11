// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QAction;

namespace netwright::pages {

/// What else people call a command, with commas between: those it says itself (widgets::kSearchWords), and
/// those that are known here by its object name.
[[nodiscard]] QString commandWords(const QAction& action);
/// The object names that words are known of.
[[nodiscard]] QStringList commandsWithWords();

} // namespace netwright::pages
