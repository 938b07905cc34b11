// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.hpp"
#include "core/engine/plan.hpp"
#include "core/network/network.hpp"
#include "core/tensor/column.hpp"

#include <QtGlobal>

#include <memory>
#include <string>
#include <vector>

namespace netwright::tests {

struct Layer {
    std::string kind;
    std::vector<std::pair<std::string, Value>> parameters = {};
};

/// A network of layers in one row; nodes are named kind_1, kind_2, ...
inline network::Network chain(const std::vector<Layer>& layers)
{
    network::Network network { .name = "test", .dataset = "data", .nodes = {}, .links = {} };
    network::NodeId previous;
    for (const auto& layer : layers) {
        const auto id = network.add(layer.kind, {});
        for (const auto& [name, value] : layer.parameters)
            network.find(id)->parameters.set(name, value);
        if (previous.value != 0)
            network.connect({ .from = { previous, 0 }, .to = { id, 0 } });
        previous = id;
    }
    return network;
}

inline Layer dense(std::int64_t units) { return { "dense", { { "units", units } } }; }
inline Layer conv(std::int64_t filters, const std::string& padding = "none")
{
    return { "conv2d", { { "filters", filters }, { "padding", padding } } };
}

inline tensor::Signature signature(const tensor::Shape& image, std::size_t classes)
{
    tensor::Column label { .name = "label", .type = tensor::ColumnType::Category, .shape = {} };
    for (std::size_t i = 0; i < classes; ++i)
        label.categories.push_back("class " + std::to_string(i));
    return { { { .name = "image", .type = tensor::ColumnType::Image, .shape = image }, label } };
}

/// The same numbers in every input for the same stream.
inline void fill(engine::Plan& plan, std::uint64_t stream, std::int32_t classes)
{
    const Random random(7, stream);
    for (const auto& slot : plan.inputs()) {
        for (std::size_t i = 0; i < slot.numbers.size(); ++i)
            slot.numbers[i] = 2 * random.uniform(i) - 1;
        for (std::size_t i = 0; i < slot.categories.size(); ++i)
            slot.categories[i]
                = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(classes), 1000 + i));
    }
}

/// Compiled, and with numbers in its inputs; the test ends where it cannot be.
inline std::unique_ptr<engine::Plan> filledPlan(const network::Network& network,
                                                const tensor::Signature& data,
                                                const engine::PlanOptions& options, std::int32_t classes)
{
    auto plan = engine::Plan::compile(network, data, options);
    if (!plan)
        qFatal("%s", plan.error().text().c_str());
    fill(**plan, 1, classes);
    return *std::move(plan);
}

} // namespace netwright::tests
