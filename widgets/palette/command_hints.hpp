// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace netwright::widgets {

/// Properties of an action that the command palette reads, beside its text and its tool tip.
inline constexpr const char* kCommandName = "commandName"; ///< where the text alone says too little away from
                                                           ///< its menu: "Theme: dark"
inline constexpr const char* kSearchWords = "searchWords"; ///< what else it is called, with commas between
inline constexpr const char* kNeeds = "needs"; ///< what has to be done before it is possible: "select layers"
inline constexpr const char* kOneOfMany = "oneOfMany"; ///< true: it is listed where it is looked for

} // namespace netwright::widgets
