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

/// Of a project that has no file yet; this process's own.
[[nodiscard]] std::filesystem::path ofUntitled();
/// The newest that a process which died left of a project without a file; nothing where there is none.
[[nodiscard]] std::optional<std::filesystem::path> findUntitled();

/// The newer of the two; nothing where none is there that is as new as the project file itself.
[[nodiscard]] std::optional<std::filesystem::path> find(const std::filesystem::path& projectFile);
/// An empty `projectFile`: of a project that has none yet.
[[nodiscard]] Status write(const project::Project& project, const std::filesystem::path& projectFile);
void discard(const std::filesystem::path& projectFile);

} // namespace netwright::session::recovery
