// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/name_dialog.hpp"

#include <QCoreApplication>
#include <QInputDialog>

namespace netwright::pages {

namespace {
    QString tr(const char* text) { return QCoreApplication::translate("NameDialog", text); }
} // namespace

std::optional<QString> askName(QWidget* parent, const QString& title, const QString& current,
                               const std::function<bool(const QString&)>& isTaken)
{
    QString label = tr("Name");
    QString name = current;
    while (true) {
        bool isAccepted = false;
        name = QInputDialog::getText(parent, title, label, QLineEdit::Normal, name, &isAccepted).trimmed();
        if (!isAccepted || name == current)
            return std::nullopt;
        if (!name.isEmpty() && !isTaken(name))
            return name;
        label = name.isEmpty() ? tr("It needs a name")
                               : tr("There is one named \"%1\" already; choose another name").arg(name);
    }
}

} // namespace netwright::pages
