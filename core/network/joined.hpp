// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace netwright::network {

/// What the names of the nodes of the two parts begin with.
inline constexpr std::string_view kGeneratorPrefix = "generator.";
inline constexpr std::string_view kDiscriminatorPrefix = "discriminator.";

/// A generator and a discriminator as one network: what the first makes goes where the input of the second
/// was. Blocks are expanded.
struct Joined {
    Network network;
    std::string made; ///< the node whose output the discriminator looks at
    std::vector<std::string> discriminator; ///< its nodes
};

/// Refused unless both have one output and no loss, the discriminator one input and the generator none, but
/// noise. Of networks without problems but that they have no loss.
[[nodiscard]] Result<Joined> joined(const Network& generator, const Network& discriminator);

/// The one output that feeds nothing; where there is another number of them the error says so.
[[nodiscard]] Result<PortRef> openOutput(const Network& network);
/// The one input node that reads a column of the dataset; likewise.
[[nodiscard]] Result<NodeId> soleInput(const Network& network);

} // namespace netwright::network
