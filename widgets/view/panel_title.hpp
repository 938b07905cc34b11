// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QDockWidget;
class QHBoxLayout;
class QLabel;

namespace netwright::widgets {

/// The title bar of a panel: its name, and a button in the house's manner that hides it. Dragging it moves
/// the panel.
class PanelTitle : public QWidget {
    Q_OBJECT

public:
    /// Becomes the title bar of `panel`, which owns it.
    explicit PanelTitle(QDockWidget& panel);

    /// Said beside the name: "2 problems".
    void setNote(const QString& text);
    /// A button beside the one that hides the panel, with a menu.
    void addMenu(const QString& name, const QString& iconName, const QList<QAction*>& actions);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_note;
    QHBoxLayout* m_layout;
};

} // namespace netwright::widgets
