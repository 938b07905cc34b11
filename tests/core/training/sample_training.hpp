// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network_json.hpp"
#include "core/training/optimiser.hpp"
#include "core/training/trainer.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

/// Small trainings on real data, for tests.
namespace netwright::samples {

using Json = nlohmann::ordered_json;

inline std::shared_ptr<const data::Dataset> open(const Json& json, const std::string& name)
{
    const auto dataset = data::datasetFromJson(json, name).and_then([](const data::DatasetSpec& spec) {
        return data::Dataset::open(spec, NETWRIGHT_SOURCE_DIR "/samples");
    });
    if (!dataset)
        throw std::runtime_error(dataset.error().text());
    return *dataset;
}

/// `limit` rows of each part. Opened once for each limit: unpacking takes most of a small test's time.
inline std::shared_ptr<const data::Dataset> fashionMnist(int limit)
{
    static std::map<int, std::shared_ptr<const data::Dataset>> opened;
    if (const auto it = opened.find(limit); it != opened.end())
        return it->second;
    const std::string folder = "/usr/share/datasets/fashion-mnist/";
    return opened[limit] = open({ { "source", "idx" },
                                  { "parameters",
                                    { { "images", folder + "train-images-idx3-ubyte.gz" },
                                      { "labels", folder + "train-labels-idx1-ubyte.gz" },
                                      { "test_images", folder + "t10k-images-idx3-ubyte.gz" },
                                      { "test_labels", folder + "t10k-labels-idx1-ubyte.gz" } } },
                                  { "limit", limit } },
                                "fashion");
}

inline std::shared_ptr<const data::Dataset> iris()
{
    return open({ { "source", "csv" },
                  { "parameters", { { "file", "iris.csv" }, { "target", "species" } } },
                  { "normalisation", "standard" },
                  { "split", { { "validation", 0.2 }, { "test", 0.2 }, { "seed", 1 } } } },
                "iris");
}

/// A chain of layers; a node is {"name", "layer"} or {"name", "layer", parameters}.
inline network::Network chain(const Json& nodes)
{
    Json json { { "dataset", "data" }, { "nodes", Json::array() }, { "links", Json::array() } };
    std::string before;
    for (const Json& node : nodes) {
        json["nodes"].push_back({ { "name", node[0] },
                                  { "layer", node[1] },
                                  { "parameters", node.size() > 2 ? node[2] : Json::object() } });
        const auto name = node[0].get<std::string>();
        if (!before.empty())
            json["links"].push_back(before + " -> " + name);
        before = name;
    }
    const auto network = network::networkFromJson(json, "net");
    if (!network)
        throw std::runtime_error(network.error().text());
    return *network;
}

inline network::Network perceptron(const std::string& input, const std::string& target, int hidden,
                                   int classes)
{
    return chain(Json::array({ { "in", "input", { { "column", input } } },
                               { "flat", "flatten" },
                               { "fc1", "dense", { { "units", hidden } } },
                               { "relu1", "relu" },
                               { "fc2", "dense", { { "units", classes } } },
                               { "loss", "softmax_cross_entropy", { { "target", target } } } }));
}

/// Every kind of layer that keeps something between steps: statistics and random numbers.
inline network::Network convolutions()
{
    return chain(Json::array({ { "in", "input", { { "column", "image" } } },
                               { "conv1", "conv2d", { { "filters", 8 } } },
                               { "norm1", "batch_norm" },
                               { "relu1", "relu" },
                               { "pool1", "max_pool2d" },
                               { "flat", "flatten" },
                               { "drop1", "dropout" },
                               { "fc1", "dense", { { "units", 10 } } },
                               { "loss", "softmax_cross_entropy", { { "target", "label" } } } }));
}

inline training::Recipe recipe(const std::string& optimiser, double rate, int epochs, int batch = 32)
{
    training::Recipe recipe = training::defaultRecipe("test");
    recipe.optimiser = { optimiser, ParameterValues(training::findOptimiser(optimiser)->parameters) };
    recipe.optimiser.parameters.set("learning_rate", rate);
    recipe.epochs = epochs;
    recipe.batch = batch;
    recipe.threads = 1; // small networks gain nothing from more, and lose much on a busy machine
    return recipe;
}

/// Keeps all that it hears.
struct Listener : training::Observer {
    std::vector<training::TrainingFacts> starts;
    std::vector<training::StepMetrics> steps;
    std::vector<training::EpochMetrics> epochs;
    std::vector<training::Checkpoint> checkpoints;
    std::vector<training::Outcome> outcomes;
    std::function<Status(const training::StepMetrics&)> afterStep;

    Status started(const training::TrainingFacts& facts) override
    {
        starts.push_back(facts);
        return {};
    }
    Status stepDone(const training::StepMetrics& metrics) override
    {
        steps.push_back(metrics);
        return afterStep ? afterStep(metrics) : Status {};
    }
    Status epochDone(const training::EpochMetrics& metrics) override
    {
        epochs.push_back(metrics);
        return {};
    }
    Status checkpoint(const training::Checkpoint& checkpoint, bool) override
    {
        checkpoints.push_back(checkpoint);
        return {};
    }
    Status ended(const training::Outcome& outcome) override
    {
        outcomes.push_back(outcome);
        return {};
    }
};

} // namespace netwright::samples
