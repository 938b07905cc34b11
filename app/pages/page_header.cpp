// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page_header.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QAction>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QToolButton>

namespace netwright::pages {

using widgets::kGrid;

PageHeader::PageHeader(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(title, this))
    , m_subtitle(new widgets::TintedLabel(widgets::Meaning::Quiet, widgets::TextRole::Body, {}, this))
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
}

void PageHeader::setSubtitle(const QString& text) { m_subtitle->setText(text); }
void PageHeader::addWidget(QWidget* widget) { m_layout->addWidget(widget); }
void PageHeader::addGap() { m_layout->addSpacing(kGrid); }

void PageHeader::addBesideTitle(QWidget* widget)
{
    m_layout->insertWidget(m_layout->indexOf(m_subtitle), widget);
}

QToolButton* PageHeader::makeButton(QAction* action)
{
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setObjectName(action->objectName());
    addWidget(button);
    return button;
}

void PageHeader::addButton(QAction* action)
{
    makeButton(action)->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
}

void PageHeader::addPrimaryButton(QAction* action)
{
    auto* button = makeButton(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setProperty("primary", true);
}

void PageHeader::addIconButton(QAction* action)
{
    auto* button = makeButton(action);
    button->setIconSize({ 20, 20 });
    button->setAccessibleName(action->text());
}

QVBoxLayout* makePageLayout(QWidget* page, PageHeader* header)
{
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(kGrid * 3 / 2);
    layout->addWidget(header);
    return layout;
}

QWidget* scrolled(QWidget* page)
{
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setFocusProxy(page);
    area->setWidget(page);
    return area;
}

} // namespace netwright::pages
