// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.hpp"
#include "core/tensor/column.hpp"

#include <string>

/// What a person can do to the networks of a project, as functions from the project before to the project
/// after.
namespace netwright::pages {

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
[[nodiscard]] project::Project withNetwork(project::Project project, network::Network network);
/// Whether the two differ at most in how they are laid out, grouped and commented.
[[nodiscard]] bool computesTheSame(const network::Network& left, const network::Network& right);
/// Nodes of `after` that `before` does not have, and that ask for a column that the data does not have, get
/// one that they can take: an input the first such column, a loss the last.
[[nodiscard]] network::Network withFittingColumns(network::Network after, const network::Network& before,
                                                  const tensor::Signature& data);

} // namespace netwright::pages
