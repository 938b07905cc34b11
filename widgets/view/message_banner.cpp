// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/message_banner.hpp"

#include "widgets/theme.hpp"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace netwright::widgets {

namespace {
    constexpr int kIconSize = 20;

    Meaning meaningOf(MessageKind kind)
    {
        switch (kind) {
        case MessageKind::Info:
            return Meaning::Accent;
        case MessageKind::Good:
            return Meaning::Good;
        case MessageKind::Warning:
            return Meaning::Warning;
        case MessageKind::Error:
            return Meaning::Bad;
        }
        return Meaning::Accent;
    }

    QString iconOf(MessageKind kind)
    {
        switch (kind) {
        case MessageKind::Info:
            return QStringLiteral("info");
        case MessageKind::Good:
            return QStringLiteral("good");
        case MessageKind::Warning:
            return QStringLiteral("warning");
        case MessageKind::Error:
            return QStringLiteral("error");
        }
        return {};
    }
} // namespace

MessageBanner::MessageBanner(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_other(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_close->setIcon(icon(QStringLiteral("close")));
    m_close->setToolTip(tr("Close this message"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(kGrid * 3 / 2, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid);
    layout->addWidget(m_icon, 0, Qt::AlignVCenter);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_other);
    layout->addWidget(m_close, 0, Qt::AlignVCenter);
    connect(m_close, &QToolButton::clicked, this, &MessageBanner::clear);
    connect(m_action, &QPushButton::clicked, this, &MessageBanner::actionTriggered);
    connect(m_other, &QPushButton::clicked, this, &MessageBanner::otherTriggered);
    hide();
}

void MessageBanner::showMessage(MessageKind kind, const QString& text, const QString& action,
                                const QString& other)
{
    m_kind = kind;
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_other->setText(other);
    m_other->setVisible(!other.isEmpty());
    m_close->setVisible(other.isEmpty());
    setAccessibleName(text);
    showIcon();
    show();
    update();
}

void MessageBanner::clear()
{
    m_text->clear();
    hide();
}

QString MessageBanner::text() const { return m_text->text(); }

void MessageBanner::showIcon()
{
    QPixmap pixmap = icon(iconOf(m_kind)).pixmap(QSize(kIconSize, kIconSize), devicePixelRatioF());
    QPainter painter(&pixmap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(QRect(0, 0, kIconSize, kIconSize), colour(meaningOf(m_kind)));
    painter.end();
    m_icon->setPixmap(pixmap);
}

void MessageBanner::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showIcon();
}

void MessageBanner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = colour(meaningOf(m_kind));
    QColor fill = ink;
    fill.setAlphaF(0.10F);
    painter.setPen(ink);
    painter.setBrush(palette().base());
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

} // namespace netwright::widgets
