// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/block_edits.hpp"
#include "widgets/graph/alignment.hpp"
#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/arrange.hpp"
#include "widgets/graph/clipboard.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/node_edits.hpp"

#include <functional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace netwright::tests {

namespace edits = widgets::edits;
using network::Network;
using network::NodeId;
using widgets::Selection;

/// Random numbers that are the same everywhere: the standard's distributions are not.
class Dice {
public:
    explicit Dice(std::uint64_t seed)
        : m_engine(seed)
    {
    }

    /// From 0 to below `count`, which is at least 1.
    [[nodiscard]] std::size_t below(std::size_t count) { return m_engine() % count; }
    [[nodiscard]] bool chance(std::size_t in) { return below(in) == 0; }
    template <class List> [[nodiscard]] auto& oneOf(List& list) { return list[below(list.size())]; }
    /// On the canvas, and on no grid.
    [[nodiscard]] double coordinate() { return static_cast<double>(below(200'000)) / 100 - 1000; }
    [[nodiscard]] network::Position position() { return { coordinate(), coordinate() }; }
    [[nodiscard]] std::string_view colour() { return oneOf(network::kColourNames); }
    [[nodiscard]] const std::string& layer()
    {
        return layers::layerTable()[below(layers::layerTable().size())]->id;
    }

    /// A few of what stands on the canvas, each list perhaps empty.
    [[nodiscard]] Selection selection(const Network& network)
    {
        Selection chosen;
        for (std::size_t i = below(5); i > 0 && !network.nodes.empty(); --i)
            chosen.nodes.insert(oneOf(network.nodes).id);
        if (chance(3) && !network.links.empty())
            chosen.links.insert(oneOf(network.links));
        if (chance(3) && !network.notes.empty())
            chosen.notes.insert(oneOf(network.notes).id);
        return chosen;
    }
    [[nodiscard]] std::set<NodeId> nodes(const Network& network) { return selection(network).nodes; }

private:
    std::mt19937_64 m_engine;
};

inline Network withRandomLink(Network network, Dice& dice)
{
    if (network.nodes.size() < 2)
        return network;
    const network::Link link { { dice.oneOf(network.nodes).id, 0 },
                               { dice.oneOf(network.nodes).id, static_cast<int>(dice.below(2)) } };
    const auto* from = layers::findLayer(network.find(link.from.node)->layer);
    const auto* to = layers::findLayer(network.find(link.to.node)->layer);
    if (!from || !to || from->outputs.empty() || link.to.port >= std::ssize(to->inputs)
        || edits::refusal(network, link))
        return network;
    return edits::connected(std::move(network), link);
}

inline Value randomValue(const ParameterSpec& spec, Dice& dice)
{
    switch (spec.type) {
    case ParameterType::Boolean:
        return dice.chance(2);
    case ParameterType::Integer:
        return static_cast<std::int64_t>(dice.below(2000)) - 5; // also what the range forbids
    case ParameterType::Real:
        return dice.coordinate() / 7;
    case ParameterType::Choice:
        return dice.oneOf(spec.choices);
    default:
        return "Spalte \"" + std::to_string(dice.below(9)) + "\"\n";
    }
}

inline Network withRandomValue(Network network, Dice& dice)
{
    if (network.nodes.empty())
        return network;
    auto& node = dice.oneOf(network.nodes);
    const auto* kind = layers::findLayer(node.layer);
    if (kind && !kind->parameters.empty()) {
        const auto& spec = dice.oneOf(kind->parameters);
        node.parameters.set(spec.id, randomValue(spec, dice));
    }
    return network;
}

inline Network withRandomName(Network network, Dice& dice)
{
    if (!network.nodes.empty()) {
        const auto name = "größe." + std::to_string(dice.below(1000));
        if (!network.find(name))
            dice.oneOf(network.nodes).name = name;
    }
    return network;
}

inline Network pastedAsText(Network network, const Selection& selection, Dice& dice)
{
    if (selection.nodes.empty() && selection.notes.empty())
        return network;
    const auto text = widgets::clipboard::toText(edits::subset(network, selection));
    const auto part = widgets::clipboard::fromText(text).value();
    return edits::pasted(std::move(network), part, dice.coordinate(), 8).network;
}

inline Network withRandomNote(Network network, Dice& dice)
{
    if (network.notes.empty())
        return network;
    auto note = dice.oneOf(network.notes);
    note.text = std::string(dice.below(30), 'x') + "\n\"ö\"";
    note.size = { dice.coordinate(), dice.coordinate() };
    note.position = dice.position();
    return edits::withNote(std::move(network), std::move(note));
}

inline Network insertedAtRandom(Network network, Dice& dice)
{
    if (network.links.empty())
        return network;
    const auto link = dice.oneOf(network.links);
    auto [after, added] = edits::placed(std::move(network), dice.layer(), dice.position());
    return edits::inserted(std::move(after), *added.begin(), link);
}

/// With few definitions: files that grow without end would slow the test down.
inline Network withRandomBlock(Network network, Dice& dice)
{
    if (network.blocks.size() >= 12)
        network::dropUnusedBlocks(network);
    if (network.blocks.size() >= 12)
        return network;
    const auto name = network::freeBlockName(network, "Block");
    const auto made = network::makeBlock(network, {}, dice.nodes(network), name);
    return made ? made->network : network;
}

inline Network unpackedAtRandom(Network network, Dice& dice)
{
    std::vector<NodeId> uses;
    for (const auto& node : network.nodes) {
        if (network::blockName(node.layer))
            uses.push_back(node.id);
    }
    if (uses.empty())
        return network;
    const auto unpacked = network::unpack(network, {}, dice.oneOf(uses));
    return unpacked ? unpacked->network : network;
}

/// One way to edit a network. It may leave the network as it is, where there is nothing to do.
struct RandomEdit {
    const char* name;
    std::function<Network(Network, Dice&)> apply;
};

/// All that a person can do on the canvas, each as likely as the next.
inline const std::vector<RandomEdit>& randomEdits()
{
    static const std::vector<RandomEdit> kEdits {
        { "add",
          [](Network n, Dice& d) { return edits::placed(std::move(n), d.layer(), d.position()).network; } },
        { "add below",
          [](Network n, Dice& d) {
              if (n.nodes.empty())
                  return n;
              const auto above = d.oneOf(n.nodes).id;
              return edits::placedBelow(std::move(n), d.layer(), above).network;
          } },
        { "delete", [](Network n, Dice& d) { return edits::without(n, d.selection(n)); } },
        { "delete and heal", [](Network n, Dice& d) { return edits::healed(n, d.selection(n)); } },
        { "connect", withRandomLink },
        { "connect again", withRandomLink },
        { "chain", [](Network n, Dice& d) { return edits::chained(n, d.nodes(n)); } },
        { "insert on link", insertedAtRandom },
        { "move",
          [](Network n, Dice& d) {
              return edits::moved(n, d.selection(n), d.coordinate(), d.coordinate());
          } },
        { "set", withRandomValue },
        { "rename", withRandomName },
        { "paste", [](Network n, Dice& d) { return pastedAsText(n, d.selection(n), d); } },
        { "duplicate",
          [](Network n, Dice& d) {
              return edits::pasted(n, edits::subset(n, d.selection(n)), 272, 0).network;
          } },
        { "swap", [](Network n, Dice& d) { return edits::swapped(n, d.nodes(n), d.layer()); } },
        { "bypass", [](Network n, Dice& d) { return edits::bypassed(n, d.nodes(n), d.chance(2)); } },
        { "align",
          [](Network n, Dice& d) {
              return edits::aligned(n, d.nodes(n), static_cast<edits::Edge>(d.below(6)));
          } },
        { "distribute",
          [](Network n, Dice& d) {
              return edits::distributed(n, d.nodes(n), static_cast<edits::Axis>(d.below(2)));
          } },
        { "to the grid", [](Network n, Dice& d) { return edits::onGrid(n, d.nodes(n)); } },
        { "layout",
          [](Network n, Dice& d) {
              return edits::arranged(n, d.chance(2) ? network::Flow::Down : network::Flow::Right, d.nodes(n));
          } },
        { "note", [](Network n, Dice& d) { return edits::noted(std::move(n), d.position()).network; } },
        { "change note", withRandomNote },
        { "group",
          [](Network n, Dice& d) {
              const auto nodes = d.nodes(n);
              return nodes.empty() ? n : edits::grouped(n, nodes, d.colour()).network;
          } },
        { "name group",
          [](Network n, Dice& d) {
              return n.groups.empty() ? n : edits::withGroupName(n, d.oneOf(n.groups).id, "Körper \"1\"\n");
          } },
        { "make block", withRandomBlock },
        { "unpack block", unpackedAtRandom },
        { "ungroup", [](Network n, Dice& d) { return edits::ungrouped(n, d.nodes(n)); } },
        { "colour",
          [](Network n, Dice& d) {
              const auto chosen = d.selection(n);
              return edits::coloured(n, chosen.nodes, chosen.notes, d.colour());
          } },
    };
    return kEdits;
}

} // namespace netwright::tests
