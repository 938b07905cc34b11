// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network_json.hpp"
#include "tests/widgets/graph/owned_canvas.hpp"
#include "widgets/graph/geometry.hpp"

#include <nlohmann/json.hpp>

/// A canvas for tests of what it shows, and networks to be shown.
namespace netwright::testing {

using network::Network;
using network::NodeId;
using widgets::GraphView;

inline const tensor::Signature& numbers()
{
    static const tensor::Signature kNumbers { {
        { "features", tensor::ColumnType::Vector, { 16 } },
        { "price", tensor::ColumnType::Number, {} },
    } };
    return kNumbers;
}

/// in -> small -> relu -> large -> end, and in -> side; from top to bottom.
inline Network sample()
{
    const auto json = nlohmann::ordered_json::parse(R"({
        "dataset": "numbers",
        "nodes": [
            { "name": "in", "layer": "input", "parameters": { "column": "features" }, "position": [0, 0] },
            { "name": "small", "layer": "dense", "parameters": { "units": 4 }, "position": [0, 104] },
            { "name": "relu", "layer": "relu", "position": [0, 208] },
            { "name": "large", "layer": "dense", "parameters": { "units": 512 }, "position": [0, 312] },
            { "name": "end", "layer": "tanh", "position": [0, 416] },
            { "name": "side", "layer": "relu", "position": [400, 104] }
        ],
        "links": ["in -> small", "small -> relu", "relu -> large", "large -> end", "in -> side"]
    })");
    return network::networkFromJson(json, "sample").value();
}

/// Far more than fits into a window.
inline Network longChain(int count)
{
    Network network { .name = "long", .dataset = "numbers", .nodes = {}, .links = {} };
    NodeId last;
    for (int i = 0; i < count; ++i) {
        const auto id = network.add(i == 0 ? "input" : "relu", { 0, i * widgets::geometry::kRowHeight });
        if (i == 0)
            network.find(id)->parameters.set("column", std::string("features"));
        else
            network.connect({ { last, 0 }, { id, 0 } });
        last = id;
    }
    return network;
}

struct Editor : OwnedCanvas {
    explicit Editor(const Network& network)
        : OwnedCanvas(network, { 900, 700 }, numbers())
    {
    }

    [[nodiscard]] QColor pixelAt(QPointF scenePoint)
    {
        return view.viewport()->grab().toImage().pixelColor(view.mapFromScene(scenePoint));
    }
    template <class Overlay> [[nodiscard]] Overlay* overlay() const { return view.findChild<Overlay*>(); }
};

} // namespace netwright::testing
