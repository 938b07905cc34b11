// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>

namespace netwright::cli {

/// The whole of netwright-cli: results to `out`, progress and errors to `progress`. Returns the exit code, 0
/// only on success.
int run(int argc, const char* const* argv, std::ostream& out, std::ostream& progress);

} // namespace netwright::cli
