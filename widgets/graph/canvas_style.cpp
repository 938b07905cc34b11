// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/canvas_style.hpp"

#include "widgets/theme.hpp"

#include <QApplication>
#include <QPainter>
#include <QPalette>

namespace netwright::widgets {

namespace {
    constexpr qsizetype kMostIcons = 256; ///< of all categories, at the zooms of late

    QColor mixed(const QColor& ground, const QColor& tint, float share)
    {
        const auto between = [share](float from, float to) { return from + share * (to - from); };
        return QColor::fromRgbF(between(ground.redF(), tint.redF()), between(ground.greenF(), tint.greenF()),
                                between(ground.blueF(), tint.blueF()));
    }
} // namespace

CanvasStyle CanvasStyle::current()
{
    const auto palette = QApplication::palette();
    CanvasStyle style;
    style.canvas = palette.color(QPalette::Window);
    style.card = palette.color(QPalette::Base);
    style.text = palette.color(QPalette::Text);
    style.badCard = mixed(style.card, colour(Meaning::Bad), 0.12F);
    style.quiet = colour(Meaning::Quiet);
    style.line = colour(Meaning::Line);
    style.accent = colour(Meaning::Accent);
    style.bad = colour(Meaning::Bad);
    style.warning = colour(Meaning::Warning);
    style.nameFont = font(TextRole::Strong);
    style.farNameFont = style.nameFont;
    style.farNameFont.setPointSizeF(style.nameFont.pointSizeF() * 1.8);
    style.longNameFont = style.nameFont;
    style.longNameFont.setPointSizeF(style.nameFont.pointSizeF() * 1.3);
    style.onlyNameFont = style.nameFont;
    style.onlyNameFont.setPointSizeF(style.nameFont.pointSizeF() * 2.3);
    style.smallFont = font(TextRole::Caption);
    return style;
}

const QColor& CanvasStyle::categoryColour(layers::Category category) const
{
    auto& colour = m_categoryColours[static_cast<int>(category)];
    if (!colour.isValid())
        colour = widgets::categoryColour(category);
    return colour;
}

const QPixmap& CanvasStyle::categoryIcon(layers::Category category, int pixels) const
{
    if (m_icons.size() > kMostIcons)
        m_icons.clear();
    auto& pixmap = m_icons[{ static_cast<int>(category), pixels }];
    if (pixmap.isNull()) {
        pixmap = widgets::categoryIcon(category).pixmap(QSize(pixels, pixels), 1.0);
        QPainter painter(&pixmap);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(pixmap.rect(), categoryColour(category));
    }
    return pixmap;
}

const QStaticText& CanvasStyle::label(const QString& words) const
{
    auto& label = m_labels[words];
    if (label.text() != words) {
        QTextOption inOneLine;
        inOneLine.setWrapMode(QTextOption::NoWrap);
        label.setTextOption(inOneLine);
        label.setTextFormat(Qt::PlainText);
        label.setText(words);
        label.setPerformanceHint(QStaticText::AggressiveCaching);
        label.prepare({}, smallFont);
    }
    return label;
}

} // namespace netwright::widgets
