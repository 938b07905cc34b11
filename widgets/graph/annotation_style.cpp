// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/annotation_style.hpp"

#include "core/network/annotation.hpp"
#include "widgets/theme.hpp"

#include <QCoreApplication>
#include <QPainter>
#include <QPixmap>

#include <algorithm>
#include <array>

namespace netwright::widgets {

namespace {
    struct Entry {
        const char* title;
        int hue;
        int saturation; ///< of 255
    };

    // In the order of network::kColourNames.
    constexpr std::array<Entry, network::kColourNames.size()> kEntries {
        { { QT_TRANSLATE_NOOP("netwright::widgets::AnnotationStyle", "Yellow"), 45, 200 },
          { QT_TRANSLATE_NOOP("netwright::widgets::AnnotationStyle", "Green"), 140, 130 },
          { QT_TRANSLATE_NOOP("netwright::widgets::AnnotationStyle", "Blue"), 212, 180 },
          { QT_TRANSLATE_NOOP("netwright::widgets::AnnotationStyle", "Purple"), 275, 140 },
          { QT_TRANSLATE_NOOP("netwright::widgets::AnnotationStyle", "Red"), 4, 180 },
          { QT_TRANSLATE_NOOP("netwright::widgets::AnnotationStyle", "Grey"), 210, 18 } }
    };

    const Entry& entryOf(std::string_view colour)
    {
        const auto it = std::ranges::find(network::kColourNames, colour);
        return it == network::kColourNames.end()
            ? kEntries.front()
            : kEntries[static_cast<std::size_t>(it - network::kColourNames.begin())];
    }
} // namespace

AnnotationStyle annotationStyle(std::string_view colour)
{
    const auto& [title, hue, saturation] = entryOf(colour);
    const bool isDark = currentScheme() == Scheme::Dark;
    AnnotationStyle style;
    style.paper = QColor::fromHsl(hue, saturation * (isDark ? 2 : 5) / 5, isDark ? 58 : 229);
    style.line = QColor::fromHsl(hue, saturation / 2, isDark ? 118 : 150);
    style.text = QColor::fromHsl(hue, saturation * 2 / 5, isDark ? 222 : 48);
    style.tint = style.line;
    style.tint.setAlphaF(isDark ? 0.14F : 0.12F);
    return style;
}

QString colourTitle(std::string_view colour)
{
    return QCoreApplication::translate("netwright::widgets::AnnotationStyle", entryOf(colour).title);
}

QIcon colourIcon(std::string_view colour)
{
    constexpr int kSize = 32; // of a menu at 200 %
    const auto style = annotationStyle(colour);
    QPixmap picture(kSize, kSize);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(style.line, 3));
    painter.setBrush(style.paper);
    painter.drawRoundedRect(picture.rect().adjusted(3, 3, -3, -3), 6, 6);
    return picture;
}

} // namespace netwright::widgets
