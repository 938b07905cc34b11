// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_outline.hpp"
#include "core/network/network.hpp"
#include "core/project/json_fault.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// A network as the text that the project file has of it, for people to read and to write.
namespace netwright::project {

[[nodiscard]] Result<std::string> networkText(const network::Network& network);

/// Nodes that were in `before` keep their ids. The name is not in the text: it stays.
[[nodiscard]] tl::expected<network::Network, TextFault> networkOfText(std::string_view text,
                                                                      const network::Network& before);

/// The lines of one node.
struct NodePlace {
    std::string block; ///< the definition it is in; empty for the network itself
    std::string name;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// In the order of the text, which may be broken.
[[nodiscard]] std::vector<NodePlace> nodePlaces(const JsonOutline& outline);

/// The values that an error of networkFromJson() is about. Errors name things from the outside in:
/// `network "cnn", layer "conv1": "filters": expected ...`; `network` is what stands in front.
[[nodiscard]] std::size_t placeOf(const Error& error, const std::string& network, const JsonOutline& outline);

} // namespace netwright::project
