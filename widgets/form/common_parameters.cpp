// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/common_parameters.hpp"

#include <algorithm>

namespace netwright::widgets {

CommonParameters::CommonParameters(const network::Network& network, const std::set<network::NodeId>& nodes)
{
    for (const auto& node : network.nodes) {
        const auto kind = nodes.contains(node.id) ? network::kindOf(network, node.layer) : nullptr;
        if (!kind)
            continue;
        if (values.empty())
            specs = kind->parameters;
        values.push_back(&node.parameters);
        kinds.emplace(node.layer, kind);
    }
    std::erase_if(specs, [this](const ParameterSpec& spec) { return !isShared(spec); });
}

bool CommonParameters::isShared(const ParameterSpec& spec) const
{
    return std::ranges::all_of(kinds, [&spec](const auto& kind) {
        return std::ranges::any_of(kind.second->parameters, [&spec](const ParameterSpec& other) {
            return other.id == spec.id && other.type == spec.type && other.choices == spec.choices;
        });
    });
}

} // namespace netwright::widgets
