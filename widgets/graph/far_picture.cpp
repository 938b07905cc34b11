// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/far_picture.hpp"

#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/link_item.hpp"
#include "widgets/graph/node_item.hpp"

#include <QPainter>
#include <QSet>

#include <algorithm>

namespace netwright::widgets {

namespace {
    QPen cosmetic(const QColor& colour, double width)
    {
        QPen pen(colour, width);
        pen.setCosmetic(true);
        return pen;
    }

    bool isNear(QLineF line, const QRectF& rect)
    {
        const auto [left, right] = std::minmax({ line.x1(), line.x2() });
        const auto [top, bottom] = std::minmax({ line.y1(), line.y2() });
        return left <= rect.right() && right >= rect.left() && top <= rect.bottom() && bottom >= rect.top();
    }

    using Links = QVarLengthArray<const LinkItem*, 1024>;

    /// As they run, where they are few; else, and further away, as straight lines.
    void paintLinks(QPainter& painter, const Links& links, FarDetail detail)
    {
        constexpr qsizetype kMostPaths = 400;
        if (detail == FarDetail::Names && links.size() <= kMostPaths) {
            painter.setBrush(Qt::NoBrush);
            for (const auto* link : links) {
                const auto box = link->path().controlPointRect();
                const bool isBent = box.width() > 1 && box.height() > 1;
                painter.setRenderHint(QPainter::Antialiasing, isBent); // it would blur what is straight
                painter.drawPath(link->path());
            }
            return;
        }
        QVarLengthArray<QLineF, 1024> lines;
        for (const auto* link : links)
            lines.append({ link->ends().from, link->ends().to });
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.drawLines(lines.constData(), static_cast<int>(lines.size()));
    }

    void paintLinks(QPainter& painter, const GraphScene& scene, const QRectF& exposed, FarDetail detail)
    {
        Links links;
        for (const auto& [link, item] : scene.linkItems()) {
            if (isNear({ item->ends().from, item->ends().to }, exposed))
                links.append(item);
        }
        painter.setPen(cosmetic(scene.style().quiet, 0));
        paintLinks(painter, links, detail);
    }

    using Nodes = QVarLengthArray<NodeItem*, 1024>;

    Nodes nodesIn(const QRectF& exposed, const GraphScene& scene)
    {
        Nodes nodes;
        for (const auto& [id, item] : scene.nodeItems()) {
            if (geometry::nodeRect().translated(item->pos()).intersects(exposed))
                nodes.append(item);
        }
        return nodes;
    }

    /// In a heat view, a node that has nothing of it is as quiet as the canvas.
    const QColor& colourOf(const NodeItem& node, const GraphScene& scene)
    {
        if (scene.heat().kind == Heat::None)
            return scene.style().categoryColour(node.card().category);
        return node.heat().isValid() ? node.heat() : scene.style().line;
    }

    void outline(QPainter& painter, const QColor& colour, const Nodes& nodes, double apart)
    {
        QVarLengthArray<QRectF, 64> rects;
        for (const auto* node : nodes)
            rects.append(geometry::nodeRect().translated(node->pos()).adjusted(-apart, -apart, apart, apart));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(cosmetic(colour, 3));
        painter.drawRects(rects.constData(), static_cast<int>(rects.size()));
    }

    /// Apart from the nodes, whatever their colour.
    void outlineSelected(QPainter& painter, const GraphScene& scene, const Nodes& nodes)
    {
        outline(painter, scene.style().accent, nodes, 3 / painter.worldTransform().m11());
    }

    void outlineFaulty(QPainter& painter, const GraphScene& scene, const Nodes& nodes)
    {
        Nodes faulty;
        for (auto* node : nodes) {
            if (!node->card().problem.isEmpty() && !node->card().isWarning)
                faulty.append(node);
        }
        outline(painter, scene.style().bad, faulty, 0);
    }

    constexpr int kBadge = 16;

    QPixmap badge(bool isWarning, const CanvasStyle& style, double pixelRatio)
    {
        QPixmap picture(QSize(kBadge, kBadge) * pixelRatio);
        picture.setDevicePixelRatio(pixelRatio);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paintBadge(painter, { kBadge / 2.0, kBadge / 2.0 }, 1, isWarning, style);
        return picture;
    }

    /// As large at any zoom; where many would cover each other, one stands for all.
    void paintBadges(QPainter& painter, const GraphScene& scene, const Nodes& nodes)
    {
        constexpr double kApart = 12;
        const auto toScreen = painter.worldTransform();
        painter.save();
        painter.resetTransform();
        QSet<QPoint> taken;
        for (const bool isWarning : { false, true }) {
            QPixmap picture;
            for (const auto* node : nodes) {
                if (node->card().problem.isEmpty() || node->card().isWarning != isWarning)
                    continue;
                const auto card = toScreen.mapRect(geometry::nodeRect().translated(node->pos()));
                const QPointF place(card.right(), card.top() + std::min(card.height() / 2, 4.0));
                const auto sizeBefore = taken.size();
                taken.insert((place / kApart).toPoint());
                if (taken.size() == sizeBefore)
                    continue;
                if (picture.isNull())
                    picture = badge(isWarning, scene.style(), painter.device()->devicePixelRatioF());
                painter.drawPixmap(place - QPointF(kBadge, kBadge) / 2, picture);
            }
        }
        painter.restore();
    }

    void paintCards(QPainter& painter, const GraphScene& scene, const Nodes& nodes)
    {
        QVarLengthArray<QRectF, 1024> cards;
        for (auto* node : nodes) {
            cards.append(geometry::nodeRect().translated(node->pos()));
            node->paintName(painter);
        }
        painter.setBrush(Qt::NoBrush);
        painter.setPen(cosmetic(scene.style().line, 1));
        painter.drawRects(cards.constData(), static_cast<int>(cards.size()));
    }
} // namespace

void paintFromAfar(QPainter& painter, const GraphScene& scene, const QRectF& exposed, FarDetail detail)
{
    scene.annotations().paint(painter, exposed);
    paintLinks(painter, scene, exposed, detail);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const auto nodes = nodesIn(exposed, scene);
    if (detail == FarDetail::Names) {
        paintCards(painter, scene, nodes);
    } else {
        for (const auto* node : nodes)
            painter.fillRect(geometry::nodeRect().translated(node->pos()), colourOf(*node, scene));
    }
    outlineFaulty(painter, scene, nodes);
    if (detail != FarDetail::Map)
        paintBadges(painter, scene, nodes);
}

void paintMarkedLinksFromAfar(QPainter& painter, const GraphScene& scene, FarDetail detail)
{
    Links marked;
    for (const auto& [link, item] : scene.linkItems()) {
        if (item->isSelected() || item->isStressed() || item->isTarget())
            marked.append(item);
    }
    painter.setPen(cosmetic(scene.style().accent, 2));
    paintLinks(painter, marked, detail);
}

void paintSelectionFromAfar(QPainter& painter, const GraphScene& scene)
{
    Nodes selected;
    for (auto* item : scene.selectedItems()) {
        if (auto* node = qgraphicsitem_cast<NodeItem*>(item))
            selected.append(node);
    }
    outlineSelected(painter, scene, selected);
}

void paintOver(QPainter& painter, QGraphicsItem& item)
{
    if (!item.isVisible())
        return;
    painter.save();
    painter.setWorldTransform(item.sceneTransform(), true);
    item.paint(&painter, nullptr, nullptr);
    painter.restore();
}

} // namespace netwright::widgets
