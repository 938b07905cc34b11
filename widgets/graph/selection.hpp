// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <set>

namespace netwright::widgets {

/// What is selected on the canvas.
struct Selection {
    std::set<network::NodeId> nodes;
    std::set<network::Link> links;
    std::set<network::NoteId> notes = {};

    [[nodiscard]] bool isEmpty() const { return nodes.empty() && links.empty() && notes.empty(); }
    bool operator==(const Selection&) const = default;
};

} // namespace netwright::widgets
