// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

namespace netwright::widgets {

/// The list of the LayerPalette. A row is selected while the keyboard is on it, or while it is dragged; what
/// was used leaves no mark.
class PaletteList : public QTreeView {
    Q_OBJECT

public:
    explicit PaletteList(QWidget* parent);

    /// Rows must not move under it.
    [[nodiscard]] bool isPointed() const { return m_isPointed; }

signals:
    void pointerLeft();

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override; ///< says so where nothing was found
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void startDrag(Qt::DropActions actions) override;

private:
    bool m_isPointed = false;
};

} // namespace netwright::widgets
