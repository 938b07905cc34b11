// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QString>

/// A part of a network as text, in the form of the project file: it can be pasted into an editor, a letter or
/// a file.
namespace netwright::widgets::clipboard {

[[nodiscard]] QString toText(const network::Network& part);
/// Text that is no network is an error: the clipboard may hold anything.
[[nodiscard]] Result<network::Network> fromText(const QString& text);

} // namespace netwright::widgets::clipboard
