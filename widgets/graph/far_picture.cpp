// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/far_picture.hpp"

#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/link_item.hpp"
#include "widgets/graph/node_item.hpp"

#include <QPainter>

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

    void paintLinks(QPainter& painter, const GraphScene& scene, const QRectF& exposed)
    {
        QVarLengthArray<QLineF, 4096> lines;
        QVarLengthArray<QLineF, 64> selected;
        for (const auto& [link, item] : scene.linkItems()) {
            const QLineF line(item->ends().from, item->ends().to);
            if (item->isSelected() || item->isStressed() || item->isTarget())
                selected.append(line);
            else if (isNear(line, exposed))
                lines.append(line);
        }
        painter.setPen(cosmetic(scene.style().quiet, 0));
        painter.drawLines(lines.constData(), static_cast<int>(lines.size()));
        painter.setPen(cosmetic(scene.style().accent, 2));
        painter.drawLines(selected.constData(), static_cast<int>(selected.size()));
    }

    /// In a heat view, a node that has nothing of it is as quiet as the canvas.
    const QColor& colourOf(const NodeItem& node, const GraphScene& scene)
    {
        if (scene.heat().kind == Heat::None)
            return scene.style().categoryColour(node.card().category);
        return node.heat().isValid() ? node.heat() : scene.style().line;
    }

    void paintNodes(QPainter& painter, const GraphScene& scene, const QRectF& exposed)
    {
        const auto& style = scene.style();
        QVarLengthArray<QRectF, 64> faulty;
        QVarLengthArray<QRectF, 64> selected;
        for (const auto& [id, item] : scene.nodeItems()) {
            const auto rect = geometry::nodeRect().translated(item->pos());
            if (!rect.intersects(exposed))
                continue;
            painter.fillRect(rect, colourOf(*item, scene));
            if (!item->card().problem.isEmpty() && !item->card().isWarning)
                faulty.append(rect);
            if (item->isSelected())
                selected.append(rect);
        }
        painter.setBrush(Qt::NoBrush);
        painter.setPen(cosmetic(style.bad, 3));
        painter.drawRects(faulty.constData(), static_cast<int>(faulty.size()));
        painter.setPen(cosmetic(style.accent, 2));
        painter.drawRects(selected.constData(), static_cast<int>(selected.size()));
    }
} // namespace

void paintFromAfar(QPainter& painter, const GraphScene& scene, const QRectF& exposed)
{
    scene.annotations().paint(painter, exposed);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintLinks(painter, scene, exposed);
    paintNodes(painter, scene, exposed);
}

} // namespace netwright::widgets
