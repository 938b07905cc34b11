// SPDX-License-Identifier: GPL-3.0-or-later
// Looking into a Plan while it repeats its last step.
#include "core/engine/plan_parts.hpp"
#include "core/engine/plan_run.hpp"
#include "core/engine/thread_count.hpp"
#include "core/tensor/bfloat16.hpp"

#include <algorithm>
#include <cmath>

namespace netwright::engine {

namespace {
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
        const auto& layout = buffer.layout();
        if (layout.type() != tensor::ElementType::Float32 && layout.type() != tensor::ElementType::BFloat16)
            return true;
        return tensor::withNumbersOf(layout, [&]<class T>(T) {
            const std::span values(buffer.data<const T>(), layout.bytes() / sizeof(T));
            return std::ranges::all_of(values, [](T value) { return std::isfinite(tensor::toFloat(value)); });
        });
    }

    /// What a step of all slices took: members of the crew run side by side, the slices of one after each
    /// other.
    double secondsOf(const Plan::Parts& parts, std::size_t step, std::size_t members)
    {
        double longest = 0;
        for (std::size_t member = 0; member < members; ++member) {
            double own = 0;
            for (auto slice = member; slice < parts.slices.size(); slice += members)
                own += parts.slices[slice]->seconds[step];
            longest = std::max(longest, own);
        }
        return longest;
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
    auto& parts = *m_parts;
    const KeptStatistics kept(parts.parameters);
    parts.areGradientsSummed = false;
    ThreadCount threads(parts.operationThreads());
    const auto bad = parts.parameters.findNonFinite();
    for (std::size_t i = 0; i < parts.slices.front()->steps.size(); ++i) {
        for (const auto& slice : parts.slices) { // step by step, so that all have met wherever they must
            const auto& step = slice->steps[i];
            if (step.nodeName == bad.node)
                return fmt::format("{}, weight \"{}\"", step.node, bad.weight);
            threads.use(step.operation.threads);
            step.operation.run();
            const auto fault = std::ranges::find_if_not(step.operation.writes, isFinite);
            if (fault != step.operation.writes.end())
                return describeOutput(step, *fault, parts.parameters);
        }
    }
    return std::nullopt;
}

std::vector<StepProfile> Plan::profile(int repeats)
{
    auto& parts = *m_parts;
    const KeptStatistics kept(parts.parameters);
    parts.areGradientsSummed = false;
    const auto& steps = parts.slices.front()->steps;
    std::vector<std::vector<double>> times(steps.size());
    for (int repeat = 0; repeat < std::max(1, repeats); ++repeat) {
        const int members = std::min(parts.crew->members(), parts.options.slices);
        runSlices(parts, allSections(parts), members, true);
        for (std::size_t i = 0; i < times.size(); ++i)
            times[i].push_back(1e3 * secondsOf(parts, i, static_cast<std::size_t>(members)));
    }
    std::vector<StepProfile> profile;
    for (std::size_t i = 0; i < times.size(); ++i) {
        const auto& operation = steps[i].operation;
        profile.push_back({ .node = steps[i].nodeName,
                            .operation = operation.name,
                            .implementation = operation.implementation,
                            .isBackward = steps[i].isBackward,
                            .milliseconds = medianOf(times[i]),
                            .flops = operation.flops * static_cast<double>(parts.slices.size()) });
    }
    return profile;
}

} // namespace netwright::engine
