// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <optional>

class QWidget;

namespace netwright::pages {

/// Asks for another name of a thing until it is a free one. Nothing: the person changed their mind, or left
/// the name as it is.
[[nodiscard]] std::optional<QString> askName(QWidget* parent, const QString& title, const QString& current,
                                             const std::function<bool(const QString&)>& isTaken);

} // namespace netwright::pages
