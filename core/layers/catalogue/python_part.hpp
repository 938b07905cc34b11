// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parameter.hpp"
#include "core/tensor/shape.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::layers {

/// What toPyTorch and toKeras read. Shapes are per sample and ours, channels first; the images of Keras have
/// their channels last.
struct PythonWriting {
    const ParameterValues& parameters;
    std::vector<tensor::Shape> inputShapes;
    std::vector<tensor::Shape> outputShapes;
    std::vector<std::string> inputs; ///< variables; a loss finds its target's behind the prediction's
    std::string name; ///< PyTorch: the attribute that holds its module, "self.conv1"; Keras: "conv1"
};

/// One layer in Python: expressions over the modules `torch`, `nn` and `F`, or `keras` and `layers`.
struct PythonPart {
    std::string value; ///< what comes out; of a loss in Keras: its weight
    std::string module = {}; ///< what makes the module that `value` calls, or in Keras the loss; may be empty
    /// PyTorch: by our names of weights, those in the module's state_dict(); empty where the module is the
    /// weight.
    std::map<std::string, std::string> weights = {};
    std::string definition = {}; ///< a class that the expressions name
};

/// "(3, 3)", "(5,)"
[[nodiscard]] std::string pythonTuple(const std::vector<std::int64_t>& numbers);
[[nodiscard]] std::string pythonTuple(const std::array<std::int64_t, 2>& pair);
[[nodiscard]] std::string_view pythonFlag(bool flag); ///< "True"

/// `module` called with the inputs.
[[nodiscard]] PythonPart pyTorchModule(const PythonWriting& writing, std::string module,
                                       std::map<std::string, std::string> weights = {});
/// layers.CLASS(ARGUMENTS, name="...") called with the input.
[[nodiscard]] PythonPart kerasLayer(const PythonWriting& writing, std::string_view className,
                                    std::string_view arguments = {});
/// The same, called with `value` in place of the input.
[[nodiscard]] PythonPart kerasLayerOf(const PythonWriting& writing, std::string_view value,
                                      std::string_view className, std::string_view arguments = {});

} // namespace netwright::layers
