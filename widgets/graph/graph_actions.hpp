// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;

namespace netwright::widgets {

class GraphView;

/// The commands of a GraphView as actions: for its context menu, a tool bar and the command palette. Their
/// shortcuts work while the canvas has the focus; they are enabled where they would do something.
class GraphActions : public QObject {
    Q_OBJECT

public:
    explicit GraphActions(GraphView& view);

    QAction* cut;
    QAction* copy;
    QAction* paste;
    QAction* duplicate;
    QAction* remove;
    QAction* connectNodes;
    QAction* arrange;
    QAction* arrangeDown;
    QAction* arrangeRight;
    QAction* selectAll;
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* resetZoom;
    QAction* fitAll;
    QAction* fitSelection;

private:
    void update();

    GraphView& m_view;
};

} // namespace netwright::widgets
