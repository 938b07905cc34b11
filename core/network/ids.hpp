// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>

namespace netwright::network {

/// Names a node while the program runs; files use the node's name. Never used again within a Network's life.
struct NodeId {
    std::int64_t value = 0;
    auto operator<=>(const NodeId&) const = default;
};

/// Names a note while the program runs; a file has them in their order.
struct NoteId {
    std::int64_t value = 0;
    auto operator<=>(const NoteId&) const = default;
};

/// Names a group while the program runs; a file has them in their order.
struct GroupId {
    std::int64_t value = 0;
    auto operator<=>(const GroupId&) const = default;
};

} // namespace netwright::network
