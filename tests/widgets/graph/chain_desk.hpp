// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network_json.hpp"
#include "tests/widgets/graph/owned_canvas.hpp"
#include "widgets/graph/geometry.hpp"
#include "widgets/graph/layer_mime.hpp"

#include <QDragEnterEvent>
#include <QMimeData>
#include <nlohmann/json.hpp>

/// A canvas with three layers in a row, whose owner does what it asks.
namespace netwright::testing {

using namespace widgets;
using network::Network;
using network::NodeId;

/// input -> max_pool2d -> dropout, from top to bottom.
inline Network chain()
{
    const auto json = nlohmann::ordered_json::parse(R"({
        "dataset": "digits",
        "nodes": [
            { "name": "in", "layer": "input", "parameters": { "column": "image" }, "position": [0, 0] },
            { "name": "pool", "layer": "max_pool2d", "position": [0, 104] },
            { "name": "drop", "layer": "dropout", "position": [0, 208] }
        ],
        "links": ["in -> pool", "pool -> drop"]
    })");
    return network::networkFromJson(json, "chain").value();
}

struct ChainEditor : OwnedCanvas {
    using OwnedCanvas::OwnedCanvas;

    [[nodiscard]] QPoint port(const char* name, geometry::Side side) const
    {
        return at(item(name)->portPoint(side, 0));
    }
    void drop(const QByteArray& layer, QPoint at)
    {
        QMimeData mime;
        mime.setData(kLayerMime, layer);
        QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view.viewport(), &enter);
        QDropEvent drop(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view.viewport(), &drop);
    }
};

} // namespace netwright::testing
