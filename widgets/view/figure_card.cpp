// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/figure_card.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace netwright::widgets {

namespace {
    const QString kNothing = QStringLiteral("–");
}

FigureCard::FigureCard(const QString& caption, QWidget* parent)
    : QFrame(parent)
    , m_value(new QLabel(kNothing, this))
    , m_caption(new TintedLabel(Meaning::Quiet, TextRole::Caption, caption, this))
{
    setProperty("card", true);
    m_value->setFont(widgets::font(TextRole::Title));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid * 3 / 2, kGrid, kGrid * 3 / 2, kGrid);
    layout->setSpacing(2);
    layout->addWidget(m_caption);
    layout->addWidget(m_value);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

void FigureCard::setCaption(const QString& caption)
{
    m_caption->setText(caption);
    describe();
}

void FigureCard::setValue(const QString& value)
{
    m_value->setText(value.isEmpty() ? kNothing : value);
    describe();
}

QString FigureCard::caption() const { return m_caption->text(); }
QString FigureCard::value() const { return m_value->text(); }
void FigureCard::describe() { setAccessibleName(QStringLiteral("%1: %2").arg(caption(), value())); }

FigureRow::FigureRow(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(kGrid);
}

FigureCard* FigureRow::add(const QString& caption)
{
    auto* card = new FigureCard(caption, this);
    m_layout->addWidget(card);
    return card;
}

} // namespace netwright::widgets
