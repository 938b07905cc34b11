// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/shape.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace netwright::tensor {

/// Numbers in plain row-major float32 layout: what files, metrics and people see. The engine's own values
/// live in Buffers, whose layout oneDNN chooses.
struct Tensor {
    Shape shape;
    std::vector<float> values; ///< shape.elements() numbers
    bool operator==(const Tensor&) const = default;
};

/// A weight of a network, by the node that owns it: "conv1", "kernel".
struct NamedTensor {
    std::string node;
    std::string name;
    Tensor tensor;
    bool operator==(const NamedTensor&) const = default;
};

} // namespace netwright::tensor
