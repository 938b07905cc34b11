// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.hpp"

#include <QObject>

class QAction;
class QActionGroup;
class QSettings;

namespace netwright::pages {

/// Light, dark, or as the system has it; remembered in the settings.
class ThemeChoice : public QObject {
    Q_OBJECT

public:
    enum class Choice { System, Light, Dark };

    /// Null settings: nothing is remembered. Call before the theme is first applied: what Qt then shows is
    /// the system's choice.
    explicit ThemeChoice(QSettings* settings, QObject* parent = nullptr);

    void choose(Choice choice); ///< applies it at once
    [[nodiscard]] Choice choice() const { return m_choice; }
    /// The three choices as checkable actions, owned by this object.
    [[nodiscard]] QList<QAction*> actions() const;

private:
    void apply();
    [[nodiscard]] widgets::Scheme systemScheme() const;

    QSettings* m_settings;
    widgets::Scheme m_schemeAtStart;
    Choice m_choice = Choice::System;
    QActionGroup* m_group;
};

} // namespace netwright::pages
