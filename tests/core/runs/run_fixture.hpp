// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/recorder.hpp"

#include <QTest>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string>

namespace netwright::fixture {

/// What a failed Result says, for QVERIFY2.
template <class T> const char* text(const Result<T>& result)
{
    static std::string kept;
    kept = result ? "" : result.error().text();
    return kept.c_str();
}

template <class T> bool says(const Result<T>& result, std::string_view part)
{
    if (!result && result.error().text().find(part) != std::string::npos)
        return true;
    qWarning("expected an error with \"%s\", found \"%s\"", std::string(part).c_str(), text(result));
    return false;
}

/// A folder with a table and a project beside it, and a training of that project.
class Workplace {
public:
    Workplace()
        : Workplace(newFolder())
    {
        m_isTemporary = true;
        writeTable(12);
    }
    /// One that another process made.
    explicit Workplace(std::filesystem::path folder)
        : m_folder(std::move(folder))
    {
        std::filesystem::create_directories(m_folder);
        auto kind = data::findSource("csv");
        m_spec = {
            .name = "flowers", .source = "csv", .parameters = ParameterValues(kind->parameters), .split = {}
        };
        m_spec.parameters.set("file", std::string("flowers.csv"));
        m_spec.split = { .validation = 0.25, .test = 0.25, .seed = 3 };
    }

    ~Workplace()
    {
        std::error_code code;
        if (m_isTemporary)
            std::filesystem::remove_all(m_folder, code);
    }
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_folder; }
    [[nodiscard]] std::filesystem::path projectFile() const { return path() / "p.netwright"; }
    [[nodiscard]] std::filesystem::path runs() const { return path() / "p.runs"; }

    void writeTable(int rows) const
    {
        std::ofstream table(path() / "flowers.csv");
        table << "length,width,species\n";
        for (int i = 0; i < rows; ++i)
            table << 0.5 * i << ',' << 1.5 * (i % 5) << ',' << (i % 2 == 0 ? "iris" : "rose") << '\n';
    }

    /// The loss is bound to a column of classes, so that both "loss" and "accuracy" are recorded.
    [[nodiscard]] training::Training training() const
    {
        training::Training training;
        training.network.name = "tiny";
        training.network.dataset = "flowers";
        const auto loss = training.network.add("mean_squared_error", { 10, 20 });
        training.network.find(loss)->parameters.set("target", std::string("species"));
        training.recipe = training::defaultRecipe("quick");
        training.recipe.threads = 2;
        training.dataset = data::Dataset::open(m_spec, path()).value();
        return training;
    }

    [[nodiscard]] std::unique_ptr<runs::Recorder> record(const std::string& name) const
    {
        return runs::Recorder::create(runs(), name, training()).value();
    }

private:
    static std::filesystem::path newFolder()
    {
        auto name = (std::filesystem::temp_directory_path() / "netwright-runs-XXXXXX").string();
        return ::mkdtemp(name.data()) ? name : throw std::runtime_error("no folder for tests");
    }

    std::filesystem::path m_folder;
    data::DatasetSpec m_spec;
    bool m_isTemporary = false;
};

inline training::StepMetrics step(std::uint64_t number)
{
    training::StepMetrics metrics;
    metrics.step = number;
    metrics.loss = 1.0 / static_cast<double>(number);
    return metrics;
}

inline training::EpochMetrics epoch(std::int64_t number, double validationLoss)
{
    training::EpochMetrics metrics;
    metrics.epoch = number;
    metrics.step = static_cast<std::uint64_t>(number) * 10;
    metrics.train = { { "loss", 0.5 / static_cast<double>(number) }, { "accuracy", 0.75 } };
    metrics.validation = { { "loss", validationLoss }, { "accuracy", 0.5 } };
    metrics.seconds = 2.0 * static_cast<double>(number);
    return metrics;
}

inline training::Checkpoint checkpoint(std::int64_t epoch, std::int64_t batch = 0)
{
    training::Checkpoint checkpoint;
    checkpoint.epoch = epoch;
    checkpoint.batchInEpoch = batch;
    checkpoint.step = static_cast<std::uint64_t>(epoch * 10 + batch);
    checkpoint.seed = 1;
    checkpoint.optimiser = "adam";
    checkpoint.seconds = 2.0 * static_cast<double>(epoch);
    checkpoint.parameters = { { "dense", "bias", { { 2 }, { 0.5F, static_cast<float>(epoch) } } } };
    return checkpoint;
}

/// Ten steps, the epoch's figures and its checkpoint, as the Trainer tells them.
inline Status recordEpoch(runs::Recorder& recorder, std::int64_t number, double validationLoss, bool isBest)
{
    for (std::uint64_t i = 1; i <= 10; ++i)
        if (auto done = recorder.stepDone(step(static_cast<std::uint64_t>(number - 1) * 10 + i)); !done)
            return done;
    if (auto done = recorder.epochDone(epoch(number, validationLoss)); !done)
        return done;
    return recorder.checkpoint(checkpoint(number), isBest);
}

inline training::Outcome outcome(training::Ending ending, std::int64_t epochs)
{
    training::Outcome outcome;
    outcome.ending = ending;
    outcome.epochs = epochs;
    outcome.steps = static_cast<std::uint64_t>(epochs) * 10;
    outcome.train = { { "loss", 0.25 } };
    return outcome;
}

/// Whether a folder holds nothing but what is named, hidden files too.
inline bool holdsOnly(const std::filesystem::path& folder, std::set<std::string> names)
{
    std::set<std::string> found;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(folder, code))
        found.insert(entry.path().filename().string());
    return found == names;
}

} // namespace netwright::fixture
