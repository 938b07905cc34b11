// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.hpp"

#include <string>

/// What a person can do to the networks of a project, as functions from the project before to the project
/// after.
namespace netwright::pages {

/// `wanted`, or the first of "wanted 2", "wanted 3", ... that no network has.
[[nodiscard]] std::string freeNetworkName(const project::Project& project, const std::string& wanted);
/// Empty, of the given dataset.
[[nodiscard]] project::Project withNewNetwork(project::Project project, const std::string& name,
                                              const std::string& dataset);
[[nodiscard]] project::Project withCopiedNetwork(project::Project project, const std::string& name,
                                                 const std::string& copy);
/// Recipes made for it follow.
[[nodiscard]] project::Project withRenamedNetwork(project::Project project, const std::string& name,
                                                  const std::string& next);
/// Recipes made for it are then for any.
[[nodiscard]] project::Project withoutNetwork(project::Project project, const std::string& name);
/// The network of the same name becomes this one.
[[nodiscard]] project::Project withNetwork(project::Project project, const network::Network& network);

} // namespace netwright::pages
