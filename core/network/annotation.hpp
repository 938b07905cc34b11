// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/network/ids.hpp"

#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

/// What stands on the canvas beside the nodes and means nothing to the engine: it explains, for people.
namespace netwright::network {

/// Where something stands on the canvas, in its units (pixels at 100 %).
struct Position {
    double x = 0;
    double y = 0;
    bool operator==(const Position&) const = default;
};

/// How large something is on the canvas.
struct Extent {
    double width = 0;
    double height = 0;
    bool operator==(const Extent&) const = default;
};

/// Which way the data of a network goes on the canvas, and so on which sides of the nodes the ports are.
enum class Flow { Down, Right };

/// What notes and groups may be coloured, by the names that files use; a theme has a light and a dark of
/// each.
inline constexpr std::array<std::string_view, 6> kColourNames { "yellow", "green", "blue",
                                                                "purple", "red",   "grey" };

/// Bounds of what is read from a file.
inline constexpr std::size_t kMaximumNotes = 10'000;
inline constexpr std::size_t kMaximumGroups = 10'000;
inline constexpr std::size_t kLongestNote = 20'000; ///< bytes
inline constexpr std::size_t kLongestGroupName = 200; ///< bytes
inline constexpr Extent kSmallestNote { 64, 32 };
inline constexpr Extent kLargestNote { 4000, 4000 };

/// A text on the canvas.
struct Note {
    NoteId id;
    std::string text;
    Position position; ///< its upper left corner
    Extent size { 240, 96 };
    std::string colour { kColourNames.front() };
    bool operator==(const Note&) const = default;
};

/// Nodes that belong together, drawn in a coloured frame with a name. A node is in one group at most; a group
/// has a node at least.
struct Group {
    GroupId id;
    std::string name; ///< may be empty, and need not be unique
    std::string colour { kColourNames.front() };
    std::set<NodeId> nodes;
    bool operator==(const Group&) const = default;
};

/// Length, size and colour of a note; the error says what is allowed.
[[nodiscard]] Status checkNote(const Note& note);
/// Name and colour of a group. A name is one line.
[[nodiscard]] Status checkGroup(const Group& group);

} // namespace netwright::network
