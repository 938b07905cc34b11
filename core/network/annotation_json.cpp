// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/annotation_json.hpp"

#include "core/base/json_text.hpp"
#include "core/base/text.hpp"
#include "core/network/json_reading.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <map>
#include <unordered_map>

namespace netwright::network {

namespace {
    using Json = nlohmann::ordered_json;

    constexpr std::size_t kShownName = 200;

    /// A colour that is missing is the first.
    Result<std::string> readColour(const Json& json, const std::string& where)
    {
        return json.contains("colour") ? readText(json, "colour", where)
                                       : Result<std::string>(kColourNames.front());
    }

    Result<Note> readNote(const Json& json, const std::string& where)
    {
        static constexpr std::array<std::string_view, 4> kKeys { "text", "position", "size", "colour" };
        if (!json.is_object())
            return fail(where, "expected a note as {{ \"text\": ..., \"position\": [x, y] }}, found {}",
                        shown(json));
        if (auto checked = checkKeys(json, kKeys, where); !checked)
            return failed(checked);
        auto text = readText(json, "text", where);
        if (!text)
            return failed(text);
        const auto position = readPosition(json, where);
        if (!position)
            return failed(position);
        const auto size = readExtent(json, Note {}.size, where);
        if (!size)
            return failed(size);
        auto colour = readColour(json, where);
        if (!colour)
            return failed(colour);
        Note note { {}, *std::move(text), *position, *size, *std::move(colour) };
        if (const auto checked = checkNote(note); !checked)
            return fail(where, "{}", checked.error().message);
        return note;
    }

    /// Reads groups, and sees to it that no node is in two.
    class GroupReader {
    public:
        explicit GroupReader(const Network& network)
        {
            for (const auto& node : network.nodes)
                m_free.emplace(node.name, node.id);
            m_all = m_free;
        }

        Result<Group> read(const Json& json, const std::string& where)
        {
            static constexpr std::array<std::string_view, 3> kKeys { "name", "colour", "nodes" };
            if (!json.is_object())
                return fail(where, "expected a group as {{ \"name\": ..., \"nodes\": [...] }}, found {}",
                            shown(json));
            if (auto checked = checkKeys(json, kKeys, where); !checked)
                return failed(checked);
            auto name = readText(json, "name", where);
            if (!name)
                return failed(name);
            auto colour = readColour(json, where);
            if (!colour)
                return failed(colour);
            Group group { {}, *std::move(name), *std::move(colour), {} };
            if (const auto checked = checkGroup(group); !checked)
                return fail(where, "{}", checked.error().message);
            if (const auto members = readMembers(json, where, group); !members)
                return failed(members);
            return group;
        }

    private:
        Status readMembers(const Json& json, const std::string& where, Group& group)
        {
            const auto list = readList(json, "nodes", kMaximumNodes, where);
            if (!list)
                return failed(list);
            if (!*list || (*list)->empty())
                return fail(where, "it has no layers; name some in \"nodes\", or remove it");
            for (const auto& member : **list) {
                if (!member.is_string())
                    return fail(where, "\"nodes\": expected the name of a layer, found {}", shown(member));
                const auto& name = member.get_ref<const std::string&>();
                const auto it = m_free.find(name);
                if (it == m_free.end() && m_all.contains(name))
                    return fail(where, "\"{}\" is in a group already; a layer is in one at most",
                                cut(name, kShownName));
                if (it == m_free.end())
                    return fail(where, "there is no layer \"{}\"", cut(name, kShownName));
                group.nodes.insert(it->second);
                m_free.erase(it);
            }
            return {};
        }

        std::unordered_map<std::string_view, NodeId> m_all; ///< of the nodes of a Network that outlives this
        std::unordered_map<std::string_view, NodeId> m_free; ///< in no group yet
    };

    Json namesOf(const Group& group, const std::unordered_map<std::int64_t, std::size_t>& places,
                 const Network& network)
    {
        std::map<std::size_t, const Node*> members; // in the order of the nodes
        for (const auto id : group.nodes) {
            if (const auto place = places.find(id.value); place != places.end())
                members.emplace(place->second, &network.nodes[place->second]);
        }
        auto names = Json::array();
        for (const auto& [place, node] : members)
            names.push_back(node->name);
        return names;
    }
} // namespace

void writeAnnotations(const Network& network, Json& json)
{
    for (const auto& note : network.notes)
        json["notes"].push_back({ { "text", note.text },
                                  { "position", { note.position.x, note.position.y } },
                                  { "size", { note.size.width, note.size.height } },
                                  { "colour", note.colour } });
    if (network.groups.empty())
        return;
    std::unordered_map<std::int64_t, std::size_t> places;
    for (std::size_t i = 0; i < network.nodes.size(); ++i)
        places.emplace(network.nodes[i].id.value, i);
    for (const auto& group : network.groups) {
        if (auto names = namesOf(group, places, network); !names.empty())
            json["groups"].push_back(
                { { "name", group.name }, { "colour", group.colour }, { "nodes", std::move(names) } });
    }
}

Status readAnnotations(const Json& json, const std::string& where, Network& network)
{
    const auto notes = readList(json, "notes", kMaximumNotes, where);
    if (!notes)
        return failed(notes);
    for (std::size_t i = 0; *notes && i < (*notes)->size(); ++i) {
        auto note = readNote((**notes)[i], fmt::format("{}, note {}", where, i + 1));
        if (!note)
            return failed(note);
        note->id = NoteId { network.nextId++ };
        network.notes.push_back(*std::move(note));
    }
    const auto groups = readList(json, "groups", kMaximumGroups, where);
    if (!groups)
        return failed(groups);
    GroupReader reader(network);
    for (std::size_t i = 0; *groups && i < (*groups)->size(); ++i) {
        auto group = reader.read((**groups)[i], fmt::format("{}, group {}", where, i + 1));
        if (!group)
            return failed(group);
        group->id = GroupId { network.nextId++ };
        network.groups.push_back(*std::move(group));
    }
    return {};
}

} // namespace netwright::network
