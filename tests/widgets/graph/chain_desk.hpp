// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network_json.hpp"
#include "tests/widgets/digits.hpp"
#include "widgets/graph/geometry.hpp"
#include "widgets/graph/graph_actions.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/layer_mime.hpp"
#include "widgets/graph/node_item.hpp"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QTest>
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

/// A view with an owner who does what it asks.
struct ChainEditor {
    GraphView view;
    GraphActions actions { view };
    QStringList history;
    QList<int> mergeKeys;

    explicit ChainEditor(const Network& network)
    {
        QObject::connect(&view, &GraphView::edited, &view,
                         [this](const Network& after, const QString& what, int key) {
                             history << what;
                             mergeKeys << key;
                             show(after);
                         });
        view.resize(900, 700);
        show(network);
        view.fitAll();
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
        view.setFocus();
    }

    void show(const Network& network) { view.setNetwork(network, network::analyse(network, &digits())); }
    [[nodiscard]] NodeId id(const char* name) const
    {
        return view.network().find(std::string_view(name))->id;
    }
    [[nodiscard]] NodeItem* item(const char* name) const { return view.graph().item(id(name)); }
    [[nodiscard]] QPoint at(QPointF scenePoint) const { return view.mapFromScene(scenePoint); }
    [[nodiscard]] QPoint port(const char* name, geometry::Side side) const
    {
        return at(item(name)->portPoint(side, 0));
    }
    void select(std::initializer_list<const char*> names)
    {
        Selection selection;
        for (const auto* name : names)
            selection.nodes.insert(id(name));
        view.select(selection);
    }
    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(view.viewport(), (from + to) / 2);
        QTest::mouseMove(view.viewport(), to);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
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
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, key, modifiers); }
};

} // namespace netwright::testing
