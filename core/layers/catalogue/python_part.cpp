// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/python_part.hpp"

#include <fmt/ranges.h>

namespace netwright::layers {

std::string pythonTuple(const std::vector<std::int64_t>& numbers)
{
    return fmt::format("({}{})", fmt::join(numbers, ", "), numbers.size() == 1 ? "," : "");
}

std::string pythonTuple(const std::array<std::int64_t, 2>& pair)
{
    return fmt::format("({}, {})", pair[0], pair[1]);
}

std::string_view pythonFlag(bool flag) { return flag ? "True" : "False"; }

PythonPart pyTorchModule(const PythonWriting& writing, std::string module,
                         std::map<std::string, std::string> weights)
{
    return { .value = fmt::format("{}({})", writing.name, fmt::join(writing.inputs, ", ")),
             .module = std::move(module),
             .weights = std::move(weights) };
}

PythonPart kerasLayer(const PythonWriting& writing, std::string_view className, std::string_view arguments)
{
    return kerasLayerOf(writing, writing.inputs.at(0), className, arguments);
}

PythonPart kerasLayerOf(const PythonWriting& writing, std::string_view value, std::string_view className,
                        std::string_view arguments)
{
    return { .value = fmt::format("layers.{}({}{}name=\"{}\")({})", className, arguments,
                                  arguments.empty() ? "" : ", ", writing.name, value) };
}

} // namespace netwright::layers
