// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

class QWidget;

namespace netwright::session {
struct Workspace;
}

namespace netwright::pages {

/// Shows a network of the project beside another: the run that was trained with it last, where there is one.
/// False: there is nothing to compare it with.
bool compareNetwork(const session::Workspace& workspace, const std::string& network, QWidget* window);
/// Shows what a run was trained with beside the network as it is now.
void compareRun(const session::Workspace& workspace, const std::string& run, QWidget* window);

} // namespace netwright::pages
