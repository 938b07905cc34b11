// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/processor.hpp"

#include <dnnl.hpp>
#include <fmt/format.h>

#include <fstream>

namespace netwright::tensor {

std::string processorName()
{
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        const auto at = line.find(": ");
        if (line.starts_with("model name") && at != std::string::npos)
            return line.substr(at + 2);
    }
    return "unknown processor";
}

std::string processorAndLibrary()
{
    const auto* version = dnnl::version();
    return fmt::format("{}, instruction set {}, oneDNN {}.{}.{}", processorName(),
                       static_cast<int>(dnnl::get_effective_cpu_isa()), version->major, version->minor,
                       version->patch);
}

} // namespace netwright::tensor
