// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/plan.hpp"
#include "core/project/project.hpp"
#include "core/training/trainer.hpp"

#include <QTest>

#include <memory>
#include <vector>

/// A network of a sample project after some real training steps: weights, biases and running statistics that
/// are all different from where they began.
struct TrainedSample {
    netwright::network::Network network;
    std::shared_ptr<const netwright::data::Dataset> dataset;
    std::vector<netwright::tensor::NamedTensor> parameters;
};

/// Keeps what the last checkpoint held.
class LastParameters : public netwright::training::Observer {
public:
    netwright::Status checkpoint(const netwright::training::Checkpoint& checkpoint, bool) override
    {
        parameters = checkpoint.parameters;
        return {};
    }
    std::vector<netwright::tensor::NamedTensor> parameters;
};

/// One epoch on some rows of the data. Fails the test where it cannot.
inline TrainedSample trainSample(const char* file, const char* networkName, std::int64_t rows)
{
    using namespace netwright;
    const std::filesystem::path path = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples" / file;
    const auto project = project::load(path);
    if (!project)
        qFatal("%s", project.error().text().c_str());
    const auto* network = project->network(networkName);
    if (!network)
        qFatal("%s has no network %s", file, networkName);
    auto spec = *project->dataset(network->dataset);
    spec.limit = rows;
    const auto dataset = data::Dataset::open(spec, path.parent_path());
    if (!dataset)
        qFatal("%s", dataset.error().text().c_str());

    auto recipe = training::defaultRecipe("test");
    recipe.epochs = 1;
    LastParameters last;
    const auto outcome = training::train(
        { .network = *network, .recipe = recipe, .dataset = *dataset, .from = {} }, { &last });
    if (outcome.error)
        qFatal("%s", outcome.error->text().c_str());
    return { *network, *dataset, last.parameters };
}
