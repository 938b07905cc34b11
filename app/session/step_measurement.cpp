// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/step_measurement.hpp"

#include "core/engine/remembered_choices.hpp"
#include "core/training/batch_loop.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace netwright::session {

namespace {
    using Clock = std::chrono::steady_clock;

    constexpr int kFewestSteps = 3;
    constexpr int kMostSteps = 50;
    constexpr auto kLongEnough = std::chrono::milliseconds(700);

    /// The median in ms. The first step touches its memory for the first time and does not count.
    double timeSteps(engine::Plan& plan, const Progress& progress)
    {
        std::vector<double> times;
        const auto start = Clock::now();
        for (int step = 0; step <= kMostSteps && !progress.stop.stop_requested(); ++step) {
            const auto before = Clock::now();
            plan.run(plan.options().batch, static_cast<std::uint64_t>(step));
            if (step > 0)
                times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - before).count());
            if (step >= kFewestSteps && Clock::now() - start > kLongEnough)
                break;
        }
        if (times.empty())
            return 0;
        std::ranges::sort(times);
        return times[times.size() / 2];
    }

    std::map<network::NodePath, double> byPath(const network::Network& network,
                                               const std::vector<engine::StepProfile>& profile)
    {
        const auto expansion = network::runnable(network);
        std::unordered_map<std::string_view, network::NodeId> ids;
        for (const auto& node : expansion.network.nodes)
            ids.emplace(node.name, node.id);
        std::map<network::NodePath, double> milliseconds;
        for (const auto& operation : profile) {
            const auto id = ids.find(operation.node);
            if (id == ids.end())
                continue;
            const auto origin = expansion.origins.find(id->second);
            const auto path
                = origin == expansion.origins.end() ? network::NodePath { id->second } : origin->second;
            milliseconds[path] += operation.milliseconds;
        }
        return milliseconds;
    }
} // namespace

Result<StepMeasurement> measureStep(training::Training training, const Progress& progress)
{
    training.choices = engine::rememberedChoices();
    const auto& dataset = *training.dataset;
    const auto rows = dataset.rows(data::Part::Train);
    if (rows.empty())
        return fail("", "the dataset \"{}\" has no rows to train on; change its split", dataset.spec().name);
    progress.report(0.1, "Compiling the network");
    const auto plan
        = engine::Plan::compile(training.network, dataset.signature(), training::planOptions(training));
    if (!plan)
        return failed(plan);
    training::BatchLoop loop(**plan, dataset);
    if (const auto loaded = loop.load(rows, 0); !loaded)
        return failed(loaded);
    progress.report(0.4, "Measuring training steps");
    const auto step = timeSteps(**plan, progress);
    progress.report(0.8, "Measuring each layer");
    return StepMeasurement { .milliseconds = byPath(training.network, (*plan)->profile(kFewestSteps)),
                             .step = step,
                             .epoch = step / 1000 * static_cast<double>(loop.batchesOf(rows.size())) };
}

std::map<network::NodeId, double> StepMeasurement::at(const network::NodePath& canvas) const
{
    std::map<network::NodeId, double> sums;
    for (const auto& [path, time] : milliseconds) {
        if (path.size() > canvas.size() && std::equal(canvas.begin(), canvas.end(), path.begin()))
            sums[path[canvas.size()]] += time;
    }
    return sums;
}

} // namespace netwright::session
