// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

#include <functional>
#include <memory>
#include <vector>

class QAction;
class QMenu;

namespace netwright::widgets {

class GraphView;

/// The commands of graph_commands.hpp as actions and menus: in the view's context menu, and for the window's.
/// Their shortcuts work while the canvas has the focus; they are enabled where they would do something.
class EditActions : public QObject {
    Q_OBJECT

public:
    explicit EditActions(GraphView& view);
    ~EditActions() override;

    /// For a menu, with separators.
    [[nodiscard]] const QList<QAction*>& all() const { return m_all; }

    QAction* addLayer; ///< through quick add
    QAction* link; ///< from the node that the keyboard is on
    QAction* feed; ///< to it
    QAction* bypass;
    QAction* heal;
    QMenu* kinds; ///< all layers, by category
    QAction* addNote;
    QAction* group;
    QAction* ungroup;
    QAction* renameGroup;
    QMenu* colours;
    QMenu* lines; ///< align and distribute
    QAction* upstream;
    QAction* downstream;
    QAction* snap; ///< checkable

private:
    struct Description;
    QAction* make(const Description& description);
    QAction* add(const Description& description);
    QMenu* addMenu(const char* id, const char* icon, const QString& text);
    void addSeparator();
    void fillKinds();
    void fillColours();
    void fillLines();
    void update();

    GraphView& m_view;
    QList<QAction*> m_all;
    std::vector<std::unique_ptr<QMenu>> m_menus;
};

} // namespace netwright::widgets
