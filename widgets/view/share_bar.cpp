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
    constexpr int kDotGap = 5;
} // namespace

ShareBar::ShareBar(QWidget* parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ShareBar::setShares(std::vector<Share> shares)
{
    m_shares = std::move(shares);
    updateGeometry();
    update();
}

QSize ShareBar::sizeHint() const { return { 240, heightForWidth(240) }; }

int ShareBar::heightForWidth(int width) const
{
    const QFontMetrics metrics(widgets::font(TextRole::Caption));
    return kBar + kGrid + (legend(width).empty() ? 1 : legend(width).back().line + 1) * metrics.height() + 2;
}

/// Line by line, as many as fit.
std::vector<ShareBar::Entry> ShareBar::legend(int width) const
{
    const QFontMetrics metrics(widgets::font(TextRole::Caption));
    std::vector<Entry> entries;
    int x = 0;
    int line = 0;
    for (const Share& share : m_shares) {
        const QString text = QStringLiteral("%1 %2").arg(share.name, countText(share.amount));
        const int needed = kDot + kDotGap + metrics.horizontalAdvance(text);
        if (x > 0 && x + needed > width) {
            x = 0;
            ++line;
        }
        entries.push_back({ .text = text, .x = x, .line = line });
        x += needed + 2 * kGrid;
    }
    return entries;
}

void ShareBar::paintEvent(QPaintEvent*)
{
    const double total = std::accumulate(m_shares.begin(), m_shares.end(), 0.0,
                                         [](double sum, const Share& share) { return sum + share.amount; });
    if (total <= 0)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
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
    paintLegend(painter);
}

void ShareBar::paintLegend(QPainter& painter) const
{
    painter.setFont(widgets::font(TextRole::Caption));
    const auto metrics = painter.fontMetrics();
    const auto entries = legend(width());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& [text, x, line] = entries[i];
        const int top = kBar + kGrid + line * metrics.height();
        painter.setPen(Qt::NoPen);
        painter.setBrush(seriesColour(m_shares[i].series));
        painter.drawEllipse(QPointF(x + kDot / 2.0, top + metrics.height() / 2.0), kDot / 2.0, kDot / 2.0);
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QPoint(x + kDot + kDotGap, top + metrics.ascent()), text);
    }
}

} // namespace netwright::widgets
