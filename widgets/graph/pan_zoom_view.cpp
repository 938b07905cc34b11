// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/pan_zoom_view.hpp"

#include "widgets/theme.hpp"

#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace netwright::widgets {

namespace {
    constexpr double kSmallestZoom = 0.01;
    constexpr double kLargestZoom = 4;
    constexpr double kReadableZoom = 0.8;
    constexpr double kZoomStep = 1.2;
    constexpr double kMargin = 2000; ///< around the content, to scroll it out of the middle
    constexpr double kFitPadding = 48;
    constexpr double kDotDistance = 32;
} // namespace

PanZoomView::PanZoomView(QWidget* parent)
    : QGraphicsView(parent)
{
    setFrameShape(NoFrame);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent); // drawBackground() leaves nothing out
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(AnchorViewCenter);
    setDragMode(RubberBandDrag);
    setViewportUpdateMode(SmartViewportUpdate);
    setOptimizationFlags(DontSavePainterState | DontAdjustForAntialiasing);
}

void PanZoomView::zoomBy(double factor, QPoint anchor)
{
    const auto wanted = std::clamp(zoom() * factor, kSmallestZoom, kLargestZoom);
    const auto fixed = mapToScene(anchor);
    setTransform(QTransform::fromScale(wanted, wanted));
    scrollBy(mapFromScene(fixed) - anchor);
    emit zoomChanged(zoom());
}

void PanZoomView::zoomIn() { zoomBy(kZoomStep, viewport()->rect().center()); }
void PanZoomView::zoomOut() { zoomBy(1 / kZoomStep, viewport()->rect().center()); }
void PanZoomView::resetZoom() { zoomBy(1 / zoom(), viewport()->rect().center()); }

void PanZoomView::scrollBy(QPoint delta)
{
    m_keepsFit = false;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + delta.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + delta.y());
}

void PanZoomView::fitReadable(const QRectF& content, double smallestZoom) { startFit(content, smallestZoom); }

std::optional<PanZoomView::Sight> PanZoomView::sight() const
{
    if (m_keepsFit)
        return std::nullopt;
    return Sight { zoom(), mapToScene(viewport()->rect().center()) };
}

void PanZoomView::lookAt(const Sight& sight)
{
    m_isFitPending = false;
    setTransform(QTransform::fromScale(sight.zoom, sight.zoom));
    showAt(sight.middle);
    emit zoomChanged(zoom());
}

void PanZoomView::startFit(const QRectF& content, double smallestZoom)
{
    m_fit = content;
    m_smallestFit = smallestZoom;
    m_isFitPending = !isVisible();
    m_keepsFit = true;
    if (!m_isFitPending)
        fitNow();
}

void PanZoomView::fitNow()
{
    m_isFitPending = false;
    const auto room = QSizeF(viewport()->size()) - QSizeF(kFitPadding, kFitPadding);
    const auto fitting
        = m_fit.isEmpty() ? 1.0 : std::min(room.width() / m_fit.width(), room.height() / m_fit.height());
    const auto scale = fitting < m_smallestFit ? kReadableZoom : std::clamp(fitting, kSmallestZoom, 1.0);
    setTransform(QTransform::fromScale(scale, scale));
    setSceneRect(m_fit.adjusted(-kMargin, -kMargin, kMargin, kMargin));
    const auto nearest = m_fit.topLeft() + QPointF(room.width(), room.height()) / scale / 2;
    auto middle = m_fit.center();
    if (m_beginning == Qt::LeftEdge)
        middle.setX(std::min(middle.x(), nearest.x()));
    else
        middle.setY(std::min(middle.y(), nearest.y()));
    centerOn(middle);
    emit zoomChanged(zoom());
}

void PanZoomView::setContentRect(const QRectF& content)
{
    if (m_keepsFit)
        m_fit = content; // for the next resize: now, nothing moves under the person's hands
    const auto inSight = mapToScene(viewport()->rect()).boundingRect();
    setSceneRect(content.adjusted(-kMargin, -kMargin, kMargin, kMargin) | inSight);
}

void PanZoomView::showAt(QPointF point)
{
    m_keepsFit = false;
    centerOn(point);
}

void PanZoomView::bringIntoSight(const QRectF& rect)
{
    if (mapToScene(viewport()->rect()).boundingRect().contains(rect))
        return;
    m_keepsFit = false; // a resize would scroll it out of sight again
    ensureVisible(rect, 3 * kGrid, 3 * kGrid);
}

void PanZoomView::setGridShown(bool isShown)
{
    m_isGridShown = isShown;
    viewport()->update();
}

void PanZoomView::drawBackground(QPainter* painter, const QRectF& rect)
{
    painter->fillRect(rect, palette().color(QPalette::Window));
    if (!m_isGridShown || zoom() < 0.5)
        return;
    QVarLengthArray<QPointF, 2048> dots;
    const auto left = std::floor(rect.left() / kDotDistance) * kDotDistance;
    const auto top = std::floor(rect.top() / kDotDistance) * kDotDistance;
    for (double x = left; x < rect.right(); x += kDotDistance) {
        for (double y = top; y < rect.bottom(); y += kDotDistance)
            dots.append({ x, y });
    }
    QPen pen(colour(Meaning::Line), 2);
    pen.setCosmetic(true);
    painter->setPen(pen);
    painter->drawPoints(dots.constData(), static_cast<int>(dots.size()));
}

bool PanZoomView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomBy(1 + gesture->value(), gesture->position().toPoint());
            return true;
        }
    }
    return QGraphicsView::viewportEvent(event);
}

void PanZoomView::wheelEvent(QWheelEvent* event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        m_keepsFit = false;
        QGraphicsView::wheelEvent(event);
        return;
    }
    zoomBy(std::pow(kZoomStep, event->angleDelta().y() / 120.0), event->position().toPoint());
    event->accept();
}

bool PanZoomView::pansWith(const QMouseEvent& event) const
{
    return event.button() == Qt::MiddleButton || (event.button() == Qt::LeftButton && m_isSpaceDown);
}

void PanZoomView::mousePressEvent(QMouseEvent* event)
{
    m_keepsFit = false;
    if (!pansWith(*event)) {
        QGraphicsView::mousePressEvent(event);
        return;
    }
    m_isPanning = true;
    m_panFrom = event->pos();
    viewport()->setCursor(Qt::ClosedHandCursor);
    event->accept();
}

void PanZoomView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_isPanning) {
        QGraphicsView::mouseMoveEvent(event);
        return;
    }
    scrollBy(m_panFrom - event->pos());
    m_panFrom = event->pos();
}

void PanZoomView::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_isPanning) {
        QGraphicsView::mouseReleaseEvent(event);
        return;
    }
    m_isPanning = false;
    setSpaceDown(m_isSpaceDown);
}

void PanZoomView::setSpaceDown(bool isDown)
{
    m_isSpaceDown = isDown;
    if (isDown)
        viewport()->setCursor(Qt::OpenHandCursor);
    else
        viewport()->unsetCursor();
}

void PanZoomView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat())
        setSpaceDown(true);
    else
        QGraphicsView::keyPressEvent(event);
}

void PanZoomView::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat())
        setSpaceDown(false);
    else
        QGraphicsView::keyReleaseEvent(event);
}

void PanZoomView::focusOutEvent(QFocusEvent* event)
{
    setSpaceDown(false); // its release will be another widget's
    QGraphicsView::focusOutEvent(event);
}

void PanZoomView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    if (isVisible() && (m_isFitPending || m_keepsFit))
        fitNow();
}

void PanZoomView::showEvent(QShowEvent* event)
{
    QGraphicsView::showEvent(event);
    if (m_isFitPending)
        fitNow();
}

} // namespace netwright::widgets
