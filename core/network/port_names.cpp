// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/port_names.hpp"

#include "core/base/spelling.hpp"
#include "core/base/text.hpp"
#include "core/network/analysis.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace netwright::network {

namespace {
    constexpr std::size_t kShownName = 200;
}

PortNames::PortNames(const Network& canvas, const Network& definitions)
{
    for (const auto& node : canvas.nodes)
        m_nodes.emplace(node.name, Entry { &node, kindOf(definitions, node.layer) });
}

std::optional<PortRef> PortNames::resolve(std::string_view text, Ports ports) const
{
    const auto dot = text.rfind('.');
    if (dot != text.npos) {
        if (auto port = resolveLong(text.substr(0, dot), text.substr(dot + 1), ports))
            return port;
    }
    const auto* entry = find(text);
    if (!entry || !entry->kind || ((*entry->kind).*ports).size() != 1)
        return std::nullopt;
    return PortRef { entry->node->id, 0 };
}

std::string PortNames::textOf(const Node& node, int port, Ports ports) const
{
    if (resolve(node.name, ports) == PortRef { node.id, port })
        return node.name;
    const auto* entry = find(node.name);
    if (!entry || !entry->kind || port < 0
        || static_cast<std::size_t>(port) >= ((*entry->kind).*ports).size())
        return fmt::format("{}.{}", node.name, port);
    return node.name + "." + ((*entry->kind).*ports)[static_cast<std::size_t>(port)].id;
}

std::string PortNames::reason(std::string_view text, Ports ports) const
{
    const auto* entry = find(text);
    const auto dot = text.rfind('.');
    if (!entry && dot != text.npos)
        entry = find(text.substr(0, dot));
    if (!entry)
        return fmt::format("there is no layer \"{}\"{}", cut(text, kShownName), hintFor(text.substr(0, dot)));
    const auto side = ports == &layers::LayerKind::inputs ? "input" : "output";
    std::vector<std::string> ids;
    for (const auto& port : (*entry->kind).*ports)
        ids.push_back(entry->node->name + "." + port.id);
    const auto name = describe(*entry->node);
    if (ids.empty())
        return fmt::format("{} has no {}; remove the link", name, side);
    return fmt::format("\"{}\" is no {} of {}; expected {}", cut(text, kShownName), side, name,
                       fmt::join(ids, " or "));
}

std::string PortNames::hintFor(std::string_view name) const
{
    std::vector<std::string_view> names;
    for (const auto& [known, entry] : m_nodes)
        names.push_back(known);
    std::ranges::sort(names); // of two that are as near, always the same
    return spellingHint(name, names);
}

const PortNames::Entry* PortNames::find(std::string_view name) const
{
    const auto it = m_nodes.find(name);
    return it == m_nodes.end() ? nullptr : &it->second;
}

std::optional<PortRef> PortNames::resolveLong(std::string_view name, std::string_view id, Ports ports) const
{
    const auto* entry = find(name);
    if (!entry || !entry->kind)
        return std::nullopt;
    const auto& list = (*entry->kind).*ports;
    const auto it = std::ranges::find(list, id, &layers::Port::id);
    if (it == list.end())
        return std::nullopt;
    return PortRef { entry->node->id, static_cast<int>(it - list.begin()) };
}

} // namespace netwright::network
