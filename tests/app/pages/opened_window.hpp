// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/main_window.hpp"
#include "app/pages/theme_choice.hpp"
#include "app/session/workspace.hpp"

#include <QStackedWidget>

#include <filesystem>

namespace netwright::testing {

inline const std::filesystem::path kSamples = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples";

/// The real window, without settings, under the keyboard.
struct Opened {
    session::Workspace workspace;
    pages::ThemeChoice theme { nullptr };
    pages::MainWindow window { workspace, theme, nullptr };

    Opened()
    {
        window.show();
        window.activateWindow();
    }

    [[nodiscard]] int page() const { return window.findChild<QStackedWidget*>()->currentIndex(); }
};

} // namespace netwright::testing
