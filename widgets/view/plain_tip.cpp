// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/plain_tip.hpp"

#include <QTextDocument>

namespace netwright::widgets {

QString plainTip(const QString& text)
{
    return Qt::mightBeRichText(text) ? Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal) : text;
}

} // namespace netwright::widgets
