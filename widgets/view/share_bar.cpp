// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/share_bar.hpp"

#include "widgets/theme.hpp"

#include <QPainter>
#include <QPainterPath>

#include <numeric>

namespace netwright::widgets {

namespace {
    constexpr int kBar = 10;
    constexpr int kDot = 8;
} // namespace

ShareBar::ShareBar(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ShareBar::setShares(std::vector<Share> shares)
{
    m_shares = std::move(shares);
    update();
}

QSize ShareBar::sizeHint() const { return { 240, kBar + kGrid + fontMetrics().height() + 2 }; }

void ShareBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(widgets::font(TextRole::Caption));
    const double total = std::accumulate(m_shares.begin(), m_shares.end(), 0.0,
                                         [](double sum, const Share& share) { return sum + share.amount; });
    if (total <= 0)
        return;
    QPainterPath outline;
    outline.addRoundedRect(QRectF(0, 0, width(), kBar), kBar / 2.0, kBar / 2.0);
    painter.setClipPath(outline);
    double x = 0;
    for (const Share& share : m_shares) {
        const double length = width() * share.amount / total;
        painter.fillRect(QRectF(x, 0, length, kBar), seriesColour(share.series));
        x += length;
    }
    painter.setClipping(false);
    x = 0;
    for (const Share& share : m_shares) {
        const QString text = QStringLiteral("%1 %2").arg(share.name, countText(share.amount));
        const double middle = kBar + kGrid + painter.fontMetrics().height() / 2.0;
        painter.setPen(Qt::NoPen);
        painter.setBrush(seriesColour(share.series));
        painter.drawEllipse(QPointF(x + kDot / 2.0, middle), kDot / 2.0, kDot / 2.0);
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QPointF(x + kDot + 5, kBar + kGrid + painter.fontMetrics().ascent()), text);
        x += kDot + 5 + painter.fontMetrics().horizontalAdvance(text) + 2 * kGrid;
    }
}

} // namespace netwright::widgets
