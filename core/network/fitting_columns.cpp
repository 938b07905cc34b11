// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/fitting_columns.hpp"

#include <algorithm>

namespace netwright::network {

namespace {
    bool takes(const layers::LayerKind& kind, ParameterValues parameters, const std::string& id,
               const tensor::Column& column, const tensor::Signature& data)
    {
        parameters.set(id, column.name);
        // Two classes may be told by two scores or by one.
        const auto inputsOf = [&kind](const tensor::Shape& shape) {
            return std::vector<tensor::Shape>(kind.inputs.size(), shape);
        };
        const auto isTaken = [&](const tensor::Shape& shape) {
            return kind.inferShape({ parameters, inputsOf(shape), data }).has_value();
        };
        return isTaken(predictionOf(column)) || isTaken({ 1 });
    }
} // namespace

tensor::Shape predictionOf(const tensor::Column& column)
{
    if (column.type == tensor::ColumnType::Category)
        return { static_cast<std::int64_t>(column.categories.size()) };
    return column.shape.rank() == 0 ? tensor::Shape { 1 } : column.shape;
}

std::vector<std::string> fittingColumns(const layers::LayerKind& kind, const ParameterValues& parameters,
                                        const std::string& id, const tensor::Signature& data)
{
    std::vector<std::string> names;
    for (const auto& column : data.columns) {
        if (takes(kind, parameters, id, column, data))
            names.push_back(column.name);
    }
    return names;
}

} // namespace netwright::network
