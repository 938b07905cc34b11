// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

namespace netwright::pages {

/// The history's key of the field that an edit came from: what is typed into one field is one entry.
[[nodiscard]] inline int mergeKey(const QString& field)
{
    return static_cast<int>(qHash(field) & 0x7fffffffU);
}

} // namespace netwright::pages
