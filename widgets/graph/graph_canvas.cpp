// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_canvas.hpp"

#include "widgets/graph/canvas_hint.hpp"
#include "widgets/graph/far_picture.hpp"
#include "widgets/graph/heat_legend.hpp"
#include "widgets/graph/minimap.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/problem_item.hpp"
#include "widgets/theme.hpp"

#include <QPaintEvent>
#include <QPainter>
#include <QRubberBand>
#include <QStyleOption>

namespace netwright::widgets {

GraphCanvas::GraphCanvas(QWidget* parent)
    : PanZoomView(parent)
    , m_scene(new GraphScene(this))
    , m_hint(new CanvasHint(viewport()))
    , m_minimap(new Minimap(*this, *m_scene))
    , m_legend(new HeatLegend(this))
{
    setScene(m_scene);
    connect(m_scene, &QGraphicsScene::selectionChanged, this, [this] {
        if (!this->network().notes.empty())
            m_far = {}; // they are in it, selected or not
    });
    // From afar items are not painted one by one, and do not know what part of the view shows them.
    connect(this, &PanZoomView::zoomChanged, this,
            [this] { setViewportUpdateMode(isFar() ? FullViewportUpdate : SmartViewportUpdate); });
}

void GraphCanvas::showNetwork(const network::Network& network,
                              std::shared_ptr<const network::Analysis> analysis)
{
    if (network.nodes.empty() != m_scene->network().nodes.empty())
        viewport()->update(); // the text of the empty canvas
    m_scene->setNetwork(network, std::move(analysis));
    setContentRect(m_scene->nodesRect());
    setBeginning(network.flow == network::Flow::Down ? Qt::TopEdge : Qt::LeftEdge);
    showHeat();
}

bool GraphCanvas::isFar() const { return zoom() < kCardScale && !needsItems(); }

void GraphCanvas::paintEvent(QPaintEvent* event)
{
    if (!isFar()) {
        PanZoomView::paintEvent(event);
        return;
    }
    // Paints next to nothing: QGraphicsView asks for no further painting until it has painted itself.
    QPaintEvent none { QRegion() };
    PanZoomView::paintEvent(&none);
    QPainter painter(viewport());
    const auto detail = zoom() < kNameScale ? FarDetail::Colours : FarDetail::Names;
    painter.drawPixmap(0, 0, farPicture(detail));
    painter.setWorldTransform(viewportTransform());
    paintMarkedLinksFromAfar(painter, *m_scene, detail);
    paintSelectionFromAfar(painter, *m_scene);
    paintBubbles(painter);
    for (auto* mark : marks())
        paintOver(painter, *mark);
    drawForeground(&painter, {});
    if (rubberBandRect().isEmpty())
        return;
    painter.resetTransform();
    QStyleOptionRubberBand band;
    band.initFrom(viewport());
    band.rect = rubberBandRect();
    band.shape = QRubberBand::Rectangle;
    style()->drawControl(QStyle::CE_RubberBand, &band, &painter, viewport());
}

/// Kept: a selection, or a menu that closes, draws no layer again. Not while something is dragged.
const QPixmap& GraphCanvas::farPicture(FarDetail detail)
{
    const FarSight now { viewportTransform(), m_scene->revision(), devicePixelRatioF() };
    const auto size = viewport()->size() * devicePixelRatioF();
    if (m_far.size() == size && m_farSight == now && !isDragging())
        return m_far;
    if (m_far.size() != size)
        m_far = QPixmap(size);
    m_far.setDevicePixelRatio(devicePixelRatioF());
    m_farSight = isDragging() ? std::nullopt : std::optional(now);
    QPainter painter(&m_far);
    painter.setWorldTransform(viewportTransform());
    const auto seen = mapToScene(viewport()->rect().adjusted(-1, -1, 1, 1)).boundingRect();
    drawBackground(&painter, seen);
    paintFromAfar(painter, *m_scene, seen, detail);
    return m_far;
}

void GraphCanvas::paintBubbles(QPainter& painter) const
{
    for (const auto* selected : m_scene->selectedItems()) {
        const auto* node = qgraphicsitem_cast<const NodeItem*>(selected);
        if (auto* bubble = node ? node->problem() : nullptr)
            paintOver(painter, *bubble);
    }
}

void GraphCanvas::drawForeground(QPainter* painter, const QRectF& /*rect*/)
{
    if (!network().nodes.empty())
        return;
    painter->save();
    painter->resetTransform();
    const auto room = viewport()->rect().adjusted(4 * kGrid, 0, -4 * kGrid, 0);
    const auto half = room.height() / 2;
    painter->setPen(palette().color(QPalette::Text));
    painter->setFont(widgets::font(TextRole::Title));
    painter->drawText(room.adjusted(0, 0, 0, -half - kGrid / 2),
                      Qt::AlignHCenter | Qt::AlignBottom | Qt::TextWordWrap, m_emptyTitle);
    painter->setPen(colour(Meaning::Quiet));
    painter->setFont(widgets::font(TextRole::Body));
    painter->drawText(room.adjusted(0, half + kGrid / 2, 0, 0),
                      Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_emptyText);
    painter->restore();
}

void GraphCanvas::setEmptyText(const QString& title, const QString& text)
{
    m_emptyTitle = title;
    m_emptyText = text;
    viewport()->update();
}

void GraphCanvas::fitAll()
{
    fit(m_scene->nodesRect());
    if (zoom() < kNameScale)
        emit told(tr("Too small to be read at %1 %: Ctrl and the wheel zoom in").arg(qRound(zoom() * 100)));
}

void GraphCanvas::fitSelection()
{
    QRectF rect;
    for (const auto id : selection().nodes)
        rect |= m_scene->item(id)->place();
    fit(rect.isEmpty() ? m_scene->nodesRect() : rect);
}

void GraphCanvas::showAs(const QString& name)
{
    if (const auto seen = sight())
        m_sights[m_shownName] = *seen;
    else
        m_sights.erase(m_shownName);
    m_shownName = name;
    if (const auto known = m_sights.find(name); known != m_sights.end())
        lookAt(known->second);
    else
        fitReadable();
}

void GraphCanvas::forgetSights()
{
    m_sights.clear();
    fitReadable();
}

void GraphCanvas::changeEvent(QEvent* event)
{
    PanZoomView::changeEvent(event);
    const auto type = event->type();
    if (m_scene
        && (type == QEvent::PaletteChange || type == QEvent::StyleChange || type == QEvent::FontChange)) {
        m_scene->restyle();
        m_minimap->refresh();
    }
}

} // namespace netwright::widgets
