// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/fitting_label.hpp"

#include <QFontMetrics>

#include <algorithm>

namespace netwright::widgets {

FittingLabel::FittingLabel(QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
}

void FittingLabel::setParts(const QStringList& parts)
{
    m_parts = parts;
    setAccessibleName(joined(parts.size()));
    updateGeometry();
    showFitting();
}

QSize FittingLabel::sizeHint() const { return sizeOf(m_parts.size()); }
QSize FittingLabel::minimumSizeHint() const { return sizeOf(1); }

void FittingLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    showFitting();
}

QString FittingLabel::joined(qsizetype count) const
{
    return m_parts.first(std::min(count, m_parts.size())).join(QStringLiteral("   ·   "));
}

QSize FittingLabel::sizeOf(qsizetype count) const
{
    const QFontMetrics metrics(font());
    return { metrics.horizontalAdvance(joined(count)) + 2, metrics.height() };
}

void FittingLabel::showFitting()
{
    auto count = m_parts.size();
    while (count > 1 && sizeOf(count).width() > width())
        --count;
    setText(joined(count));
    setToolTip(count < m_parts.size() ? joined(m_parts.size()) : QString());
}

} // namespace netwright::widgets
