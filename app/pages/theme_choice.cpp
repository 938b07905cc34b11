// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/theme_choice.hpp"

#include "widgets/palette/command_hints.hpp"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QSettings>
#include <QStyleHints>

#include <algorithm>
#include <array>

namespace netwright::pages {

namespace {
    const QString kKey = QStringLiteral("theme");
    const std::array kIds { QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark") };
} // namespace

ThemeChoice::ThemeChoice(QSettings* settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_schemeAtStart(widgets::currentScheme())
    , m_group(new QActionGroup(this))
{
    const std::array titles { tr("&System"), tr("&Light"), tr("&Dark") };
    const std::array names { tr("Theme: follow the system"), tr("Theme: light"), tr("Theme: dark") };
    const std::array ids { "followTheme", "lightTheme", "darkTheme" };
    for (std::size_t i = 0; i < titles.size(); ++i) {
        auto* action = new QAction(titles[i], m_group); // no icon: the tick stands in its place
        action->setCheckable(true);
        action->setProperty(widgets::kCommandName, names[i]);
        action->setObjectName(QLatin1String(ids[i]));
        connect(action, &QAction::triggered, this, [this, i] { choose(static_cast<Choice>(i)); });
    }
    const QString id = settings ? settings->value(kKey).toString() : QString();
    const auto it = std::find(kIds.begin(), kIds.end(), id);
    m_choice = it == kIds.end() ? Choice::System : static_cast<Choice>(it - kIds.begin());
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] { apply(); });
#endif
    apply();
}

QList<QAction*> ThemeChoice::actions() const { return m_group->actions(); }

widgets::Scheme ThemeChoice::systemScheme() const
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    switch (QApplication::styleHints()->colorScheme()) {
    case Qt::ColorScheme::Dark:
        return widgets::Scheme::Dark;
    case Qt::ColorScheme::Light:
        return widgets::Scheme::Light;
    case Qt::ColorScheme::Unknown:
        break;
    }
#endif
    return m_schemeAtStart;
}

void ThemeChoice::choose(Choice choice)
{
    m_choice = choice;
    if (m_settings)
        m_settings->setValue(kKey, kIds[static_cast<std::size_t>(choice)]);
    apply();
}

void ThemeChoice::apply()
{
    m_group->actions()[static_cast<int>(m_choice)]->setChecked(true);
    const auto scheme = m_choice == Choice::System ? systemScheme()
        : m_choice == Choice::Dark                 ? widgets::Scheme::Dark
                                                   : widgets::Scheme::Light;
    widgets::applyTheme(*static_cast<QApplication*>(QApplication::instance()), scheme);
}

} // namespace netwright::pages
