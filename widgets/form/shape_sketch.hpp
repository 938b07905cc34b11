// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/shape.hpp"

#include <QColor>
#include <QRectF>

#include <vector>

class QPainter;

namespace netwright::widgets {

/// A shape as people draw them: an image as sheets, one behind the other; a sequence as a table of rows; a
/// vector as a column of cells, with a gap where there are too many. Sizes are in pixels of the widget.
class ShapeSketch {
public:
    /// `scale`: pixels of the widget for one of the image.
    ShapeSketch(const tensor::Shape& shape, double scale);

    [[nodiscard]] bool isImage() const { return m_shape.rank() == 3; }
    [[nodiscard]] QSizeF size() const { return m_size; }
    /// Its left edge and the middle of its height.
    void moveTo(QPointF place);
    void paint(QPainter& painter, const QColor& colour) const;
    /// The front sheet of an image; else all of it.
    [[nodiscard]] QRectF face() const;
    [[nodiscard]] const std::vector<QRectF>& cells() const { return m_cells; }

private:
    void addColumn();
    void addTable();
    void addSheets(double scale);

    tensor::Shape m_shape;
    QSizeF m_size;
    std::vector<QRectF> m_cells; ///< from the back to the front
    bool m_hasGap = false;
};

} // namespace netwright::widgets
