// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QString>

/// A part of a network as text, in the form of the project file: it can be pasted into an editor, a letter or
/// a file.
namespace netwright::widgets::clipboard {

[[nodiscard]] QString toText(const network::Network& part);
/// Takes what toText() gives, a network cut out of a project file, nodes alone, or a project of one network.
/// Any other text is an error that says what is wrong with it, and at which line: the clipboard may hold
/// anything.
[[nodiscard]] Result<network::Network> fromText(const QString& text);

} // namespace netwright::widgets::clipboard
