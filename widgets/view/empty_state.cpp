// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/empty_state.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace netwright::widgets {

namespace {
    constexpr int kIconSize = 48;
    constexpr int kTextWidth = 440;
} // namespace

EmptyState::EmptyState(const QString& iconName, QWidget* parent)
    : QWidget(parent)
    , m_iconName(iconName)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_sentence(new TintedLabel(Meaning::Quiet, TextRole::Body, {}, this))
    , m_button(new QPushButton(this))
    , m_other(new QPushButton(this))
{
    m_other->hide();
    m_title->setFont(widgets::font(TextRole::Title));
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_sentence->setFixedWidth(kTextWidth);
    m_button->setProperty("primary", true);

    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(kGrid);
    layout->addStretch(2);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    auto* middle = new QHBoxLayout; // an alignment would cut off a text that wraps
    middle->addStretch(1);
    middle->addWidget(m_sentence);
    middle->addStretch(1);
    layout->addLayout(middle);
    layout->addSpacing(kGrid);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(m_button);
    buttons->addWidget(m_other);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    layout->addStretch(3);
    connect(m_button, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    connect(m_other, &QPushButton::clicked, this, &EmptyState::otherTriggered);
    showIcon();
}

void EmptyState::setText(const QString& title, const QString& sentence, const QString& action)
{
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
}

void EmptyState::setOther(const QString& action)
{
    m_other->setText(action);
    m_other->setVisible(!action.isEmpty());
}

void EmptyState::showIcon()
{
    // Disabled: quiet, in both schemes.
    m_icon->setPixmap(
        icon(m_iconName).pixmap(QSize(kIconSize, kIconSize), devicePixelRatioF(), QIcon::Disabled));
}

void EmptyState::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showIcon();
}

} // namespace netwright::widgets
