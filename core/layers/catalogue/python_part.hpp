// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parameter.hpp"
#include "core/tensor/shape.hpp"
#include "core/tensor/window2d.hpp"

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
/// "3" where both are, else "(3, 5)": of height and width.
[[nodiscard]] std::string pythonPair(const std::array<std::int64_t, 2>& pair);
/// ", NAME=PAIR", or nothing where the pair is the one that need not be said.
[[nodiscard]] std::string pythonOption(std::string_view name, const std::array<std::int64_t, 2>& pair,
                                       std::int64_t unsaid);
/// `value` with the window's padding around it, filled with `filler` where that is not zero.
[[nodiscard]] std::string pyTorchPad(std::string_view value, const tensor::Window2d& window,
                                     std::string_view filler = {});
/// "0.5 * VALUE", or the value itself where it counts once.
[[nodiscard]] std::string pythonWeighted(double weight, const std::string& value);

/// `module` called with the inputs.
[[nodiscard]] PythonPart pyTorchModule(const PythonWriting& writing, std::string module,
                                       std::map<std::string, std::string> weights = {});
/// layers.CLASS(ARGUMENTS, name="...") called with the input.
[[nodiscard]] PythonPart kerasLayer(const PythonWriting& writing, std::string_view className,
                                    std::string_view arguments = {});
/// The same, called with `value` in place of the input.
[[nodiscard]] PythonPart kerasLayerOf(const PythonWriting& writing, std::string_view value,
                                      std::string_view className, std::string_view arguments = {});
/// The input with its channels in front, as our numbers are laid out in a row.
[[nodiscard]] std::string kerasChannelsFirst(const PythonWriting& writing);

} // namespace netwright::layers
