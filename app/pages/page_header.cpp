// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page_header.hpp"

#include "widgets/theme.hpp"

#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

namespace netwright::pages {

using widgets::kGrid;

namespace {
    void makeQuiet(QLabel* label)
    {
        QPalette quiet = label->palette();
        quiet.setColor(QPalette::WindowText, widgets::colour(widgets::Meaning::Quiet));
        label->setPalette(quiet);
    }
} // namespace

PageHeader::PageHeader(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(title, this))
    , m_subtitle(new QLabel(this))
    , m_layout(new QHBoxLayout(this))
{
    m_title->setFont(widgets::font(widgets::TextRole::Title));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(kGrid);
    m_layout->addWidget(m_title);
    m_layout->addSpacing(kGrid);
    m_layout->addWidget(m_subtitle, 1);
    m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setFixedHeight(4 * kGrid);
    fade();
}

void PageHeader::setSubtitle(const QString& text) { m_subtitle->setText(text); }
void PageHeader::addWidget(QWidget* widget) { m_layout->addWidget(widget); }

void PageHeader::addButton(QAction* action)
{
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    addWidget(button);
}

void PageHeader::fade() { makeQuiet(m_subtitle); }

void PageHeader::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        fade();
}

QuietLabel::QuietLabel(const QString& text, QWidget* parent)
    : QLabel(text, parent)
{
    setFont(widgets::font(widgets::TextRole::Caption));
    setWordWrap(true);
    makeQuiet(this);
}

void QuietLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    // Its own new palette comes here, too.
    if (event->type() == QEvent::PaletteChange
        && palette().color(QPalette::WindowText) != widgets::colour(widgets::Meaning::Quiet))
        makeQuiet(this);
}

} // namespace netwright::pages
