// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/input_column.hpp"

#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/expand.hpp"

#include <algorithm>
#include <set>

namespace netwright::analysis {

namespace {
    /// The columns that the nodes of category Data name.
    std::set<std::string> inputsOf(const network::Network& network)
    {
        std::set<std::string> columns;
        const auto expanded = network::expand(network).network;
        for (const auto& node : expanded.nodes) {
            const layers::LayerKind* kind = layers::findLayer(node.layer);
            if (kind == nullptr || kind->category != layers::Category::Data)
                continue;
            for (const auto& spec : kind->parameters)
                if (spec.type == ParameterType::Column)
                    columns.insert(node.parameters.text(spec.id));
        }
        return columns;
    }
} // namespace

Result<std::size_t> inputColumn(const network::Network& network, const tensor::Signature& data)
{
    const std::string where = fmt::format("network \"{}\"", network.name);
    const auto names = inputsOf(network);
    if (names.size() != 1)
        return fail(where, "expected one input to predict from, found {} ({})", names.size(),
                    fmt::join(names, ", "));
    const auto it = std::ranges::find(data.columns, *names.begin(), &tensor::Column::name);
    if (it == data.columns.end())
        return fail(where, "the dataset has no column \"{}\"", *names.begin());
    return static_cast<std::size_t>(it - data.columns.begin());
}

} // namespace netwright::analysis
