// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/breadcrumb_bar.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/plain_tip.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace netwright::widgets {

BreadcrumbBar::BreadcrumbBar(QWidget* parent)
    : QFrame(parent)
    , m_row(new QHBoxLayout(this))
{
    setAccessibleName(tr("Blocks entered"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_row->setContentsMargins(kGrid, kGrid / 2, kGrid, kGrid / 2);
    m_row->setSpacing(kGrid / 2);
    hide();
}

void BreadcrumbBar::setPlaces(const QStringList& places)
{
    setVisible(places.size() > 1);
    if (places == m_places)
        return;
    m_places = places;
    while (auto* item = m_row->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater(); // it may be the one that was pressed
        delete item;
    }
    for (int depth = 0; depth < places.size(); ++depth) {
        if (depth > 0)
            m_row->addWidget(new TintedLabel(Meaning::Quiet, TextRole::Body, QStringLiteral("\u203A"), this));
        if (depth + 1 == places.size()) { // where one is
            auto* here = new QLabel(places[depth], this);
            here->setTextFormat(Qt::PlainText);
            here->setFont(widgets::font(TextRole::Strong));
            here->setContentsMargins(kGrid, 0, 0, 0); // as a button has
            m_row->addWidget(here);
            break;
        }
        auto* button = new QToolButton(this);
        button->setObjectName(QStringLiteral("breadcrumb%1").arg(depth));
        button->setText(places[depth]);
        button->setAutoRaise(true);
        button->setToolTip(plainTip(tr("Go back to %1").arg(places[depth])));
        button->setAccessibleName(button->toolTip());
        connect(button, &QToolButton::clicked, this, [this, depth] { emit chosen(depth); });
        m_row->addWidget(button);
    }
    m_row->addStretch();
}

} // namespace netwright::widgets
