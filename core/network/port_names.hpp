// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/block.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace netwright::network {

/// Finds ports by the text that links use, in constant time.
class PortNames {
public:
    using Ports = std::vector<layers::Port> layers::LayerKind::*;

    /// `definitions`: the network that has the blocks which nodes of `canvas` use. Both must outlive this.
    PortNames(const Network& canvas, const Network& definitions);

    /// "add1.right", or "conv1" where a node has one such port. The long form goes first: a node may be
    /// named "add1.right" too.
    [[nodiscard]] std::optional<PortRef> resolve(std::string_view text, Ports ports) const;
    [[nodiscard]] std::string textOf(const Node& node, int port, Ports ports) const;
    /// Why resolve() found nothing.
    [[nodiscard]] std::string reason(std::string_view text, Ports ports) const;

private:
    struct Entry {
        const Node* node;
        KindPointer kind;
    };

    [[nodiscard]] const Entry* find(std::string_view name) const;
    [[nodiscard]] std::string hintFor(std::string_view name) const; ///< that no layer has
    [[nodiscard]] std::optional<PortRef> resolveLong(std::string_view name, std::string_view id,
                                                     Ports ports) const;

    std::unordered_map<std::string_view, Entry> m_nodes;
};

} // namespace netwright::network
