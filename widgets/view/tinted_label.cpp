// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/tinted_label.hpp"

#include <QEvent>

namespace netwright::widgets {

TintedLabel::TintedLabel(Meaning meaning, TextRole role, const QString& text, QWidget* parent)
    : QLabel(text, parent)
    , m_meaning(meaning)
{
    setFont(widgets::font(role));
    tint();
}

void TintedLabel::tint()
{
    auto tinted = palette();
    tinted.setColor(QPalette::WindowText, colour(m_meaning));
    setPalette(tinted);
}

void TintedLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    // Its own new palette comes here, too.
    if (event->type() == QEvent::PaletteChange && palette().color(QPalette::WindowText) != colour(m_meaning))
        tint();
}

} // namespace netwright::widgets
