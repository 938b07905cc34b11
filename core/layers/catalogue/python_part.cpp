// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/python_part.hpp"

#include <fmt/ranges.h>

#include <tuple>

namespace netwright::layers {

std::string pythonTuple(const std::vector<std::int64_t>& numbers)
{
    return fmt::format("({}{})", fmt::join(numbers, ", "), numbers.size() == 1 ? "," : "");
}

std::string pythonPair(const std::array<std::int64_t, 2>& pair)
{
    return pair[0] == pair[1] ? fmt::format("{}", pair[0]) : fmt::format("({}, {})", pair[0], pair[1]);
}

std::string pythonOption(std::string_view name, const std::array<std::int64_t, 2>& pair, std::int64_t unsaid)
{
    return pair == std::array { unsaid, unsaid } ? std::string()
                                                 : fmt::format(", {}={}", name, pythonPair(pair));
}

std::string pyTorchPad(std::string_view value, const tensor::Window2d& window, std::string_view filler)
{
    const auto& [begin, end] = std::tie(window.paddingBegin, window.paddingEnd);
    return fmt::format("F.pad({}, ({}, {}, {}, {}){}{})", value, begin[1], end[1], begin[0], end[0],
                       filler.empty() ? "" : ", value=", filler);
}

std::string pythonWeighted(double weight, const std::string& value)
{
    return weight == 1 ? value : fmt::format("{} * {}", weight, value);
}

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

std::string kerasChannelsFirst(const PythonWriting& writing)
{
    const bool isImage = writing.inputShapes.at(0).rank() == 3;
    return isImage ? fmt::format("layers.Permute((3, 1, 2))({})", writing.inputs.at(0))
                   : writing.inputs.at(0);
}

} // namespace netwright::layers
