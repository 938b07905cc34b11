// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/heat_legend.hpp"

#include "widgets/theme.hpp"

#include <QLinearGradient>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <vector>

namespace netwright::widgets {

namespace {
    constexpr int kLongestBar = 30 * kGrid;
    constexpr int kShortestBar = 6 * kGrid;
    constexpr int kBar = 10;
    constexpr int kTick = 3;
    constexpr int kSteps = 16;

    /// The powers of ten between its ends.
    std::vector<double> tensOf(const HeatMap& heat)
    {
        std::vector<double> tens;
        for (double ten = std::pow(10.0, std::ceil(std::log10(heat.lowest()))); ten <= heat.highest();
             ten *= 10)
            tens.push_back(ten);
        return tens;
    }
} // namespace

HeatLegend::HeatLegend(QWidget* canvas)
    : QWidget(canvas)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void HeatLegend::showHeat(const HeatMap& heat, const QString& remark)
{
    m_heat = heat;
    m_remark = remark;
    setAccessibleName(tr("Colours of the layers: %1").arg(heat.title()));
    const auto scale = tr("From %1 to %2, logarithmic").arg(heat.lowestText(), heat.text(heat.highest()));
    setAccessibleDescription(heat.highest() <= 0    ? remark
                                 : remark.isEmpty() ? scale
                                                    : scale + QStringLiteral(". ") + remark);
    setVisible(heat.kind != Heat::None);
    update();
}

QSize HeatLegend::sizeHint() const { return { 100 * kGrid, 4 * kGrid }; }
QSize HeatLegend::minimumSizeHint() const { return { 0, sizeHint().height() }; }

void HeatLegend::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.fillRect(QRect(0, 0, width(), 1), colour(Meaning::Line));
    painter.setFont(widgets::font(TextRole::Caption));
    auto room = rect().adjusted(2 * kGrid, 1, -2 * kGrid, 0);
    painter.setPen(palette().color(QPalette::Text));
    paintText(painter, room, Qt::LeftEdge, m_heat.title());
    painter.setPen(colour(Meaning::Quiet));
    if (m_heat.highest() <= 0) {
        paintText(painter, room, Qt::LeftEdge, m_remark);
        return;
    }
    const auto high = m_heat.text(m_heat.highest());
    const auto note = m_remark.isEmpty() ? tr("logarithmic") : m_remark;
    const auto widthOf = [&](const QString& text) { return painter.fontMetrics().horizontalAdvance(text); };
    paintText(painter, room, Qt::LeftEdge, m_heat.lowestText());
    if (room.width() > kShortestBar + widthOf(high) + widthOf(note) + 2 * kGrid)
        paintText(painter, room, Qt::RightEdge, note);
    if (m_heat.highest() <= m_heat.lowest())
        return; // one number is no scale
    const int bar = std::clamp(room.width() - widthOf(high) - 2 * kGrid, 0, kLongestBar);
    paintScale(painter, QRectF(room.left(), room.center().y() - kBar / 2.0, bar, kBar));
    room.setLeft(room.left() + bar + kGrid);
    painter.setPen(colour(Meaning::Quiet));
    paintText(painter, room, Qt::LeftEdge, high);
}

void HeatLegend::paintText(QPainter& painter, QRect& room, Qt::Edge side, const QString& text) const
{
    const auto shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, room.width());
    const int width = painter.fontMetrics().horizontalAdvance(shown);
    const bool isLeft = side == Qt::LeftEdge;
    painter.drawText(room, Qt::AlignVCenter | (isLeft ? Qt::AlignLeft : Qt::AlignRight), shown);
    isLeft ? room.setLeft(room.left() + width + kGrid) : room.setRight(room.right() - width - kGrid);
}

void HeatLegend::paintScale(QPainter& painter, const QRectF& bar) const
{
    QLinearGradient scale(bar.topLeft(), bar.topRight());
    for (int step = 0; step <= kSteps; ++step)
        scale.setColorAt(step / double(kSteps), heatColour(step / double(kSteps)));
    painter.setPen(Qt::NoPen);
    painter.setBrush(scale);
    painter.drawRoundedRect(bar, 2, 2);
    painter.setPen(QPen(colour(Meaning::Quiet), 1));
    const double powers = std::log10(m_heat.highest() / m_heat.lowest());
    for (const double ten : tensOf(m_heat)) {
        const double x = bar.left() + bar.width() * std::log10(ten / m_heat.lowest()) / powers;
        if (x > bar.left() + 1 && x < bar.right() - 1) // what stands at an end is said below it
            painter.drawLine(QPointF(x, bar.bottom() + 1), QPointF(x, bar.bottom() + 1 + kTick));
    }
}

} // namespace netwright::widgets
