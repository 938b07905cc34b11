// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/panel_title.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace netwright::widgets {

PanelTitle::PanelTitle(QDockWidget& panel)
    : QWidget(&panel)
    , m_note(new TintedLabel(Meaning::Quiet, TextRole::Caption, {}, this))
    , m_layout(new QHBoxLayout(this))
{
    auto* name = new QLabel(panel.windowTitle(), this);
    name->setFont(widgets::font(TextRole::Strong));
    auto* hide = new QToolButton(this);
    hide->setIcon(icon(QStringLiteral("close")));
    hide->setIconSize({ 2 * kGrid, 2 * kGrid });
    hide->setToolTip(tr("Hide this panel"));
    hide->setAccessibleName(tr("Hide %1").arg(panel.windowTitle()));
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_layout->setContentsMargins(3 * kGrid / 2, kGrid / 2, kGrid / 2, kGrid / 2);
    m_layout->addWidget(name);
    m_layout->addWidget(m_note, 1);
    m_layout->addWidget(hide);
    connect(hide, &QToolButton::clicked, &panel, &QDockWidget::close);
    panel.setTitleBarWidget(this);
}

void PanelTitle::addMenu(const QString& name, const QString& iconName, const QList<QAction*>& actions)
{
    auto* button = new QToolButton(this);
    auto* menu = new QMenu(button);
    menu->addActions(actions);
    button->setIcon(icon(iconName));
    button->setIconSize({ 2 * kGrid, 2 * kGrid });
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    m_layout->insertWidget(m_layout->count() - 1, button);
}

void PanelTitle::setNote(const QString& text) { m_note->setText(text); }

void PanelTitle::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(colour(Meaning::Line));
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace netwright::widgets
