// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/heat_map.hpp"

#include <QObject>
#include <QStringList>

#include <functional>

class QAction;
class QActionGroup;
class QMenu;

namespace netwright::widgets {
class GraphView;
}

namespace netwright::pages {

/// What the canvas shows beside the network, and how: links smooth or orthogonal, the minimap, costs on the
/// layers, the heat view. As actions that can be checked, for the menus and the command palette.
class CanvasActions : public QObject {
    Q_OBJECT

public:
    explicit CanvasActions(widgets::GraphView& canvas);

    [[nodiscard]] QMenu& menu() const { return *m_menu; }
    /// Ids of the actions that are checked, to be remembered. The heat view is not among them: it is off at
    /// start.
    [[nodiscard]] QStringList checked() const;
    void restore(const QStringList& checked);
    void setHeat(widgets::Heat heat);

signals:
    void heatChosen(netwright::widgets::Heat heat);

private:
    QAction* add(const QString& id, const QString& text, const QString& toolTip,
                 QActionGroup* group = nullptr);
    void addRouting();
    void addCosts();
    void addHeat();
    void apply();

    widgets::GraphView& m_canvas;
    QMenu* m_menu;
    QActionGroup* m_heats;
    QList<QAction*> m_remembered;
};

} // namespace netwright::pages
