// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/minimap.hpp"

#include "widgets/graph/far_picture.hpp"
#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/pan_zoom_view.hpp"
#include "widgets/theme.hpp"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace netwright::widgets {

namespace {
    constexpr QSizeF kLargest(22 * kGrid, 18 * kGrid);
    constexpr double kLargestShare = 0.3; ///< of a small view
    constexpr double kSmallest = 4 * kGrid;
    constexpr double kPadding = kGrid / 2;
    constexpr QMargins kAround(kGrid, kGrid, kGrid, kGrid);
} // namespace

Minimap::Minimap(PanZoomView& view, GraphScene& scene)
    : QWidget(&view)
    , m_view(view)
    , m_scene(scene)
{
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Map of the network"));
    setToolTip(tr("Click or drag to go there"));
    for (auto* bar : { view.horizontalScrollBar(), view.verticalScrollBar() })
        connect(bar, &QScrollBar::valueChanged, this, &Minimap::follow);
    connect(&view, &PanZoomView::zoomChanged, this, &Minimap::follow);
    connect(&scene, &QGraphicsScene::selectionChanged, this, [this] { update(); });
    hide();
}

void Minimap::setWanted(bool isWanted)
{
    m_isWanted = isWanted;
    follow();
}

void Minimap::refresh()
{
    m_content = m_scene.nodesRect();
    m_picture = {};
    follow();
}

void Minimap::follow()
{
    const auto inSight = m_view.mapToScene(m_view.viewport()->rect()).boundingRect();
    setVisible(m_isWanted && !m_content.isEmpty() && !inSight.contains(m_content));
    update();
}

std::array<QRect, 4> Minimap::corners() const
{
    constexpr int kEdge = 2 * kGrid;
    const int right = m_view.viewport()->width() - width() - kEdge;
    const int bottom = m_view.viewport()->height() - height() - kEdge;
    return { QRect({ right, bottom }, size()), QRect({ right, kEdge }, size()),
             QRect({ kEdge, bottom }, size()), QRect({ kEdge, kEdge }, size()) };
}

void Minimap::place(std::span<const QRect> inTheWay)
{
    const auto most = kLargest.boundedTo(kLargestShare * QSizeF(m_view.viewport()->size()));
    const auto inner = m_content.size().scaled(most, Qt::KeepAspectRatio);
    const auto wanted = QSizeF(std::max(inner.width(), kSmallest), std::max(inner.height(), kSmallest))
        + QSizeF(2 * kPadding, 2 * kPadding);
    resize(wanted.toSize());
    const auto spots = corners();
    const auto cost = [&](const QRect& spot) { // first what the person works at, then layers
        const auto isHidden = [&spot](const QRect& rect) { return rect.intersects(spot); };
        return std::pair(std::ranges::count_if(inTheWay, isHidden),
                         m_scene.nodesWithin(m_view.mapToScene(spot).boundingRect()).size());
    };
    const auto now = cost(spots[m_corner]);
    if (!m_isHeld && (now.first > 0 || now.second > 0)) {
        const auto costAround = [&](const QRect& spot) { return cost(spot.marginsAdded(kAround)); };
        const auto best = std::ranges::min_element(spots, {}, costAround);
        if (const auto there = costAround(*best);
            there.first < now.first || (there.first == 0 && there.second == 0))
            m_corner = static_cast<std::size_t>(best - spots.begin());
    }
    move(spots[m_corner].topLeft());
    follow();
}

QTransform Minimap::toMap() const
{
    const auto room = QSizeF(size()) - QSizeF(2 * kPadding, 2 * kPadding);
    const auto scale = std::min(room.width() / m_content.width(), room.height() / m_content.height());
    const auto centre = m_content.center();
    return QTransform()
        .translate(width() / 2.0, height() / 2.0)
        .scale(scale, scale)
        .translate(-centre.x(), -centre.y());
}

void Minimap::render()
{
    m_picture = QPixmap(size() * devicePixelRatioF());
    m_picture.setDevicePixelRatio(devicePixelRatioF());
    m_picture.fill(Qt::transparent);
    QPainter painter(&m_picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colour(Meaning::Line));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.setTransform(toMap(), true);
    paintFromAfar(painter, m_scene, m_content, FarDetail::Map);
}

void Minimap::paintEvent(QPaintEvent* /*event*/)
{
    if (m_picture.size() != size() * devicePixelRatioF())
        render();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    painter.setTransform(toMap());
    paintSelectionFromAfar(painter, m_scene);
    painter.resetTransform();
    const auto inSight
        = toMap().mapRect(m_view.mapToScene(m_view.viewport()->rect()).boundingRect()) & QRectF(rect());
    // What is out of sight pales.
    auto veil = palette().color(QPalette::Base);
    veil.setAlphaF(0.55F);
    QPainterPath outside;
    outside.addRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    outside.addRect(inSight);
    painter.fillPath(outside, veil); // odd-even: not inside
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour(Meaning::Accent), 2));
    painter.drawRoundedRect(inSight.adjusted(1, 1, -1, -1), 2, 2);
}

void Minimap::goTo(QPoint point) { m_view.showAt(toMap().inverted().map(QPointF(point))); }

void Minimap::mousePressEvent(QMouseEvent* event)
{
    m_isHeld = true;
    if (event->button() == Qt::LeftButton)
        goTo(event->pos());
}

void Minimap::mouseReleaseEvent(QMouseEvent* event) { m_isHeld = event->buttons() != Qt::NoButton; }

/// What is hidden while a button is down need not hear of its release.
void Minimap::hideEvent(QHideEvent* /*event*/) { m_isHeld = false; }

void Minimap::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton))
        goTo(event->pos());
}

} // namespace netwright::widgets
