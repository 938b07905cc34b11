// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/panel_title.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace netwright::widgets {

PanelTitle::PanelTitle(QDockWidget& panel)
    : QWidget(&panel)
    , m_note(new TintedLabel(Meaning::Quiet, TextRole::Caption, {}, this))
{
    auto* name = new QLabel(panel.windowTitle(), this);
    name->setFont(widgets::font(TextRole::Strong));
    auto* hide = new QToolButton(this);
    hide->setIcon(icon(QStringLiteral("close")));
    hide->setIconSize({ 2 * kGrid, 2 * kGrid });
    hide->setToolTip(tr("Hide this panel"));
    hide->setAccessibleName(tr("Hide %1").arg(panel.windowTitle()));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(3 * kGrid / 2, kGrid / 2, kGrid / 2, kGrid / 2);
    layout->addWidget(name);
    layout->addWidget(m_note, 1);
    layout->addWidget(hide);
    connect(hide, &QToolButton::clicked, &panel, &QDockWidget::close);
    panel.setTitleBarWidget(this);
}

void PanelTitle::setNote(const QString& text) { m_note->setText(text); }

void PanelTitle::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(colour(Meaning::Line));
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace netwright::widgets
