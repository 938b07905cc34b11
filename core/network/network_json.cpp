// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network_json.hpp"

#include "core/base/json_text.hpp"
#include "core/base/spelling.hpp"
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/annotation_json.hpp"
#include "core/network/block_json.hpp"
#include "core/network/json_reading.hpp"
#include "core/network/port_names.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace netwright::network {

namespace {
    using Json = nlohmann::ordered_json;

    constexpr std::string_view kArrow = " -> ";
    constexpr std::string_view kDown = "down";
    constexpr std::string_view kRight = "right";

    std::string layerHint(std::string_view layer)
    {
        std::vector<std::string_view> ids;
        for (const auto* kind : layers::layerTable())
            ids.push_back(kind->id);
        return fileSpellingHint(layer, ids);
    }

    std::string blockHint(const Network& definitions, std::string_view block)
    {
        std::vector<std::string_view> names;
        for (const auto& known : definitions.blocks)
            names.push_back(known.name);
        return names.empty() ? "; add it to \"blocks\", or remove the layer" : spellingHint(block, names);
    }

    Result<KindPointer> readKind(const Network& definitions, const std::string& layer,
                                 const std::string& where)
    {
        if (auto kind = kindOf(definitions, layer))
            return kind;
        if (const auto block = blockName(layer))
            return fail(where, "there is no block {}{}", shown(Json(*block)), blockHint(definitions, *block));
        return fail(where, "unknown layer {}{}", shown(Json(layer)), layerHint(layer));
    }

    Result<Node> readNode(const Json& json, const std::string& whole, std::size_t index,
                          const Network& definitions)
    {
        static constexpr std::array<std::string_view, 5> kKeys { "name", "layer", "parameters", "position",
                                                                 "bypassed" };
        const auto numbered = fmt::format("{}, layer {}", whole, index + 1);
        if (!json.is_object())
            return fail(numbered, "expected a layer as {{ \"name\": ..., \"layer\": ... }}, found {}",
                        shown(json));
        auto name = readText(json, "name", numbered);
        if (!name)
            return failed(name);
        if (const auto checked = checkNodeName(*name); !checked)
            return fail(numbered, "{}", checked.error().message);

        const auto where = fmt::format("{}, layer \"{}\"", whole, *name);
        if (auto checked = checkKeys(json, kKeys, where); !checked)
            return failed(checked);
        auto layer = readText(json, "layer", where);
        if (!layer)
            return failed(layer);
        const auto kind = readKind(definitions, *layer, where);
        if (!kind)
            return failed(kind);
        const auto parameters = json.find("parameters");
        auto values = valuesFromJson((*kind)->parameters,
                                     parameters == json.end() ? Json::object() : *parameters, where);
        if (!values)
            return failed(values);
        auto position = readPosition(json, where);
        if (!position)
            return failed(position);
        const auto isBypassed = readFlag(json, "bypassed", where);
        if (!isBypassed)
            return failed(isBypassed);
        return Node { {}, *std::move(name), *std::move(layer), *std::move(values), *position, *isBypassed };
    }

    Status readNodes(const Json& list, const std::string& whole, Network& network, const Network& definitions)
    {
        network.nodes.reserve(list.size()); // keeps the names, which `seen` looks at, where they are
        std::unordered_map<std::string_view, std::size_t> seen;
        for (std::size_t i = 0; i < list.size(); ++i) {
            auto node = readNode(list[i], whole, i, definitions);
            if (!node)
                return failed(node);
            node->id = NodeId { network.nextId++ };
            network.nodes.push_back(*std::move(node));
            const auto [first, isNew] = seen.emplace(network.nodes.back().name, i);
            if (!isNew)
                return fail(whole, "layers {} and {} are both named \"{}\"; rename one", first->second + 1,
                            i + 1, first->first);
        }
        return {};
    }

    Result<Link> readLink(const Json& json, const PortNames& names, const std::string& where)
    {
        if (!json.is_string())
            return fail(where, "expected a link as \"conv1 -> relu1\", found {}", shown(json));
        const auto& text = json.get_ref<const std::string&>();
        const auto arrow = text.find(kArrow);
        if (arrow == text.npos)
            return fail(where, "expected a link as \"conv1 -> relu1\", found {}", shown(json));
        const auto left = std::string_view(text).substr(0, arrow);
        const auto right = std::string_view(text).substr(arrow + kArrow.size());
        const auto from = names.resolve(left, &layers::LayerKind::outputs);
        const auto to = names.resolve(right, &layers::LayerKind::inputs);
        if (!from || !to)
            return fail(where, "link {}: {}", shown(json),
                        from ? names.reason(right, &layers::LayerKind::inputs)
                             : names.reason(left, &layers::LayerKind::outputs));
        return Link { *from, *to };
    }

    /// Down where the key is missing.
    Result<Flow> readFlow(const Json& json, const std::string& where)
    {
        const auto it = json.find("flow");
        if (it == json.end() || *it == kDown)
            return Flow::Down;
        if (*it == kRight)
            return Flow::Right;
        return fail(where, "\"flow\": expected \"down\" or \"right\", found {}", shown(*it));
    }

    /// Recomputing is rare: it has a key where it is wanted.
    Json parametersOf(const Node& node, const Network& definitions)
    {
        if (const auto kind = kindOf(definitions, node.layer)) {
            auto json = valuesToJson(kind->parameters, fitted(*kind, node.parameters));
            if (const auto it = json.find(kRecompute);
                blockName(node.layer) && it != json.end() && *it == false)
                json.erase(it);
            return json;
        }
        auto json = Json::object();
        for (const auto& [id, value] : node.parameters.all())
            std::visit([&json, &id](const auto& plain) { json[id] = plain; }, value);
        return json;
    }
} // namespace

void writeCanvas(const Network& network, const Network& definitions, Json& json)
{
    json["nodes"] = Json::array();
    json["links"] = Json::array();
    std::unordered_map<std::int64_t, const Node*> nodes;
    for (const auto& node : network.nodes) {
        nodes.emplace(node.id.value, &node);
        json["nodes"].push_back({ { "name", node.name },
                                  { "layer", node.layer },
                                  { "parameters", parametersOf(node, definitions) },
                                  { "position", { node.position.x, node.position.y } } });
        if (node.isBypassed)
            json["nodes"].back()["bypassed"] = true;
    }
    const PortNames names(network, definitions);
    for (const auto& link : network.links) {
        const auto from = nodes.find(link.from.node.value);
        const auto to = nodes.find(link.to.node.value);
        if (from == nodes.end() || to == nodes.end())
            continue;
        auto text = names.textOf(*from->second, link.from.port, &layers::LayerKind::outputs);
        text += kArrow;
        text += names.textOf(*to->second, link.to.port, &layers::LayerKind::inputs);
        json["links"].push_back(std::move(text));
    }
    writeAnnotations(network, json);
    if (network.flow == Flow::Right)
        json["flow"] = kRight;
}

Status readCanvas(const Json& json, const Network& definitions, const std::string& where, Network& network)
{
    const auto nodes = readList(json, "nodes", kMaximumNodes, where);
    const auto links = readList(json, "links", kMaximumLinks, where);
    if (!nodes || !links)
        return failed(nodes ? links : nodes);
    if (*nodes) {
        if (auto read = readNodes(**nodes, where, network, definitions); !read)
            return failed(read);
    }
    const PortNames names(network, definitions);
    for (std::size_t i = 0; *links && i < (*links)->size(); ++i) {
        auto link = readLink((**links)[i], names, where);
        if (!link)
            return failed(link);
        network.links.push_back(*link);
    }
    const auto flow = readFlow(json, where);
    if (!flow)
        return failed(flow);
    network.flow = *flow;
    return readAnnotations(json, where, network);
}

Json toJson(const Network& network)
{
    Json json { { "dataset", network.dataset } };
    writeCanvas(network, network, json);
    writeBlocks(network, json);
    return json;
}

Result<Network> networkFromJson(const Json& json, const std::string& name)
{
    static constexpr std::array<std::string_view, 7> kKeys { "dataset", "nodes", "links", "notes",
                                                             "groups",  "flow",  "blocks" };
    const auto where = fmt::format("network \"{}\"", name);
    if (!json.is_object())
        return fail(
            where,
            "expected a network as {{ \"dataset\": ..., \"nodes\": [...], \"links\": [...] }}, found {}",
            shown(json));
    if (auto checked = checkKeys(json, kKeys, where); !checked)
        return failed(checked);
    auto dataset = readText(json, "dataset", where);
    if (!dataset)
        return failed(dataset);

    Network network { .name = name, .dataset = *std::move(dataset), .nodes = {}, .links = {} };
    if (auto read = readBlocks(json, where, network); !read)
        return failed(read);
    if (auto read = readCanvas(json, network, where, network); !read)
        return failed(read);
    return network;
}

} // namespace netwright::network
