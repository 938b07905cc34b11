// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/palette/palette_list.hpp"

#include "widgets/theme.hpp"

#include <QFocusEvent>
#include <QPainter>

namespace netwright::widgets {

PaletteList::PaletteList(QWidget* parent)
    : QTreeView(parent)
{
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setIndentation(0); // the part of a row before its indentation would be marked on its own
    setItemsExpandable(false);
    setExpandsOnDoubleClick(false);
    setIconSize({ 20, 20 });
    setEditTriggers(NoEditTriggers);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    setMouseTracking(true); // the star shows under the mouse
    setContextMenuPolicy(Qt::CustomContextMenu);
}

bool PaletteList::viewportEvent(QEvent* event)
{
    const bool isLeaving = event->type() == QEvent::Leave || event->type() == QEvent::Hide;
    if (event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonPress)
        m_isPointed = true;
    const bool result = QTreeView::viewportEvent(event);
    if (isLeaving && m_isPointed) {
        m_isPointed = false;
        emit pointerLeft();
    }
    return result;
}

void PaletteList::paintEvent(QPaintEvent* event)
{
    QTreeView::paintEvent(event);
    if (model() && model()->rowCount() == 0) {
        QPainter painter(viewport());
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(viewport()->rect().adjusted(kGrid, kGrid, -kGrid, -kGrid),
                         Qt::AlignHCenter | Qt::TextWordWrap, tr("No layer has this name."));
    }
}

void PaletteList::mouseDoubleClickEvent(QMouseEvent* event)
{
    QTreeView::mouseDoubleClickEvent(event);
    clearSelection();
}

void PaletteList::focusOutEvent(QFocusEvent* event)
{
    QTreeView::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        clearSelection();
}

void PaletteList::startDrag(Qt::DropActions actions)
{
    QTreeView::startDrag(actions); // returns when it is dropped
    clearSelection();
}

} // namespace netwright::widgets
