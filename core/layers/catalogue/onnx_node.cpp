// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/onnx_node.hpp"

#include <charconv>

namespace netwright::layers {

double asWritten(float number)
{
    char text[32];
    // The shortest text that is exact.
    const auto* end = std::to_chars(std::begin(text), std::end(text), number).ptr;
    double result = number;
    std::from_chars(text, end, result);
    return result;
}

} // namespace netwright::layers
