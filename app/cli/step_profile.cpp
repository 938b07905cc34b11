// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/step_profile.hpp"

#include "core/network/analysis.hpp"
#include "core/training/batch_loop.hpp"
#include "core/training/optimiser.hpp"

#include <algorithm>
#include <chrono>
#include <map>

namespace netwright::cli {

namespace {
    using Clock = std::chrono::steady_clock;

    template <class Work> double secondsOf(const Work& work)
    {
        const auto before = Clock::now();
        work();
        return std::chrono::duration<double>(Clock::now() - before).count();
    }

    double medianOf(std::vector<double> values)
    {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::ranges::nth_element(values, middle);
        return *middle;
    }

    struct WholeStep {
        double milliseconds = 0;
        double update = 0; ///< ms of it
    };

    WholeStep timeSteps(engine::Plan& plan, const training::Recipe& recipe, int repeats)
    {
        const auto optimiser = training::findOptimiser(recipe.optimiser.kind)
                                   ->make(recipe.optimiser.parameters, plan.weights().size());
        std::vector<double> steps;
        std::vector<double> updates;
        for (int step = 0; step < repeats + 1; ++step) {
            const auto count = static_cast<std::uint64_t>(step);
            const double run = secondsOf([&] { plan.run(plan.options().batch, count); });
            const double update = secondsOf([&] { training::updateWeights(plan, *optimiser, count, 1.0); });
            if (step == 0)
                continue; // touches memory for the first time
            steps.push_back(1e3 * (run + update));
            updates.push_back(1e3 * update);
        }
        return { .milliseconds = medianOf(steps), .update = medianOf(updates) };
    }

    void add(LayerProfile& layer, const engine::StepProfile& operation)
    {
        const bool isForWeights = operation.operation.find("by weights") != std::string::npos
            || operation.operation.starts_with("bias gradient");
        auto& time = !operation.isBackward ? layer.forward
            : isForWeights                 ? layer.backwardByWeights
                                           : layer.backwardByData;
        time += operation.milliseconds;
        layer.flops += operation.flops;
        layer.operations.push_back(operation);
    }

    std::vector<LayerProfile> byLayer(const std::vector<engine::StepProfile>& operations,
                                      const network::Network& network)
    {
        std::vector<LayerProfile> layers;
        for (const auto& operation : operations) {
            auto layer = std::ranges::find(layers, operation.node, &LayerProfile::name);
            if (layer == layers.end()) {
                const auto node = std::ranges::find(network.nodes, operation.node, &network::Node::name);
                layer = layers.insert(layers.end(),
                                      { .name = operation.node,
                                        .kind = node == network.nodes.end() ? std::string() : node->layer,
                                        .operations = {} });
            }
            add(*layer, operation);
        }
        return layers;
    }

    void shareUpdate(std::vector<LayerProfile>& layers, const training::Training& training, double update)
    {
        const auto expansion = network::runnable(training.network);
        const auto analysis = network::analyse(expansion, &training.dataset->signature());
        for (const auto& node : expansion.network.nodes) {
            const auto layer = std::ranges::find(layers, node.name, &LayerProfile::name);
            const auto* facts = analysis.factsOf(node.id);
            if (layer != layers.end() && facts != nullptr)
                layer->update = update * static_cast<double>(facts->cost.parameters)
                    / static_cast<double>(std::max<std::int64_t>(1, analysis.total.parameters));
        }
    }
} // namespace

LayerProfile TrainingProfile::sum() const
{
    LayerProfile all;
    for (const auto& layer : layers) {
        all.forward += layer.forward;
        all.backwardByData += layer.backwardByData;
        all.backwardByWeights += layer.backwardByWeights;
        all.update += layer.update;
        all.flops += layer.flops;
    }
    return all;
}

double TrainingProfile::flopsPerSecond() const { return 1e3 * sum().flops / step; }

Result<TrainingProfile> profileTraining(const training::Training& training, int repeats)
{
    const training::Recipe& recipe = training.recipe;
    const data::Dataset& dataset = *training.dataset;
    const auto plan
        = engine::Plan::compile(training.network, dataset.signature(), training::planOptions(training));
    if (!plan)
        return failed(plan);
    const auto rows = dataset.rows(data::Part::Train);
    if (rows.empty())
        return fail(fmt::format("dataset \"{}\"", dataset.spec().name), "it has no rows to train on");
    if (const auto loaded = training::BatchLoop(**plan, dataset).load(rows, 0); !loaded)
        return failed(loaded);
    const auto whole = timeSteps(**plan, recipe, repeats);
    TrainingProfile profile { .layers = byLayer((*plan)->profile(repeats),
                                                network::runnable(training.network).network),
                              .step = whole.milliseconds,
                              .threads = (*plan)->options().threads };
    shareUpdate(profile.layers, training, whole.update);
    const auto peak = largeProduct(recipe.threads);
    if (!peak)
        return failed(peak);
    profile.peak = *peak;
    return profile;
}

Result<double> largeProduct(int threads)
{
    constexpr std::int64_t kSize = 2048;
    constexpr double kFlops = 2.0 * kSize * kSize * kSize;
    constexpr int kPasses = 8;
    network::Network network { .name = "product", .dataset = "numbers", .nodes = {}, .links = {} };
    const auto input = network.add("input", {});
    const auto dense = network.add("dense", {});
    network.find(input)->parameters.set("column", std::string("x"));
    network.find(dense)->parameters.set("units", kSize);
    network.find(dense)->parameters.set("bias", false);
    network.connect({ .from = { input, 0 }, .to = { dense, 0 } });
    const tensor::Signature data {
        { { .name = "x", .type = tensor::ColumnType::Vector, .shape = { kSize } } }
    };
    const auto plan = engine::Plan::compile(
        network, data, { .mode = layers::Mode::Inference, .batch = kSize, .threads = threads });
    if (!plan)
        return failed(plan);
    std::ranges::fill((*plan)->inputs()[0].numbers, 1.F);
    double best = 0;
    for (int pass = 0; pass < kPasses; ++pass)
        best = std::max(best, kFlops / secondsOf([&] { (*plan)->run(kSize, 0); }));
    return best;
}

} // namespace netwright::cli
