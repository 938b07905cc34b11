// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/change_style.hpp"

#include "widgets/theme.hpp"

#include <QCoreApplication>

namespace netwright::widgets {

using network::Change;

QColor changeColour(Change change)
{
    switch (change) {
    case Change::Added:
        return colour(Meaning::Good);
    case Change::Removed:
        return colour(Meaning::Bad);
    case Change::Changed:
        return colour(Meaning::Warning);
    case Change::Renamed:
    case Change::Same:
        break;
    }
    return colour(Meaning::Quiet);
}

QString changeSign(Change change)
{
    switch (change) {
    case Change::Added:
        return QStringLiteral("+");
    case Change::Removed:
        return QStringLiteral("−");
    case Change::Changed:
        return QStringLiteral("≠");
    case Change::Renamed:
        return QStringLiteral("≈");
    case Change::Same:
        break;
    }
    return QStringLiteral("=");
}

QString changeText(Change change)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("Change", text); };
    switch (change) {
    case Change::Added:
        return tr("added");
    case Change::Removed:
        return tr("removed");
    case Change::Changed:
        return tr("changed");
    case Change::Renamed:
        return tr("renamed");
    case Change::Same:
        break;
    }
    return tr("the same");
}

} // namespace netwright::widgets
