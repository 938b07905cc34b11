// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/widgets/digits.hpp"
#include "widgets/graph/graph_actions.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"

#include <QTest>

namespace netwright::testing {

/// A canvas with an owner who does what it asks.
struct OwnedCanvas {
    const tensor::Signature& data;
    widgets::GraphView view;
    widgets::GraphActions actions { view };
    QStringList history;
    QList<int> mergeKeys;

    explicit OwnedCanvas(const network::Network& network, QSize size = { 900, 700 },
                         const tensor::Signature& columns = digits())
        : data(columns)
    {
        QObject::connect(&view, &widgets::GraphView::edited, &view,
                         [this](const network::Network& after, const QString& what, int key) {
                             history << what;
                             mergeKeys << key;
                             show(after);
                         });
        view.resize(size);
        show(network);
        view.fitAll();
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
        view.setFocus();
    }

    void show(const network::Network& network) { view.setNetwork(network, network::analyse(network, &data)); }
    [[nodiscard]] network::NodeId id(const char* name) const
    {
        return view.network().find(std::string_view(name))->id;
    }
    [[nodiscard]] widgets::NodeItem* item(const char* name) const { return view.graph().item(id(name)); }
    [[nodiscard]] QPoint at(QPointF scenePoint) const { return view.mapFromScene(scenePoint); }
    void select(std::initializer_list<const char*> names)
    {
        widgets::Selection selection;
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
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, key, modifiers); }
};

} // namespace netwright::testing
