// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QPoint>
#include <QRectF>

#include <vector>

namespace netwright::widgets {

/// Where the nodes of a scene stand, by cells: links that look for a way around them ask a thousand times
/// while the scene itself is still being built.
class NodeGrid {
public:
    void add(QPointF node);
    void remove(QPointF node);
    /// The rectangles of the nodes that touch `area`.
    [[nodiscard]] std::vector<QRectF> within(const QRectF& area) const;

private:
    QHash<QPoint, std::vector<QPointF>> m_cells;
};

} // namespace netwright::widgets
