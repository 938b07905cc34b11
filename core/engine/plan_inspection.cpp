// SPDX-License-Identifier: GPL-3.0-or-later
// Looking into a Plan while it repeats its last step.
#include "core/engine/plan_parts.hpp"
#include "core/engine/thread_count.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace netwright::engine {

namespace {
    using Clock = std::chrono::steady_clock;

    /// A repeated step must not move the statistics once more.
    class KeptStatistics {
    public:
        explicit KeptStatistics(const ParameterStore& parameters)
            : m_parameters(parameters)
            , m_values(parameters.statistics().begin(), parameters.statistics().end())
        {
        }
        ~KeptStatistics() { std::ranges::copy(m_values, m_parameters.statistics().begin()); }
        KeptStatistics(const KeptStatistics&) = delete;
        KeptStatistics& operator=(const KeptStatistics&) = delete;

    private:
        const ParameterStore& m_parameters;
        std::vector<float> m_values;
    };

    bool isFinite(const tensor::Buffer& buffer)
    {
        if (buffer.layout().type() != tensor::ElementType::Float32)
            return true;
        const std::span values(buffer.data<const float>(), buffer.layout().bytes() / sizeof(float));
        return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
    }

    double millisecondsOf(const tensor::Operation& operation)
    {
        const auto begin = Clock::now();
        operation.run();
        return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    }

    double medianOf(std::vector<double>& values)
    {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::ranges::nth_element(values, middle);
        return *middle;
    }

    /// What a step left behind that is not finite, in words.
    std::string describeOutput(const PlanStep& step, const tensor::Buffer& buffer,
                               const ParameterStore& parameters)
    {
        if (const auto weight = parameters.weightOfGradient(buffer); !weight.empty())
            return fmt::format("{}, gradient of weight \"{}\"", step.node, weight);
        return fmt::format("{}, {}", step.node, step.isBackward ? "gradient" : "output");
    }
} // namespace

std::optional<std::string> Plan::findNonFinite()
{
    const auto& parameters = m_parts->parameters;
    const KeptStatistics kept(parameters);
    ThreadCount threads(m_parts->options.threads);
    const auto bad = parameters.findNonFinite();
    for (const auto& step : m_parts->steps) {
        if (step.nodeName == bad.node)
            return fmt::format("{}, weight \"{}\"", step.node, bad.weight);
        threads.use(step.operation.threads);
        step.operation.run();
        const auto fault = std::ranges::find_if_not(step.operation.writes, isFinite);
        if (fault != step.operation.writes.end())
            return describeOutput(step, *fault, parameters);
    }
    return std::nullopt;
}

std::vector<StepProfile> Plan::profile(int repeats)
{
    const KeptStatistics kept(m_parts->parameters);
    ThreadCount threads(m_parts->options.threads);
    std::vector<std::vector<double>> times(m_parts->steps.size());
    for (int repeat = 0; repeat < std::max(1, repeats); ++repeat) {
        for (std::size_t i = 0; i < times.size(); ++i) {
            threads.use(m_parts->steps[i].operation.threads);
            times[i].push_back(millisecondsOf(m_parts->steps[i].operation));
        }
    }
    std::vector<StepProfile> profile;
    for (std::size_t i = 0; i < times.size(); ++i) {
        const auto& step = m_parts->steps[i];
        profile.push_back({ .node = step.nodeName,
                            .operation = step.operation.name,
                            .implementation = step.operation.implementation,
                            .isBackward = step.isBackward,
                            .milliseconds = medianOf(times[i]),
                            .flops = step.operation.flops });
    }
    return profile;
}

} // namespace netwright::engine
