// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network_json.hpp"
#include "tests/widgets/graph/owned_canvas.hpp"
#include "widgets/graph/edit_actions.hpp"
#include "widgets/graph/group_item.hpp"
#include "widgets/graph/note_item.hpp"
#include "widgets/graph/text_overlay.hpp"

#include <nlohmann/json.hpp>

/// A canvas with a group and a note, whose owner does what it asks.
namespace netwright::testing {

using namespace widgets;
using network::Network;
using network::NodeId;

/// input -> pool -> dropout, from top to bottom, and a free node and a note beside them; dropout and the free
/// node are a group.
inline Network annotated()
{
    const auto json = nlohmann::ordered_json::parse(R"({
        "dataset": "digits",
        "nodes": [
            { "name": "in", "layer": "input", "parameters": { "column": "image" }, "position": [0, 0] },
            { "name": "pool", "layer": "max_pool2d", "position": [0, 160] },
            { "name": "drop", "layer": "dropout", "position": [0, 320] },
            { "name": "free", "layer": "relu", "position": [320, 320] }
        ],
        "links": ["in -> pool", "pool -> drop"],
        "notes": [{ "text": "why", "position": [320, 0], "size": [160, 96] }],
        "groups": [{ "name": "tail", "colour": "green", "nodes": ["drop", "free"] }]
    })");
    return network::networkFromJson(json, "sample").value();
}

struct NoteEditor : OwnedCanvas {
    EditActions edits { view };

    explicit NoteEditor(const Network& network = annotated())
        : OwnedCanvas(network, { 1200, 900 })
    {
    }

    [[nodiscard]] const Network& network() const { return view.network(); }
    [[nodiscard]] const network::Node& node(const char* name) const
    {
        return *network().find(std::string_view(name));
    }
    using OwnedCanvas::at;
    [[nodiscard]] QPoint at(const char* name) const
    {
        return at({ node(name).position.x, node(name).position.y });
    }
    [[nodiscard]] NoteItem* note() const
    {
        return view.graph().annotations().item(network().notes.front().id);
    }
    [[nodiscard]] GroupItem* group() const
    {
        return view.graph().annotations().item(network().groups.front().id);
    }
    [[nodiscard]] TextOverlay* overlay() const
    {
        for (auto* found : view.viewport()->findChildren<TextOverlay*>()) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }
    [[nodiscard]] bool isLinked(const char* from, const char* to) const
    {
        const network::Link link { { node(from).id, 0 }, { node(to).id, 0 } };
        return std::ranges::count(network().links, link) == 1;
    }
};

} // namespace netwright::testing
