// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <QSize>

#include <filesystem>

namespace netwright::session {
struct Workspace;
}

namespace netwright::pages {

class MainWindow;

struct TourPlan {
    std::filesystem::path project;
    std::filesystem::path pictures; ///< the folder that gets them
    QSize size { 1440, 900 };
};

/// Goes through the whole program and takes a picture of each mode: the manual's pictures, and a look at all
/// of it in one command. Trains briefly on a small part of the data, in a temporary copy of the project.
[[nodiscard]] Status takeTour(MainWindow& window, session::Workspace& workspace, const TourPlan& plan);

} // namespace netwright::pages
