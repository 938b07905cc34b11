// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace netwright::tensor {

/// "AMD EPYC 9B45", as the system calls it.
[[nodiscard]] std::string processorName();
/// What decides which implementations there are and how fast they are: the processor, the instructions that
/// oneDNN may use of it (ONEDNN_MAX_CPU_ISA), and oneDNN's version.
[[nodiscard]] std::string processorAndLibrary();

} // namespace netwright::tensor
