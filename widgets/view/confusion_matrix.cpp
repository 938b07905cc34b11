// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/confusion_matrix.hpp"

#include "widgets/theme.hpp"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace netwright::widgets {

namespace {
    constexpr double kTitle = 20; ///< of "Predicted" and "True"
    constexpr double kLargestCell = 56;
    constexpr double kSmallestCell = 18;
    constexpr double kLongestLabel = 110;
    constexpr double kColumnLabels = 72;
} // namespace

ConfusionMatrix::ConfusionMatrix(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Confusion matrix"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
}

void ConfusionMatrix::setCounts(const QStringList& categories, std::vector<std::int64_t> counts)
{
    assert(counts.size() == static_cast<std::size_t>(categories.size() * categories.size()));
    m_categories = categories;
    m_counts = std::move(counts);
    m_truth = m_said = -1;
    updateGeometry();
    update();
}

std::int64_t ConfusionMatrix::count(int truth, int said) const
{
    return m_counts[static_cast<std::size_t>(truth) * static_cast<std::size_t>(size())
                    + static_cast<std::size_t>(said)];
}

std::int64_t ConfusionMatrix::rowSum(int truth) const
{
    const auto begin = m_counts.begin() + static_cast<std::ptrdiff_t>(truth) * size();
    return std::accumulate(begin, begin + size(), std::int64_t { 0 });
}

QString ConfusionMatrix::sentence(int truth, int said) const
{
    if (truth < 0 || said < 0 || truth >= size() || said >= size())
        return {};
    const auto sum = rowSum(truth);
    const auto number = count(truth, said);
    const double share = sum > 0 ? static_cast<double>(number) / static_cast<double>(sum) : 0;
    const QString figures = tr("%1 (%2)").arg(wholeText(number), percentText(share));
    return truth == said ? tr("%1 recognised: %2").arg(m_categories[truth], figures)
                         : tr("%1 taken for %2: %3").arg(m_categories[truth], m_categories[said], figures);
}

ConfusionMatrix::Layout ConfusionMatrix::layoutNow() const
{
    const QFontMetricsF metrics(widgets::font(TextRole::Caption));
    Layout layout;
    for (const QString& name : m_categories)
        layout.labels = std::max(layout.labels, metrics.horizontalAdvance(name) + kGrid);
    layout.labels = std::min(layout.labels, kLongestLabel);
    const double left = kTitle + layout.labels;
    const double top = kTitle + kColumnLabels;
    const double room = std::min(width() - left - kGrid, height() - top - kGrid);
    layout.cell = std::clamp(std::floor(room / std::max(1, size())), kSmallestCell, kLargestCell);
    layout.cells = QRectF(left, top, layout.cell * size(), layout.cell * size());
    return layout;
}

QSize ConfusionMatrix::sizeHint() const
{
    const int cells = static_cast<int>(kLargestCell) * size();
    return { cells + static_cast<int>(kTitle + kLongestLabel) + 4 * kGrid,
             cells + static_cast<int>(kTitle + kColumnLabels) + kGrid };
}

QSize ConfusionMatrix::minimumSizeHint() const
{
    const int side = static_cast<int>(kSmallestCell * size() + kTitle + kLongestLabel + kGrid);
    return { side, side };
}

void ConfusionMatrix::paintEvent(QPaintEvent*)
{
    if (m_categories.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(widgets::font(TextRole::Caption));
    const Layout layout = layoutNow();
    for (int truth = 0; truth < size(); ++truth) {
        for (int said = 0; said < size(); ++said) {
            const QRectF box(layout.cells.x() + said * layout.cell, layout.cells.y() + truth * layout.cell,
                             layout.cell, layout.cell);
            paintCell(painter, box.adjusted(1, 1, -1, -1), truth, said);
        }
    }
    paintLabels(painter, layout);
}

void ConfusionMatrix::paintCell(QPainter& painter, const QRectF& box, int truth, int said) const
{
    const auto sum = rowSum(truth);
    const double share = sum > 0 ? static_cast<double>(count(truth, said)) / static_cast<double>(sum) : 0;
    // The square root makes small mistakes visible beside a nearly full diagonal.
    QColor shade = truth == said ? colour(Meaning::Accent) : seriesColour(1);
    shade.setAlphaF(static_cast<float>(std::sqrt(share) * 0.85));
    const bool isCurrent = truth == m_truth && said == m_said;
    painter.setPen(isCurrent ? QPen(palette().color(QPalette::Text), 2) : QPen(Qt::NoPen));
    painter.setBrush(palette().alternateBase());
    painter.drawRoundedRect(box, 3, 3);
    painter.setBrush(shade);
    painter.drawRoundedRect(box, 3, 3);
    if (count(truth, said) == 0 || box.width() < 24)
        return;
    painter.setPen(palette().color(share > 0.45 ? QPalette::Base : QPalette::Text));
    painter.drawText(box, Qt::AlignCenter, wholeText(count(truth, said)));
}

void ConfusionMatrix::paintLabels(QPainter& painter, const Layout& layout) const
{
    const QFontMetricsF metrics(painter.font());
    for (int i = 0; i < size(); ++i) {
        painter.setPen(palette().color(QPalette::Text));
        const QRectF row(kTitle, layout.cells.y() + i * layout.cell, layout.labels - kGrid / 2.0,
                         layout.cell);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(m_categories[i], Qt::ElideRight, row.width()));
        painter.save();
        painter.translate(layout.cells.x() + (i + 0.5) * layout.cell, layout.cells.y() - kGrid / 2.0);
        painter.rotate(-45);
        painter.drawText(QPointF(0, metrics.descent()),
                         metrics.elidedText(m_categories[i], Qt::ElideRight, kColumnLabels * 1.2));
        painter.restore();
    }
    painter.setPen(colour(Meaning::Quiet));
    painter.drawText(QRectF(layout.cells.x(), 0, layout.cells.width(), kTitle),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("Predicted"));
    painter.save();
    painter.translate(0, layout.cells.bottom());
    painter.rotate(-90);
    painter.drawText(QRectF(0, 0, layout.cells.height(), kTitle), Qt::AlignRight | Qt::AlignVCenter,
                     tr("True"));
    painter.restore();
}

void ConfusionMatrix::setCursorCell(int truth, int said)
{
    if (truth == m_truth && said == m_said)
        return;
    m_truth = truth;
    m_said = said;
    update();
    emit sentenceChanged(sentence(truth, said));
}

void ConfusionMatrix::mouseMoveEvent(QMouseEvent* event)
{
    const Layout layout = layoutNow();
    if (m_categories.isEmpty() || !layout.cells.contains(event->position()))
        return setCursorCell(-1, -1);
    const QPointF at = (event->position() - layout.cells.topLeft()) / layout.cell;
    setCursorCell(std::min(static_cast<int>(at.y()), size() - 1),
                  std::min(static_cast<int>(at.x()), size() - 1));
}

void ConfusionMatrix::leaveEvent(QEvent*) { setCursorCell(-1, -1); }

void ConfusionMatrix::keyPressEvent(QKeyEvent* event)
{
    const int across = (event->key() == Qt::Key_Right ? 1 : 0) - (event->key() == Qt::Key_Left ? 1 : 0);
    const int down = (event->key() == Qt::Key_Down ? 1 : 0) - (event->key() == Qt::Key_Up ? 1 : 0);
    if (m_categories.isEmpty() || (across == 0 && down == 0))
        return QWidget::keyPressEvent(event);
    setCursorCell(std::clamp(m_truth + down, 0, size() - 1), std::clamp(m_said + across, 0, size() - 1));
}

} // namespace netwright::widgets
