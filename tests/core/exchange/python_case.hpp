// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.hpp"
#include "core/base/random.hpp"
#include "core/engine/plan.hpp"
#include "core/exchange/keras_code.hpp"
#include "core/exchange/pytorch_code.hpp"
#include "core/runs/checkpoint_file.hpp"

#include <QProcess>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

/// Networks in the folders that tests/peer/python_code.py reads: their code, a checkpoint, and what they
/// computed.
namespace netwright::exchange::testing {

inline nlohmann::json arrayJson(const tensor::Shape& shape, std::int64_t batch, std::span<const float> values)
{
    return { { "shape", shape.withBatch(batch).sizes() },
             { "values", std::vector<float>(values.begin(), values.end()) } };
}

/// The slots of one kind of column, in the order of the network.
inline nlohmann::json slotsJson(const engine::Plan& plan, bool areTargets, const std::string& target)
{
    auto list = nlohmann::json::array();
    for (const auto& slot : plan.inputs()) {
        if ((slot.column == target) != areTargets)
            continue;
        const std::vector<float> classes(slot.categories.begin(), slot.categories.end());
        const std::span<const float> values = slot.numbers.empty() ? std::span(classes) : slot.numbers;
        list.push_back(arrayJson(slot.shape, plan.options().batch, values));
    }
    return list;
}

/// Numbers that no two places share, also where training begins with zeros.
inline Status scatterWeights(engine::Plan& plan)
{
    auto parameters = plan.readParameters();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Random random(5, i);
        for (std::size_t k = 0; k < parameters[i].tensor.values.size(); ++k)
            parameters[i].tensor.values[k] += 0.1F * (random.uniform(k) - 0.5F);
    }
    return plan.writeParameters(parameters);
}

inline void fillInputs(engine::Plan& plan, const tensor::Signature& data)
{
    const Random random(3, 1);
    for (const auto& slot : plan.inputs()) {
        const auto vocabulary = data.find(slot.column)->vocabulary;
        for (std::size_t i = 0; i < slot.numbers.size(); ++i)
            slot.numbers[i] = vocabulary > 0
                ? static_cast<float>(random.below(static_cast<std::uint64_t>(vocabulary), i))
                : 2 * random.uniform(i) - 1;
    }
}

inline Status writeTexts(const network::Network& network, const tensor::Signature& data,
                         const std::filesystem::path& folder)
{
    const auto torch = pyTorchCode(network, data);
    if (!torch)
        return failed(torch);
    const auto keras = kerasCode(network, data);
    if (!keras)
        return failed(keras);
    if (auto written = writeFile(folder / "model.py", *torch); !written)
        return written;
    return writeFile(folder / "keras.py", *keras);
}

/// Runs the plan, which has its inputs and weights. `target` is the column of the loss, in training.
inline Status writeCase(const network::Network& network, const tensor::Signature& data, engine::Plan& plan,
                        const std::filesystem::path& folder, const std::string& target = {})
{
    std::filesystem::create_directories(folder);
    const auto batch = plan.options().batch;
    const double loss = plan.run(batch, 0);
    nlohmann::json json { { "parameters", plan.parameterCount() },
                          { "inputs", slotsJson(plan, false, target) },
                          { "outputs", nlohmann::json::array() } };
    for (const auto& slot : plan.outputs())
        json["outputs"].push_back(arrayJson(slot.shape, batch, slot.values));
    if (!target.empty()) {
        json["targets"] = slotsJson(plan, true, target);
        json["loss"] = loss;
    }
    if (auto written = writeFile(folder / "case.json", json.dump()); !written)
        return written;
    training::Checkpoint checkpoint;
    checkpoint.parameters = plan.readParameters();
    if (auto written = runs::writeCheckpoint(checkpoint, folder / "checkpoint.h5"); !written)
        return written;
    return writeTexts(network, data, folder);
}

/// A network as it is before training, on numbers that are made up.
inline Status writeNetworkCase(const network::Network& network, const tensor::Signature& data,
                               const std::filesystem::path& folder)
{
    const auto plan
        = engine::Plan::compile(network, data, { .mode = layers::Mode::Inference, .batch = 3, .threads = 1 });
    if (!plan)
        return failed(plan);
    if (auto written = scatterWeights(**plan); !written)
        return written;
    fillInputs(**plan, data);
    return writeCase(network, data, **plan, folder);
}

inline bool hasTorch()
{
    QProcess python;
    python.start("/usr/bin/python3", { "-c", "import torch, h5py" });
    return python.waitForFinished(60'000) && python.exitCode() == 0;
}

/// Empty where all agree, else what the script said.
inline QString compareCases(const std::filesystem::path& folder)
{
    QStringList arguments;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        arguments << QString::fromStdString(entry.path().string());
    arguments.sort();
    const bool hasCases = !arguments.isEmpty();
    arguments.prepend(QStringLiteral(NETWRIGHT_SOURCE_DIR "/tests/peer/python_code.py"));
    QProcess python;
    python.setProcessChannelMode(QProcess::MergedChannels);
    python.start("/usr/bin/python3", arguments);
    const bool isFinished = python.waitForFinished(300'000);
    const auto said = QString::fromUtf8(python.readAll());
    return isFinished && python.exitCode() == 0 && hasCases ? QString() : "python_code.py: " + said;
}

} // namespace netwright::exchange::testing
