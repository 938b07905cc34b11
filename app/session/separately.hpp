// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <functional>
#include <stop_token>
#include <string>

namespace netwright::session {

/// What `work` makes, computed in a process of its own: for libraries that cannot be interrupted. A stop
/// request ends it within a moment, wherever it is; it never outlives the thread that waits here. A stopped
/// one fails.
///
/// The process is a fork. `work` sees all values as they were, and may compute with them; threads, windows,
/// files and devices are not its business, and what it changes is gone with it.
[[nodiscard]] Result<std::string> separately(const std::function<std::string()>& work,
                                             const std::stop_token& stop);

} // namespace netwright::session
