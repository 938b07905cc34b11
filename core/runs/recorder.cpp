// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/recorder.hpp"

#include "core/base/file.hpp"
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/expand.hpp"
#include "core/runs/checkpoint_folder.hpp"
#include "core/runs/held_checkpoints.hpp"
#include "core/runs/machine.hpp"
#include "core/runs/metrics_file.hpp"
#include "core/runs/pending_folder.hpp"
#include "core/runs/run_json.hpp"
#include "core/runs/run_lock.hpp"
#include "core/tensor/onednn_version.hpp"
#include "core/tensor/work_threads.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace netwright::runs {

namespace {
    using Clock = std::chrono::steady_clock;

    constexpr int kMostNames = 100; ///< that others take meanwhile
    constexpr std::size_t kMostBufferedSteps = 200;
    constexpr auto kLongestBuffered = std::chrono::seconds(1);

    std::filesystem::path metricsFileOf(const std::filesystem::path& runFolder)
    {
        return runFolder / "metrics.h5";
    }

    /// The columns that the losses of a network compare with.
    std::vector<const tensor::Column*> targetsOf(const training::Training& training)
    {
        std::vector<const tensor::Column*> targets;
        const auto network = network::expand(training.network).network;
        for (const auto& node : network.nodes) {
            const auto* kind = layers::findLayer(node.layer);
            if (!kind || kind->category != layers::Category::Loss || node.isBypassed)
                continue;
            for (const auto& spec : kind->parameters)
                if (const auto* column = spec.type != ParameterType::Column
                        ? nullptr
                        : training.dataset->signature().find(node.parameters.text(spec.id)))
                    targets.push_back(column);
        }
        return targets;
    }

    /// Curves without points, with every metric that this training can have: HDF5 takes no new ones while
    /// others watch.
    RunCurves emptyCurves(const training::Training& training)
    {
        RunCurves curves;
        curves.epochs.train["loss"] = {};
        const auto targets = targetsOf(training);
        for (const auto* kind : training::metricTable())
            if (std::ranges::any_of(targets, [&](const auto* target) { return kind->fits(*target); }))
                curves.epochs.train[kind->id] = {};
        if (!training.dataset->rows(data::Part::Validation).empty())
            curves.epochs.validation = curves.epochs.train;
        return curves;
    }

    /// The epoch with the lowest validation loss, or training loss where there is no validation. The first of
    /// equals.
    std::int64_t bestEpochOf(const RunCurves::Epochs& epochs)
    {
        const auto& part = epochs.validation.empty() ? epochs.train : epochs.validation;
        const auto loss = part.find("loss");
        if (loss == part.end())
            return 0;
        double lowest = std::numeric_limits<double>::infinity(); // which a NaN never is below
        std::int64_t best = 0;
        for (std::size_t i = 0; i < loss->second.size(); ++i) {
            if (loss->second[i] >= lowest || std::isnan(loss->second[i]))
                continue;
            lowest = loss->second[i];
            best = static_cast<std::int64_t>(epochs.epoch[i]);
        }
        return best;
    }

    training::MetricValues lastOf(const std::map<std::string, std::vector<double>>& series)
    {
        training::MetricValues values;
        for (const auto& [metric, points] : series)
            if (!points.empty())
                values[metric] = points.back();
        return values;
    }

    /// What the run came to at the checkpoint.
    training::Outcome outcomeAt(const RunCurves& curves, const training::Checkpoint& from)
    {
        training::Outcome outcome;
        outcome.epochs = from.epoch;
        outcome.steps = from.step;
        outcome.seconds = from.seconds;
        outcome.train = lastOf(curves.epochs.train);
        outcome.validation = lastOf(curves.epochs.validation);
        return outcome;
    }

    /// An outcome whose last checkpoints could not be written. What it failed with before, it still did.
    training::Outcome failedWith(const Error& error, training::Outcome outcome)
    {
        if (outcome.ending != training::Ending::Failed)
            outcome.error = error;
        outcome.ending = training::Ending::Failed;
        return outcome;
    }

    project::Project snapshotOf(const training::Training& training)
    {
        project::Project snapshot;
        snapshot.datasets = { training.dataset->spec() };
        snapshot.networks = { training.network };
        snapshot.recipes = { training.recipe };
        return snapshot;
    }

    void notePlace(RunInfo& info)
    {
        info.state = RunState::Running;
        info.version = NETWRIGHT_VERSION;
        info.oneDnnVersion = tensor::oneDnnVersion();
        info.machine = machineText();
        info.threads
            = info.snapshot.recipes.empty() ? 0 : tensor::threadsFor(info.snapshot.recipes[0].threads);
        info.processId = ::getpid();
        info.processStart = processStart();
    }

    RunInfo infoOf(const training::Training& training, const std::string& name)
    {
        RunInfo info;
        info.name = name;
        info.started = timeText();
        info.snapshot = snapshotOf(training);
        info.dataFingerprint = training.dataset->fingerprint();
        notePlace(info);
        return info;
    }
} // namespace

struct Recorder::Parts {
    std::filesystem::path folder;
    RunInfo info;
    MetricsFile metrics;
    RunLock lock;
    HeldCheckpoints held = {};
    RunCurves::Steps buffered = {};
    Clock::time_point lastWrite = Clock::now();

    Status writeSteps()
    {
        const auto written = buffered.step.empty() ? Status {} : metrics.addSteps(buffered);
        buffered.step.clear();
        buffered.loss.clear();
        lastWrite = Clock::now();
        return written;
    }

    Status writeHeld()
    {
        if (auto written = held.write(folder, &Clock::now); !written)
            return written;
        // Only now: until run.json is written, what it names as the best must be there.
        return writeRunFile(folder, info).map([&] { removeSpareCheckpoints(folder, info.bestEpoch); });
    }

    Status writeHeldIfDue() { return held.isDue(Clock::now()) ? writeHeld() : Status {}; }
};

Recorder::Recorder(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}
Recorder::~Recorder() = default;

const std::filesystem::path& Recorder::folder() const { return m_parts->folder; }
const RunInfo& Recorder::info() const { return m_parts->info; }

Result<std::unique_ptr<Recorder>> Recorder::create(const std::filesystem::path& runsFolder,
                                                   const std::string& name,
                                                   const training::Training& training)
{
    if (auto checked = checkRunName(name); !checked)
        return failed(checked);
    const auto folder = runsFolder / name;
    if (std::error_code code; std::filesystem::exists(folder, code))
        return fail(folder.string(),
                    "there is already a run of this name; choose another name or delete that run");
    PendingFolder pending(folder);
    if (auto made = pending.make("checkpoints"); !made)
        return failed(made);
    auto lock = RunLock::take(pending.path());
    if (!lock)
        return failed(lock);
    auto info = infoOf(training, name);
    if (auto written = writeRunFile(pending.path(), info); !written)
        return fail(folder.string(), "{}", written.error().message);
    auto metrics
        = MetricsFile::create(metricsFileOf(pending.path()), metricsFileOf(folder), emptyCurves(training));
    if (!metrics)
        return failed(metrics);
    if (auto finished = pending.finish(); !finished)
        return failed(finished);
    return std::unique_ptr<Recorder>(new Recorder(
        std::make_unique<Parts>(folder, std::move(info), *std::move(metrics), *std::move(lock))));
}

Result<std::unique_ptr<Recorder>> Recorder::createNext(const std::filesystem::path& runsFolder,
                                                       const training::Training& training)
{
    for (int attempt = 1;; ++attempt) {
        const auto name = freeRunName(runsFolder, training.network.name);
        auto recorder = create(runsFolder, name, training);
        std::error_code code;
        const bool wasTaken = !recorder && std::filesystem::exists(runsFolder / name, code);
        if (!wasTaken || attempt == kMostNames)
            return recorder;
    }
}

Result<std::unique_ptr<Recorder>> Recorder::reopen(const std::filesystem::path& runFolder,
                                                   const std::optional<training::Checkpoint>& from)
{
    auto lock = RunLock::take(runFolder);
    if (!lock)
        return failed(lock);
    auto info = readRunFile(runFolder);
    if (!info)
        return failed(info);
    auto curves = readCurves(runFolder);
    if (!curves)
        return failed(curves);
    const auto position = from ? *from : training::Checkpoint {};
    *curves = cutAfter(*std::move(curves), position.epoch, position.step);
    // A writer that died left its marks in the old file: what it holds goes into a new one.
    PendingFile pending(metricsFileOf(runFolder));
    auto metrics = MetricsFile::create(pending.path(), metricsFileOf(runFolder), *curves);
    if (!metrics)
        return failed(metrics);
    if (auto finished = pending.finish(); !finished)
        return failed(finished);
    removeCheckpointsAfter(runFolder, { position.epoch, position.batchInEpoch });
    notePlace(*info);
    info->bestEpoch = bestEpochOf(curves->epochs);
    info->outcome = outcomeAt(*curves, position);
    if (auto written = writeRunFile(runFolder, *info); !written)
        return failed(written);
    return std::unique_ptr<Recorder>(new Recorder(
        std::make_unique<Parts>(runFolder, *std::move(info), *std::move(metrics), *std::move(lock))));
}

Status Recorder::started(const training::TrainingFacts& facts)
{
    m_parts->info.facts = facts;
    return writeRunFile(folder(), m_parts->info);
}

Status Recorder::stepDone(const training::StepMetrics& metrics)
{
    auto& buffered = m_parts->buffered;
    buffered.step.push_back(static_cast<double>(metrics.step));
    buffered.loss.push_back(metrics.loss);
    const bool isDue
        = buffered.step.size() >= kMostBufferedSteps || Clock::now() - m_parts->lastWrite >= kLongestBuffered;
    const Status written = isDue ? m_parts->writeSteps() : Status {};
    return written ? m_parts->writeHeldIfDue() : written;
}

Status Recorder::epochDone(const training::EpochMetrics& metrics)
{
    auto& outcome = m_parts->info.outcome;
    outcome.epochs = metrics.epoch;
    outcome.steps = metrics.step;
    outcome.seconds = metrics.seconds;
    outcome.train = metrics.train;
    outcome.validation = metrics.validation;
    return m_parts->writeSteps().and_then([&] { return m_parts->metrics.addEpoch(metrics); });
}

Status Recorder::checkpoint(const training::Checkpoint& checkpoint, bool isBest)
{
    if (isBest)
        m_parts->info.bestEpoch = checkpoint.epoch;
    m_parts->held.hold(checkpoint, m_parts->info.bestEpoch);
    return m_parts->writeHeldIfDue();
}

Status Recorder::ended(const training::Outcome& told)
{
    const Status kept = m_parts->held.write(folder(), &Clock::now);
    const auto outcome = kept ? told : failedWith(kept.error(), told);
    auto& info = m_parts->info;
    // One that failed before it got anywhere knows nothing of what the run came to before.
    if (outcome.ending != training::Ending::Failed || outcome.steps > info.outcome.steps)
        info.outcome = outcome;
    info.outcome.ending = outcome.ending;
    info.outcome.error = outcome.error;
    info.state = outcome.ending == training::Ending::Finished ? RunState::Finished
        : outcome.ending == training::Ending::Stopped         ? RunState::Stopped
                                                              : RunState::Failed;
    // All is tried, whatever fails first. A run whose run.json could not be written reads as interrupted.
    const Status steps = m_parts->writeSteps();
    const Status closed = m_parts->metrics.close();
    const Status written = writeRunFile(folder(), info);
    if (kept && written)
        removeSpareCheckpoints(folder(), info.bestEpoch);
    m_parts->lock.release();
    return !kept ? kept : !steps ? steps : !closed ? closed : written;
}

} // namespace netwright::runs
