// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/heat_legend.hpp"

#include "widgets/theme.hpp"

#include <QLinearGradient>
#include <QPainter>

namespace netwright::widgets {

namespace {
    constexpr int kWidth = 30 * kGrid;
    constexpr int kBar = 10;
    constexpr int kSteps = 16;
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
        m_remark.isEmpty() ? tr("From %1 to %2").arg(heat.text(heat.lowest()), heat.text(heat.highest()))
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
    QLinearGradient scale(room.topLeft(), room.topRight());
    for (int step = 0; step <= kSteps; ++step)
        scale.setColorAt(step / double(kSteps), heatColour(step / double(kSteps)));
    const int line = painter.fontMetrics().height();
    painter.setPen(Qt::NoPen);
    painter.setBrush(scale);
    painter.drawRoundedRect(QRectF(room.left(), room.top() + line + kGrid / 2, room.width(), kBar), 2, 2);
    painter.setPen(colour(Meaning::Quiet));
    const auto least = m_heat.text(m_heat.lowest());
    painter.drawText(room, Qt::AlignLeft | Qt::AlignBottom, least);
    painter.drawText(room, Qt::AlignRight | Qt::AlignBottom, m_heat.text(m_heat.highest()));
}

} // namespace netwright::widgets
