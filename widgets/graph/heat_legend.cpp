// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/heat_legend.hpp"

#include "widgets/theme.hpp"

#include <QLinearGradient>
#include <QPainter>

#include <cmath>
#include <vector>

namespace netwright::widgets {

namespace {
    constexpr int kWidth = 30 * kGrid;
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
    m_remark = heat.highest() > 0 ? QString() : remark;
    setAccessibleName(tr("Colours of the layers: %1").arg(heat.title()));
    setAccessibleDescription(
        m_remark.isEmpty()
            ? tr("From %1 to %2, logarithmic").arg(heat.text(heat.lowest()), heat.text(heat.highest()))
            : m_remark);
    setVisible(heat.kind != Heat::None);
    update();
}

QSize HeatLegend::sizeHint() const
{
    const int line = QFontMetrics(widgets::font(TextRole::Caption)).height();
    return { kWidth, 2 * line + kBar + 3 * kGrid };
}

void HeatLegend::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colour(Meaning::Line));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    const auto room = rect().adjusted(kGrid, kGrid, -kGrid, -kGrid);
    painter.setPen(palette().color(QPalette::Text));
    painter.setFont(widgets::font(TextRole::Caption));
    painter.drawText(room, Qt::AlignLeft | Qt::AlignTop, m_heat.title());
    if (!m_remark.isEmpty()) {
        painter.setPen(colour(Meaning::Quiet));
        painter.drawText(room, Qt::AlignLeft | Qt::AlignBottom, m_remark);
        return;
    }
    painter.setPen(colour(Meaning::Quiet));
    painter.drawText(room, Qt::AlignRight | Qt::AlignTop, tr("logarithmic"));
    const int line = painter.fontMetrics().height();
    paintScale(painter, QRectF(room.left(), room.top() + line + kGrid / 2.0, room.width(), kBar));
    painter.setPen(colour(Meaning::Quiet));
    painter.drawText(room, Qt::AlignLeft | Qt::AlignBottom, m_heat.text(m_heat.lowest()));
    painter.drawText(room, Qt::AlignRight | Qt::AlignBottom, m_heat.text(m_heat.highest()));
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
