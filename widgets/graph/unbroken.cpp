// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/unbroken.hpp"

#include <QRegularExpression>

namespace netwright::widgets {

QString unbroken(QString text)
{
    static const QRegularExpression kBetween(QStringLiteral("(?<=\\d) ([x×]) (?=\\d)"));
    return text.replace(kBetween, QStringLiteral("\u00a0\\1\u00a0"));
}

} // namespace netwright::widgets
