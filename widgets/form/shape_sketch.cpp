// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/shape_sketch.hpp"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace netwright::widgets {

namespace {
    constexpr double kCell = 7;
    constexpr double kSheetStep = 3; // to the right and up
    constexpr double kSmallestFace = 5;
    constexpr int kMostCells = 8;
    constexpr int kMostColumns = 6;

    int shown(std::int64_t count, int most)
    {
        return static_cast<int>(std::clamp<std::int64_t>(count, 1, most));
    }
} // namespace

ShapeSketch::ShapeSketch(const tensor::Shape& shape, double scale)
    : m_shape(shape)
{
    if (isImage())
        addSheets(scale);
    else if (shape.rank() == 2)
        addTable();
    else
        addColumn();
    QRectF all;
    for (const auto& cell : m_cells)
        all = all.united(cell);
    m_size = all.size();
}

void ShapeSketch::addColumn()
{
    const auto count = m_shape.elements();
    m_hasGap = count > kMostCells;
    for (int i = 0; i < shown(count, kMostCells); ++i) {
        if (!m_hasGap || i != kMostCells - 3) // where three dots stand
            m_cells.emplace_back(0, i * kCell, kCell + 2, kCell);
    }
}

void ShapeSketch::addTable()
{
    for (int row = 0; row < shown(m_shape[0], kMostCells); ++row) {
        for (int column = 0; column < shown(m_shape[1], kMostColumns); ++column)
            m_cells.emplace_back(column * kCell, row * kCell, kCell, kCell);
    }
}

void ShapeSketch::addSheets(double scale)
{
    const QSizeF face(std::max(kSmallestFace, scale * static_cast<double>(m_shape[2])),
                      std::max(kSmallestFace, scale * static_cast<double>(m_shape[1])));
    const auto channels = static_cast<double>(m_shape[0]);
    const int sheets = m_shape[0] == 1 ? 1 : 2 + static_cast<int>(std::log2(channels) / 1.5);
    for (int i = shown(sheets, kMostCells) - 1; i >= 0; --i)
        m_cells.emplace_back(QPointF(i * kSheetStep, -i * kSheetStep), face);
    for (auto& cell : m_cells)
        cell.translate(0, -m_cells.front().top());
}

void ShapeSketch::moveTo(QPointF place)
{
    QRectF all;
    for (const auto& cell : m_cells)
        all = all.united(cell);
    const auto shift = place - QPointF(all.left(), all.center().y());
    for (auto& cell : m_cells)
        cell.translate(shift);
}

QRectF ShapeSketch::face() const
{
    if (isImage())
        return m_cells.back();
    QRectF all;
    for (const auto& cell : m_cells)
        all = all.united(cell);
    return all;
}

void ShapeSketch::paint(QPainter& painter, const QColor& colour) const
{
    painter.setPen(QPen(colour, 1));
    const auto paper = painter.background().color();
    constexpr float kShare = 0.22F;
    const auto mixed = [&](float ink, float ground) { return ink * kShare + ground * (1 - kShare); };
    painter.setBrush(
        QColor::fromRgbF(mixed(static_cast<float>(colour.redF()), static_cast<float>(paper.redF())),
                         mixed(static_cast<float>(colour.greenF()), static_cast<float>(paper.greenF())),
                         mixed(static_cast<float>(colour.blueF()), static_cast<float>(paper.blueF()))));
    for (const auto& cell : m_cells)
        painter.drawRect(cell);
    if (!m_hasGap)
        return;
    const auto& before = m_cells[kMostCells - 4];
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    for (const double part : { 0.2, 0.5, 0.8 })
        painter.drawEllipse(QPointF(before.center().x(), before.bottom() + part * kCell), 0.9, 0.9);
}

} // namespace netwright::widgets
