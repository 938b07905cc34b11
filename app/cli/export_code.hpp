// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.hpp"
#include "app/cli/run_options.hpp"

#include <filesystem>
#include <string>

namespace netwright::cli {

/// A network as a program for another framework.
struct CodeOptions {
    std::string network; ///< of the project; empty: as the run has it
    std::string format; ///< "pytorch" or "keras"; empty: none is asked for
    std::filesystem::path output; ///< empty: NETWORK.py
};

void addCodeOptions(CLI::App& command, CodeOptions& options);
[[nodiscard]] Status exportCode(const RunOptions& run, const CodeOptions& code, const Terminal& terminal);

} // namespace netwright::cli
