// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/python_canvas.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace netwright::exchange {

using PyTorchCanvases = std::map<std::size_t, PythonCanvas>; ///< by place in the tree
using PyTorchClasses = std::map<std::size_t, std::string>; ///< what makes each use of a block: "UnitBlock(8)"

/// Whether all repeats of a block are one module, called again and again.
[[nodiscard]] bool isOneModule(const network::ExpansionTree& tree, const std::vector<std::size_t>& repeats,
                               const PyTorchClasses& classes);

/// Where the weights of a network are in the module that is written for it.
class PyTorchWeights {
public:
    PyTorchWeights(const PythonReader& reader, const PyTorchCanvases& canvases,
                   const PyTorchClasses& classes);

    /// "stage.1.conv/kernel" -> "stage.0.conv.weight", in the order of the network.
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& arrays() const { return m_arrays; }
    /// Statements that make several modules use one set of weights: "self.second = self.first".
    [[nodiscard]] const std::vector<std::string>& shared() const { return m_shared; }

private:
    void walk(std::size_t place, const std::string& module);
    void enter(const PythonStep& step, const std::string& module);
    void add(const PythonStep& step, std::size_t place, const std::string& module);

    const PythonReader& m_reader;
    const PyTorchCanvases& m_canvases;
    const PyTorchClasses& m_classes;
    std::vector<std::pair<std::string, std::string>> m_arrays;
    std::map<std::string, std::string> m_owned; ///< attributes by arrays: "self.stage[0].conv.weight"
    std::map<std::string, std::pair<std::string, std::string>>
        m_first; ///< class and attribute, by key of weights
    std::vector<std::string> m_shared;
};

} // namespace netwright::exchange
