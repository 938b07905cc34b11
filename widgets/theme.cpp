// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme.hpp"

#include "widgets/house_style.hpp"
#include "widgets/style_sheet.hpp"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>

#include <array>

namespace netwright::widgets {

namespace {
    /// A colour in both schemes.
    struct Pair {
        const char* light;
        const char* dark;

        [[nodiscard]] QColor now() const { return QColor(currentScheme() == Scheme::Dark ? dark : light); }
        [[nodiscard]] QColor of(Scheme scheme) const { return QColor(scheme == Scheme::Dark ? dark : light); }
    };

    constexpr Pair kWindow { "#f4f5f8", "#15181e" };
    constexpr Pair kBase { "#ffffff", "#1c2028" };
    constexpr Pair kAlternate { "#f8f9fb", "#20252e" };
    constexpr Pair kText { "#1a1f29", "#e4e8ef" };
    constexpr Pair kFaint { "#a3abb8", "#5d6676" };
    constexpr Pair kSelection { "#2f5fd0", "#3f6fd8" };

    constexpr std::array kMeanings {
        Pair { "#2f5fd0", "#82a8ff" }, // Accent
        Pair { "#157347", "#4fc48d" }, // Good
        Pair { "#8f5600", "#e3b14f" }, // Warning
        Pair { "#bd2c26", "#ff8078" }, // Bad
        Pair { "#566072", "#9ca6b5" }, // Quiet
        Pair { "#dfe3e9", "#2f3540" }, // Line
    };

    // In the order of layers::Category. Hue and lightness both vary, for people who see few hues.
    constexpr std::array kCategories {
        Pair { "#4b5565", "#a9b3c2" }, // Data
        Pair { "#1d5fb8", "#6ea8ff" }, // Dense
        Pair { "#0b7a75", "#3fc9bf" }, // Convolution
        Pair { "#4d7c0f", "#a3d15a" }, // Pooling
        Pair { "#8a4baf", "#c99bea" }, // Normalisation
        Pair { "#b45309", "#f2ac57" }, // Activation
        Pair { "#a16207", "#e2c04a" }, // Regularisation
        Pair { "#3f6478", "#8fb6cb" }, // Shape
        Pair { "#5b48b0", "#a99bff" }, // Merge
        Pair { "#b4235a", "#f58bb3" }, // Loss
        Pair { "#1f2a44", "#d5dcea" }, // Block
    };
    static_assert(kCategories.size() == static_cast<std::size_t>(layers::Category::Block) + 1);

    // After Okabe and Ito's palette for colour-blind people, with enough contrast on both backgrounds.
    constexpr std::array kSeries {
        Pair { "#0072b2", "#5ab4f0" }, Pair { "#d55e00", "#ff8a3d" }, Pair { "#009e73", "#2fd0a0" },
        Pair { "#b8508c", "#ec9cc8" }, Pair { "#b07c00", "#f0c040" }, Pair { "#5b48b0", "#a99bff" },
        Pair { "#3c4654", "#c5ccd6" }, Pair { "#8c2f1b", "#d98873" },
    };

    QPalette paletteOf(Scheme scheme)
    {
        QPalette palette;
        const auto set
            = [&](QPalette::ColorRole role, const Pair& pair) { palette.setColor(role, pair.of(scheme)); };
        set(QPalette::Window, kWindow);
        set(QPalette::Base, kBase);
        set(QPalette::AlternateBase, kAlternate);
        set(QPalette::Button, kBase);
        set(QPalette::ToolTipBase, kBase);
        for (const auto role :
             { QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText })
            set(role, kText);
        set(QPalette::PlaceholderText, kMeanings[static_cast<int>(Meaning::Quiet)]);
        set(QPalette::Highlight, kSelection);
        palette.setColor(QPalette::HighlightedText, Qt::white);
        set(QPalette::Link, kMeanings[static_cast<int>(Meaning::Accent)]);
        set(QPalette::Mid, kMeanings[static_cast<int>(Meaning::Line)]);
        for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
            palette.setColor(QPalette::Disabled, role, kFaint.of(scheme));
        return palette;
    }

    QString firstFamily(std::initializer_list<const char*> wanted, QFontDatabase::SystemFont otherwise)
    {
        const QStringList families = QFontDatabase::families();
        for (const char* family : wanted) {
            if (families.contains(QLatin1String(family)))
                return QLatin1String(family);
        }
        return QFontDatabase::systemFont(otherwise).family();
    }

    QFont bodyFont()
    {
        static const QString family
            = firstFamily({ "Inter", "Noto Sans", "Cantarell", "DejaVu Sans" }, QFontDatabase::GeneralFont);
        QFont font(family);
        font.setPointSizeF(9.75);
        return font;
    }
} // namespace

void applyTheme(QApplication& application, Scheme scheme)
{
    if (application.styleSheet().isEmpty()) // the first time
        application.setStyle(new HouseStyle);
    application.setPalette(paletteOf(scheme));
    application.setFont(font(TextRole::Body));
    application.setStyleSheet(styleSheet());
}

Scheme currentScheme()
{
    return QApplication::palette().color(QPalette::Window).lightness() < 128 ? Scheme::Dark : Scheme::Light;
}

QFont font(TextRole role)
{
    QFont font = bodyFont();
    switch (role) {
    case TextRole::Caption:
        font.setPointSizeF(8.75);
        break;
    case TextRole::Body:
        break;
    case TextRole::Strong:
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Title:
        font.setPointSizeF(13);
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Display:
        font.setPointSizeF(20);
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Mono:
        static const QString mono
            = firstFamily({ "JetBrains Mono", "DejaVu Sans Mono" }, QFontDatabase::FixedFont);
        font.setFamily(mono);
        font.setStyleHint(QFont::Monospace);
        break;
    }
    return font;
}

QColor colour(Meaning meaning) { return kMeanings[static_cast<std::size_t>(meaning)].now(); }
QColor categoryColour(layers::Category category)
{
    return kCategories[static_cast<std::size_t>(category)].now();
}
QColor seriesColour(int index) { return kSeries[static_cast<std::size_t>(index) % kSeries.size()].now(); }

} // namespace netwright::widgets
