// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/onnx_export.hpp"

#include <nlohmann/json.hpp>

namespace netwright::exchange {

namespace {
    using nlohmann::ordered_json;

    /// Names come from files; what is not UTF-8 in them must not end in an exception.
    std::string text(const ordered_json& json)
    {
        return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    }
} // namespace

OnnxMetadata metadataOf(const data::Dataset& dataset)
{
    OnnxMetadata metadata;
    const auto& columns = dataset.signature().columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& name = columns[i].name;
        if (const auto& scale = dataset.scale(i); !scale.factor.empty())
            metadata["normalisation." + name]
                = text({ { "factor", scale.factor }, { "offset", scale.offset } });
        if (const auto names = dataset.source().elementNames(i); !names.empty())
            metadata["features." + name] = text(names);
        if (!columns[i].categories.empty())
            metadata["categories." + name] = text(columns[i].categories);
    }
    return metadata;
}

} // namespace netwright::exchange
