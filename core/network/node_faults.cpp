// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/node_faults.hpp"

#include "core/network/bypass.hpp"

#include <algorithm>
#include <optional>

namespace netwright::network {

namespace {
    using layers::LayerKind;

    bool isBoundToColumn(const LayerKind& kind)
    {
        return std::ranges::count(kind.parameters, ParameterType::Column, &ParameterSpec::type) > 0;
    }

    std::string missingData(const std::string& dataset)
    {
        return dataset.empty()
            ? std::string("the network has no dataset; choose one")
            : fmt::format("the dataset \"{}\" is not available; check its source, or choose another dataset",
                          dataset);
    }

    /// The first of the node.
    std::optional<NodeFault> valueFault(const Node& node, const LayerKind& kind)
    {
        for (const auto& spec : kind.parameters) {
            const auto checked = checkValue(spec, node.parameters.value(spec.id));
            if (!checked)
                return NodeFault { ProblemCode::BadValue, checked.error().message, spec.id };
        }
        return std::nullopt;
    }

    /// Whatever is wrong before the node: both are worth telling at once.
    void addColumnFaults(const Node& node, const LayerKind& kind, const tensor::Signature& data,
                         std::vector<NodeFault>& faults)
    {
        const layers::ShapeRequest request { node.parameters, {}, data };
        for (const auto& spec : kind.parameters) {
            if (spec.type != ParameterType::Column)
                continue;
            if (const auto bound = layers::boundColumn(request, spec.id); !bound)
                faults.push_back({ ProblemCode::NoColumn, bound.error().text(), spec.id });
        }
    }
} // namespace

std::vector<NodeFault> faultsOf(const Node& node, const LayerKind* kind, const std::string& dataset,
                                const tensor::Signature* data)
{
    std::vector<NodeFault> faults;
    if (const auto checked = checkNodeName(node.name); !checked)
        faults.push_back({ ProblemCode::BadName, checked.error().message });
    if (!kind) {
        faults.push_back({ ProblemCode::UnknownLayer, "there is no such layer; remove it" });
    } else if (node.isBypassed) { // its parameters do not matter
        if (auto fault = bypassFault(node); !fault.empty())
            faults.push_back({ ProblemCode::BadBypass, std::move(fault) });
    } else {
        if (auto fault = valueFault(node, *kind))
            faults.push_back(*std::move(fault));
        if (data)
            addColumnFaults(node, *kind, *data, faults);
        else if (isBoundToColumn(*kind))
            faults.push_back({ ProblemCode::NoDataset, missingData(dataset) });
    }
    return faults;
}

} // namespace netwright::network
