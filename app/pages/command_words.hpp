// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QAction;

/// What the command palette knows of commands by their object names. Commands that are made from a table,
/// such as one for each layer kind, say it themselves: see widgets/palette/command_hints.hpp.
namespace netwright::pages {

/// What else people call a command, with commas between.
[[nodiscard]] QString commandWords(const QAction& action);
/// Why it is not possible now: "select layers first"; empty where that is not known.
[[nodiscard]] QString commandNeeds(const QAction& action);
/// The object names that something is known of.
[[nodiscard]] QStringList commandsWithHints();

} // namespace netwright::pages
