// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/python_canvas.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace netwright::exchange {

/// A class of PyTorch in two parts, as lines.
struct PyTorchBody {
    std::string constructor; ///< what __init__ does after its first line
    std::string forward; ///< the whole method
};

/// One use of a block, written out with its own numbers.
struct PyTorchUse {
    std::size_t place = 0; ///< in the tree
    PyTorchBody body;
    /// Names and their numbers, such as "filters" and 32: an argument is called by the first that it always
    /// is.
    std::vector<std::pair<std::string, std::string>> known;
    std::vector<std::string_view> taken; ///< names that an argument cannot have
};

[[nodiscard]] std::string pyTorchClass(const std::string& name, const std::vector<std::string>& arguments,
                                       const std::string& sentence, const PyTorchBody& body);

/// The classes of one block, and what makes each use of it: "ResidualBlock(32)".
struct PyTorchBlock {
    std::string code;
    std::map<std::size_t, std::string> calls; ///< by place
};
/// Uses that differ in whole numbers alone share a class, which takes these as arguments.
[[nodiscard]] PyTorchBlock pyTorchBlock(const std::string& block, const std::vector<PyTorchUse>& uses,
                                        PythonNames& names);

} // namespace netwright::exchange
