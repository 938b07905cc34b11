// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/layer_kind.hpp"

#include "core/layers/catalogue/layer_table.hpp"

#include <fmt/ranges.h>

#include <unordered_map>

namespace netwright::layers {

std::string_view titleOf(Category category)
{
    switch (category) {
    case Category::Data:
        return "Data";
    case Category::Dense:
        return "Dense";
    case Category::Convolution:
        return "Convolution";
    case Category::Pooling:
        return "Pooling";
    case Category::Normalisation:
        return "Normalisation";
    case Category::Activation:
        return "Activation";
    case Category::Regularisation:
        return "Regularisation";
    case Category::Shape:
        return "Shape";
    case Category::Merge:
        return "Merge";
    case Category::Loss:
        return "Loss";
    case Category::Block:
        return "Blocks";
    }
    return "";
}

std::vector<WeightSpec> weightsOf(const LayerKind& kind, const ShapeRequest& request)
{
    return kind.weights ? kind.weights(request) : std::vector<WeightSpec> {};
}

Cost costOf(const LayerKind& kind, const ShapeRequest& request, std::span<const tensor::Shape> outputs)
{
    Cost cost;
    for (const auto& weight : weightsOf(kind, request))
        cost.parameters += weight.isTrainable ? weight.shape.elements() : 0;
    if (kind.multiplyAdds)
        cost.multiplyAdds = kind.multiplyAdds(request, outputs);
    for (const auto& shape : outputs)
        cost.activationBytes += shape.elements() * static_cast<std::int64_t>(sizeof(float));
    return cost;
}

Result<const tensor::Column*> boundColumn(const ShapeRequest& request, std::string_view id)
{
    const auto& name = request.parameters.text(id);
    if (const auto* column = request.data.find(name))
        return column;
    std::vector<std::string> names;
    for (const auto& column : request.data.columns)
        names.push_back(fmt::format("\"{}\"", column.name));
    if (name.empty())
        return fail({}, "no column is chosen as its {}; choose one of {}", id, fmt::join(names, ", "));
    return fail({}, "the dataset has no column \"{}\"; choose one of {}", name, fmt::join(names, ", "));
}

const LayerKind* findLayer(std::string_view id)
{
    static const auto kinds = [] {
        std::unordered_map<std::string_view, const LayerKind*> byId;
        for (const auto* kind : layerTable())
            byId.emplace(kind->id, kind);
        return byId;
    }();
    const auto it = kinds.find(id);
    return it == kinds.end() ? nullptr : it->second;
}

} // namespace netwright::layers
