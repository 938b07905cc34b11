// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.hpp"
#include "core/engine/plan.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace netwright::layers::testing {

struct Step {
    std::string layer;
    std::vector<std::pair<std::string, Value>> settings = {};
};

/// input -> the steps, one after the other -> mean squared error, on random numbers in memory.
class Chain {
public:
    Chain(const tensor::Shape& input, const std::vector<Step>& steps, std::int64_t outputs)
        : m_data { { { "x", input.rank() == 3 ? tensor::ColumnType::Image : tensor::ColumnType::Vector,
                       input },
                     { "y", tensor::ColumnType::Vector, { outputs } } } }
    {
        add({ "input", { { "column", std::string("x") } } });
        for (const auto& step : steps)
            add(step);
        add({ "mean_squared_error", { { "target", std::string("y") } } });
    }

    [[nodiscard]] std::unique_ptr<engine::Plan> compile(std::int64_t batch, Mode mode = Mode::Training,
                                                        int threads = 1, int slices = 0) const
    {
        auto plan = engine::Plan::compile(
            m_network, m_data, { .mode = mode, .batch = batch, .threads = threads, .slices = slices });
        if (!plan)
            throw std::runtime_error(plan.error().text());
        for (const auto& slot : (*plan)->inputs()) {
            const Random random(1, slot.column == "x" ? 1 : 2);
            for (std::size_t i = 0; i < slot.numbers.size(); ++i)
                slot.numbers[i] = 2 * random.uniform(i) - 1;
        }
        return *std::move(plan);
    }

    [[nodiscard]] const network::Network& network() const { return m_network; }
    [[nodiscard]] const tensor::Signature& data() const { return m_data; }

private:
    void add(const Step& step)
    {
        const auto id = m_network.add(step.layer, {});
        for (const auto& [key, value] : step.settings)
            m_network.find(id)->parameters.set(key, value);
        if (m_network.nodes.size() > 1)
            m_network.connect({ { m_network.nodes[m_network.nodes.size() - 2].id }, { id } });
    }

    network::Network m_network { .name = "chain", .dataset = "memory", .nodes = {}, .links = {} };
    tensor::Signature m_data;
};

} // namespace netwright::layers::testing
