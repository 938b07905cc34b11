// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/canvas_hint.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace netwright::widgets {

CanvasHint::CanvasHint(QWidget* canvas)
    : QWidget(canvas)
    , m_text(new QLabel(this))
    , m_keys(new TintedLabel(Meaning::Quiet, TextRole::Caption, {}, this))
{
    setObjectName(QStringLiteral("canvasHint"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    m_text->setFont(widgets::font(TextRole::Strong));
    m_text->setTextFormat(Qt::PlainText);
    for (auto* label : { m_text, m_keys })
        label->setAlignment(Qt::AlignCenter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, kGrid, 2 * kGrid, kGrid);
    layout->setSpacing(kGrid / 2);
    layout->addWidget(m_text);
    layout->addWidget(m_keys);
    canvas->installEventFilter(this);
    hide();
}

void CanvasHint::tell(const QString& text, const QString& keys)
{
    m_text->setText(text);
    m_keys->setText(keys);
    setAccessibleName(text);
    show();
    place();
    raise();
}

QString CanvasHint::text() const { return m_text->text(); }

/// In one line each where there is room for them.
void CanvasHint::place()
{
    const int room = parentWidget()->width() - 8 * kGrid;
    for (auto* label : { m_text, static_cast<QLabel*>(m_keys) }) {
        label->setWordWrap(false);
        const bool isLong = label->sizeHint().width() > room;
        label->setWordWrap(isLong);
        label->setFixedWidth(isLong ? std::max(room, kGrid) : label->sizeHint().width());
    }
    adjustSize();
    move((parentWidget()->width() - width()) / 2, 2 * kGrid);
}

void CanvasHint::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour(Meaning::Accent), 1.5));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kGrid, kGrid);
}

bool CanvasHint::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

} // namespace netwright::widgets
