// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/machine.hpp"

#include "core/tensor/processor.hpp"
#include "core/tensor/work_threads.hpp"

#include <fmt/chrono.h>

#include <chrono>
#include <fstream>
#include <sstream>

namespace netwright::runs {

std::string machineText()
{
    return fmt::format("{}, {} threads", tensor::processorName(), tensor::threadsFor(0));
}

std::string processStart()
{
    // proc(5): the second field is a name in brackets that may hold anything; the 22nd is the start.
    std::ifstream file("/proc/self/stat");
    std::string line;
    std::getline(file, line);
    const auto bracket = line.rfind(')');
    if (bracket == std::string::npos)
        return {};
    std::istringstream fields(line.substr(bracket + 1));
    std::string field;
    for (int i = 3; i <= 22; ++i)
        fields >> field;
    return field;
}

std::string timeText()
{
    const auto now = std::chrono::system_clock::now();
    const auto milliseconds
        = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(now)),
                       milliseconds);
}

} // namespace netwright::runs
