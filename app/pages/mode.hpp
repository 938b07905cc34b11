// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

#include <array>

namespace netwright::pages {

/// The six modes, in the order of the work.
enum class Mode { Data, Network, Train, Evaluate, Runs, Export };

struct ModeInfo {
    Mode mode;
    const char* id; ///< of its icon and of the tour's pictures
    const char* title;
    const char* help;
};

inline constexpr std::array kModes {
    ModeInfo { Mode::Data, "data", QT_TRANSLATE_NOOP("Mode", "Data"),
               QT_TRANSLATE_NOOP("Mode", "Look at the data and choose the parts") },
    ModeInfo { Mode::Network, "network", QT_TRANSLATE_NOOP("Mode", "Network"),
               QT_TRANSLATE_NOOP("Mode", "Build the network") },
    ModeInfo { Mode::Train, "train", QT_TRANSLATE_NOOP("Mode", "Train"),
               QT_TRANSLATE_NOOP("Mode", "Train it and watch it learn") },
    ModeInfo { Mode::Evaluate, "evaluate", QT_TRANSLATE_NOOP("Mode", "Evaluate"),
               QT_TRANSLATE_NOOP("Mode", "See what it gets right and wrong") },
    ModeInfo { Mode::Runs, "runs", QT_TRANSLATE_NOOP("Mode", "Runs"),
               QT_TRANSLATE_NOOP("Mode", "Find and compare trainings") },
    ModeInfo { Mode::Export, "export", QT_TRANSLATE_NOOP("Mode", "Export"),
               QT_TRANSLATE_NOOP("Mode", "Take the trained network elsewhere") },
};

[[nodiscard]] inline const ModeInfo& infoOf(Mode mode) { return kModes[static_cast<std::size_t>(mode)]; }
[[nodiscard]] inline QString titleOf(Mode mode)
{
    return QCoreApplication::translate("Mode", infoOf(mode).title);
}
[[nodiscard]] inline QString helpOf(Mode mode)
{
    return QCoreApplication::translate("Mode", infoOf(mode).help);
}

} // namespace netwright::pages
