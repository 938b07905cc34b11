// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/figure_card.hpp"

#include "widgets/theme.hpp"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace netwright::widgets {

FigureCard::FigureCard(const QString& caption, QWidget* parent)
    : QFrame(parent)
    , m_value(new QLabel(QStringLiteral("–"), this))
    , m_caption(new QLabel(caption, this))
{
    setProperty("card", true);
    setAccessibleName(caption);
    m_value->setFont(widgets::font(TextRole::Title));
    m_caption->setFont(widgets::font(TextRole::Caption));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid * 3 / 2, kGrid, kGrid * 3 / 2, kGrid);
    layout->setSpacing(2);
    layout->addWidget(m_caption);
    layout->addWidget(m_value);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    fade();
}

void FigureCard::setValue(const QString& value)
{
    m_value->setText(value.isEmpty() ? QStringLiteral("–") : value);
}
QString FigureCard::value() const { return m_value->text(); }

void FigureCard::fade()
{
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, colour(Meaning::Quiet));
    m_caption->setPalette(quiet);
}

void FigureCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        fade();
}

} // namespace netwright::widgets
