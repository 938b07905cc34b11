// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.hpp"

#include <filesystem>
#include <optional>

/// Where unsaved edits of a project file are kept in case the program dies: beside the file, or, where
/// nothing can be written there, in the person's own folder for the state of programs.
namespace netwright::session::recovery {

[[nodiscard]] std::filesystem::path beside(const std::filesystem::path& projectFile);
[[nodiscard]] std::filesystem::path elsewhere(const std::filesystem::path& projectFile);

/// The newer of the two; nothing where none is there that is as new as the project file itself.
[[nodiscard]] std::optional<std::filesystem::path> find(const std::filesystem::path& projectFile);
[[nodiscard]] Status write(const project::Project& project, const std::filesystem::path& projectFile);
void discard(const std::filesystem::path& projectFile);

} // namespace netwright::session::recovery
