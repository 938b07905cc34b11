// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/annotation_edits.hpp"

#include "widgets/graph/bubble_place.hpp"
#include "widgets/graph/geometry.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace netwright::widgets::edits {

using network::Group;
using network::GroupId;
using network::Network;
using network::NodeId;
using network::Note;
using network::NoteId;

namespace {
    bool touches(const Group& group, const std::set<NodeId>& nodes)
    {
        return std::ranges::any_of(group.nodes, [&nodes](NodeId id) { return nodes.contains(id); });
    }

    QRectF rectOf(const Note& note)
    {
        return { note.position.x, note.position.y, note.size.width, note.size.height };
    }

    QRectF rectAt(network::Position node) { return geometry::nodeRect().translated(node.x, node.y); }

    bool standsOnNode(const Network& network, const Note& note)
    {
        return std::ranges::any_of(network.nodes, [paper = rectOf(note)](const network::Node& node) {
            return paper.intersects(rectAt(node.position));
        });
    }

    /// The nearest room beside a node, and not as near to another one.
    network::Position besideNode(const Network& network, const Note& note, network::Position node)
    {
        constexpr double kApart = 24;
        const auto paper = rectOf(note);
        const auto own = rectAt(node);
        const auto sight = own.adjusted(-paper.width(), -paper.height(), paper.width(), paper.height())
                               .adjusted(-400, -400, 400, 400);
        std::vector<QRectF> taken;
        for (const auto& other : network.nodes) {
            if (const auto rect = rectAt(other.position); rect != own && rect.intersects(sight))
                taken.push_back(rect.adjusted(-kApart, -kApart, kApart, kApart));
        }
        std::ranges::sort(taken, {}, [&own](const QRectF& rect) { return distanceBetween(own, rect); });
        const auto place
            = bubblePlace(paper.size(), {}, { .node = own, .sight = sight, .taken = taken }).rect.topLeft();
        return { geometry::snapped(place).x(), geometry::snapped(place).y() };
    }

    /// Never within a UTF-8 character.
    void cutTo(std::string& text, std::size_t longest)
    {
        if (text.size() <= longest)
            return;
        auto end = longest;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            --end;
        text.resize(end);
    }
} // namespace

const Note* find(const Network& network, NoteId id)
{
    const auto it = std::ranges::find(network.notes, id, &Note::id);
    return it == network.notes.end() ? nullptr : &*it;
}

const Group* find(const Network& network, GroupId id)
{
    const auto it = std::ranges::find(network.groups, id, &Group::id);
    return it == network.groups.end() ? nullptr : &*it;
}

NewNote noted(Network network, network::Position position)
{
    const NoteId id { network.nextId++ };
    network.notes.push_back({ .id = id, .text = {}, .position = position });
    return { std::move(network), id };
}

Network withNote(Network network, Note note)
{
    const auto it = std::ranges::find(network.notes, note.id, &Note::id);
    if (it == network.notes.end())
        return network;
    cutTo(note.text, network::kLongestNote);
    note.size.width = std::clamp(note.size.width, network::kSmallestNote.width, network::kLargestNote.width);
    note.size.height
        = std::clamp(note.size.height, network::kSmallestNote.height, network::kLargestNote.height);
    *it = std::move(note);
    return network;
}

NewGroup grouped(Network network, const std::set<NodeId>& nodes, std::string_view colour)
{
    for (auto& group : network.groups)
        std::erase_if(group.nodes, [&nodes](NodeId id) { return nodes.contains(id); });
    std::erase_if(network.groups, [](const Group& group) { return group.nodes.empty(); });
    const GroupId id { network.nextId++ };
    network.groups.push_back({ .id = id, .name = {}, .colour = std::string(colour), .nodes = nodes });
    return { std::move(network), id };
}

Network ungrouped(Network network, const std::set<NodeId>& nodes)
{
    std::erase_if(network.groups, [&nodes](const Group& group) { return touches(group, nodes); });
    return network;
}

Network withGroupName(Network network, GroupId id, std::string name)
{
    const auto it = std::ranges::find(network.groups, id, &Group::id);
    if (it == network.groups.end())
        return network;
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    std::ranges::replace_if(name, isControl, ' ');
    cutTo(name, network::kLongestGroupName);
    it->name = std::move(name);
    return network;
}

Network coloured(Network network, const std::set<NodeId>& nodes, const std::set<NoteId>& notes,
                 std::string_view colour)
{
    for (auto& note : network.notes) {
        if (notes.contains(note.id))
            note.colour = colour;
    }
    for (auto& group : network.groups) {
        if (touches(group, nodes))
            group.colour = colour;
    }
    return network;
}

const network::Node* nearestNode(const Network& network, const Note& note)
{
    const auto distance = [paper = rectOf(note)](const network::Node& node) {
        return distanceBetween(paper, rectAt(node.position));
    };
    const auto nearest = std::ranges::min_element(network.nodes, {}, distance);
    return nearest == network.nodes.end() ? nullptr : &*nearest;
}

Network withNotesAlong(const Network& before, Network after)
{
    std::map<NodeId, network::Position> places;
    for (const auto& node : after.nodes)
        places.emplace(node.id, node.position);
    for (auto& note : after.notes) {
        const auto* was = find(before, note.id);
        const auto* node = was ? nearestNode(before, *was) : nullptr;
        const auto now = node ? places.find(node->id) : places.end();
        if (now == places.end() || now->second == node->position)
            continue;
        note.position = { was->position.x + now->second.x - node->position.x,
                          was->position.y + now->second.y - node->position.y };
        if (!standsOnNode(before, *was) && standsOnNode(after, note))
            note.position = besideNode(after, note, now->second);
    }
    return after;
}

std::set<GroupId> groupsOf(const Network& network, const std::set<NodeId>& nodes)
{
    std::set<GroupId> found;
    for (const auto& group : network.groups) {
        if (touches(group, nodes))
            found.insert(group.id);
    }
    return found;
}

} // namespace netwright::widgets::edits
