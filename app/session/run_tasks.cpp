// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/run_tasks.hpp"

#include "core/runs/checkpoint_file.hpp"
#include "core/runs/run_data.hpp"

#include <system_error>

namespace netwright::session {

namespace {
    struct Loaded {
        const network::Network& network;
        std::shared_ptr<const data::Dataset> dataset;
        training::Checkpoint checkpoint;
    };

    Result<Loaded> load(const RunChoice& choice, const Progress& progress)
    {
        const auto& snapshot = choice.run.snapshot;
        if (snapshot.networks.empty() || snapshot.datasets.empty())
            return fail(fmt::format("run \"{}\"", choice.run.name),
                        "expected a network and a dataset in run.json, found none; train it again");
        const auto file = runs::findCheckpoint(choice.runFolder, choice.checkpoint);
        if (!file)
            return failed(file);
        auto checkpoint = runs::readCheckpoint(*file);
        if (!checkpoint)
            return failed(checkpoint);
        auto dataset = choice.dataset;
        if (!dataset || dataset->spec() != snapshot.datasets.front()
            || dataset->fingerprint() != choice.run.dataFingerprint) {
            auto opened = runs::openRunData(choice.run, choice.projectFolder, progress);
            if (!opened)
                return failed(opened);
            dataset = *std::move(opened);
        }
        return Loaded { .network = snapshot.networks.front(),
                        .dataset = std::move(dataset),
                        .checkpoint = *std::move(checkpoint) };
    }
} // namespace

Result<analysis::Report> evaluateRun(const RunChoice& choice, data::Part part, const Progress& progress)
{
    const auto loaded = load(choice, progress);
    if (!loaded)
        return failed(loaded);
    return analysis::evaluate(loaded->network, *loaded->dataset, part, loaded->checkpoint.parameters, 0,
                              progress);
}

Result<Exported> exportRun(const RunChoice& choice, const std::filesystem::path& file, std::int64_t samples,
                           const Progress& progress)
{
    const auto loaded = load(choice, progress);
    if (!loaded)
        return failed(loaded);
    progress.report(0.3, "Writing the file");
    const auto& weights = loaded->checkpoint.parameters;
    if (auto written = exchange::exportOnnx(loaded->network, loaded->dataset->signature(), weights, file,
                                            exchange::metadataOf(*loaded->dataset));
        !written)
        return failed(written);
    progress.report(0.6, "Comparing outputs");
    const auto parity
        = exchange::checkOnnx(file, loaded->network, *loaded->dataset, weights, samples, progress);
    if (!parity)
        return failed(parity);
    std::error_code code;
    const auto bytes = std::filesystem::file_size(file, code);
    return Exported { .file = file, .parity = *parity, .bytes = code ? 0 : bytes };
}

} // namespace netwright::session
