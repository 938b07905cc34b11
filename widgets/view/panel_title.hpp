// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDockWidget;

namespace netwright::widgets {

/// The title bar of a panel: its name, and a button in the house's manner that hides it. Dragging it moves
/// the panel.
class PanelTitle : public QWidget {
    Q_OBJECT

public:
    /// Becomes the title bar of `panel`, which owns it.
    explicit PanelTitle(QDockWidget& panel);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace netwright::widgets
