// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/side_by_side.hpp"

#include "widgets/graph/canvas_style.hpp"
#include "widgets/graph/pan_zoom_view.hpp"

#include <QScopedValueRollback>
#include <QScrollBar>

namespace netwright::widgets {

SideBySide::SideBySide(PanZoomView& left, PanZoomView& right, QObject* parent)
    : QObject(parent)
    , m_left(left)
    , m_right(right)
{
    watch(left, right, 1);
    watch(right, left, -1);
}

void SideBySide::watch(PanZoomView& moved, PanZoomView& other, double direction)
{
    const auto again = [this, &moved, &other, direction] { follow(moved, other, direction); };
    connect(&moved, &PanZoomView::zoomChanged, this, again);
    connect(moved.horizontalScrollBar(), &QScrollBar::valueChanged, this, again);
    connect(moved.verticalScrollBar(), &QScrollBar::valueChanged, this, again);
}

void SideBySide::show(const QRectF& left, const QRectF& right, QPointF shift)
{
    m_shift = shift;
    const auto both = left | right.translated(-shift);
    {
        const QScopedValueRollback guard(m_isFollowing, true);
        m_left.setContentRect(both);
        m_right.setContentRect(both.translated(shift));
    }
    m_all = both;
    showAll(kCardScale);
}

void SideBySide::zoomIn() { m_left.zoomIn(); }
void SideBySide::zoomOut() { m_left.zoomOut(); }
void SideBySide::fitAll() { showAll(0); }

void SideBySide::showAll(double smallestZoom)
{
    {
        const QScopedValueRollback guard(m_isFollowing, true);
        m_right.fitReadable(m_all.translated(m_shift), smallestZoom);
    }
    m_left.fitReadable(m_all, smallestZoom);
}

void SideBySide::follow(const PanZoomView& moved, PanZoomView& other, double direction)
{
    if (m_isFollowing)
        return;
    const QScopedValueRollback guard(m_isFollowing, true);
    const auto middle = moved.mapToScene(moved.viewport()->rect().center());
    other.lookAt({ .zoom = moved.zoom(), .middle = middle + direction * m_shift });
}

} // namespace netwright::widgets
