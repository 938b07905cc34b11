// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/annotation.hpp"

#include "core/base/text.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace netwright::network {

namespace {
    Status checkColour(std::string_view colour)
    {
        if (std::ranges::count(kColourNames, colour) == 0)
            return fail({}, "there is no colour \"{}\"; expected one of {}", cut(colour, 40),
                        fmt::join(kColourNames, ", "));
        return {};
    }
} // namespace

Status checkNote(const Note& note)
{
    const auto& [width, height] = note.size;
    if (note.text.size() > kLongestNote)
        return fail({}, "its text has {} characters, at most {} are allowed; make two of it",
                    note.text.size(), kLongestNote);
    if (width < kSmallestNote.width || height < kSmallestNote.height || width > kLargestNote.width
        || height > kLargestNote.height)
        return fail({}, "expected a size from {} x {} to {} x {}, found {} x {}", kSmallestNote.width,
                    kSmallestNote.height, kLargestNote.width, kLargestNote.height, width, height);
    return checkColour(note.colour);
}

Status checkGroup(const Group& group)
{
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (group.name.size() > kLongestGroupName)
        return fail({}, "its name has {} characters, at most {} are allowed: \"{}\"", group.name.size(),
                    kLongestGroupName, cut(group.name, 40));
    if (std::ranges::any_of(group.name, isControl))
        return fail({}, "its name contains a line break or another control character; remove it");
    return checkColour(group.colour);
}

} // namespace netwright::network
