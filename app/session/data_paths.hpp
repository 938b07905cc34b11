// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.hpp"

#include <filesystem>

namespace netwright::session {

/// A project from a folder that becomes `file`, with its data files where they are: named relative to the
/// file where they lie beside or below it.
[[nodiscard]] project::Project movedProject(project::Project project, const std::filesystem::path& folder,
                                            const std::filesystem::path& file);

} // namespace netwright::session
