// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/training_session.hpp"

#include "app/session/text.hpp"
#include "core/engine/remembered_choices.hpp"

#include <algorithm>
#include <cassert>

namespace netwright::session {

namespace {
    constexpr int kDrainMs = 33;

    void append(std::vector<double>& to, const std::vector<double>& more)
    {
        to.insert(to.end(), more.begin(), more.end());
    }
} // namespace

TrainingSession::TrainingSession(QObject* parent)
    : QObject(parent)
{
    m_timer.setInterval(kDrainMs);
    connect(&m_timer, &QTimer::timeout, this, &TrainingSession::drain);
}

TrainingSession::~TrainingSession() = default;

void TrainingSession::start(training::Training training, std::filesystem::path runsFolder)
{
    prepare([training = std::move(training),
             folder = std::move(runsFolder)](const Progress& progress) mutable -> Result<Prepared> {
        training.choices = engine::rememberedChoices();
        if (progress.stop.stop_requested())
            return fail("training", "stopped before it began");
        auto recorder = runs::Recorder::createNext(folder, training);
        if (!recorder)
            return failed(recorder);
        if (progress.stop.stop_requested()) { // nobody will hear of this run
            const auto created = (*recorder)->folder();
            recorder->reset();
            return runs::deleteRun(created).and_then(
                []() -> Result<Prepared> { return fail("training", "stopped before it began"); });
        }
        return Prepared {
            .training = training, .recorder = *std::move(recorder), .curves = {}, .running = {}
        };
    });
}

void TrainingSession::resumeRun(std::filesystem::path projectFile, std::string run)
{
    auto seen = m_runName == toQt(run) ? m_running : std::map<std::string, Running>();
    prepare([projectFile = std::move(projectFile), run = std::move(run),
             seen = std::move(seen)](const Progress& progress) {
        auto prepared = prepareResume(projectFile, run, progress);
        if (prepared)
            prepared->running = earlier(prepared->curves, seen);
        return prepared;
    });
}

std::map<std::string, TrainingSession::Running>
TrainingSession::earlier(const runs::RunCurves& curves, const std::map<std::string, Running>& seen)
{
    const double last = curves.steps.step.empty() ? 0 : curves.steps.step.back();
    std::map<std::string, Running> before;
    for (const auto& [metric, means] : curves.epochs.train) {
        const auto it = seen.find(metric);
        const Running all
            = it == seen.end() ? Running { .step = curves.epochs.step, .value = means } : it->second;
        auto& kept = before[metric];
        for (std::size_t i = 0; i < std::min(all.step.size(), all.value.size()) && all.step[i] <= last; ++i) {
            kept.step.push_back(all.step[i]);
            kept.value.push_back(all.value[i]);
        }
    }
    return before;
}

Result<TrainingSession::Prepared> TrainingSession::prepareResume(const std::filesystem::path& projectFile,
                                                                 const std::string& run,
                                                                 const Progress& progress)
{
    auto training = runs::trainingToResume(projectFile, run, progress);
    if (!training)
        return failed(training);
    if (progress.stop.stop_requested())
        return fail("training", "stopped before it went on");
    training->choices = engine::rememberedChoices();
    const auto folder = project::runsFolder(projectFile) / run;
    auto recorder = runs::Recorder::reopen(folder, training->from);
    if (!recorder)
        return failed(recorder);
    auto curves = runs::readCurves(folder); // up to where it goes on
    if (!curves)
        return failed(curves);
    return Prepared { .training = *std::move(training),
                      .recorder = *std::move(recorder),
                      .curves = *std::move(curves),
                      .running = {} };
}

void TrainingSession::prepare(std::function<Result<Prepared>(const Progress&)> work)
{
    assert(!isActive());
    m_trainer.reset();
    m_recorder.reset();
    clear();
    setState(TrainingState::Preparing);
    emit progressed();
    m_preparation.start(std::move(work), [this](Result<Prepared> prepared) { launch(std::move(prepared)); });
}

void TrainingSession::launch(Result<Prepared> prepared)
{
    if (!prepared) {
        m_error = toQt(prepared.error());
        setState(TrainingState::Idle);
        return;
    }
    m_recorder = std::move(prepared->recorder);
    m_curves = std::move(prepared->curves);
    m_running = std::move(prepared->running);
    m_runName = toQt(m_recorder->info().name);
    m_mailbox = std::make_unique<Mailbox>();
    m_trainer = std::make_unique<training::Trainer>(
        std::move(prepared->training),
        std::vector<training::Observer*> { m_recorder.get(), m_mailbox.get() });
    m_timer.start();
    setState(TrainingState::Running);
    emit runStarted(m_runName);
}

void TrainingSession::pause()
{
    if (m_state != TrainingState::Running)
        return;
    m_trainer->pause();
    setState(TrainingState::Paused);
}

void TrainingSession::resume()
{
    if (m_state != TrainingState::Paused)
        return;
    m_trainer->resume();
    setState(TrainingState::Running);
}

void TrainingSession::stop()
{
    if (m_state == TrainingState::Preparing) {
        m_preparation.cancel();
        setState(TrainingState::Idle);
    } else if (m_state == TrainingState::Running || m_state == TrainingState::Paused) {
        m_trainer->stop();
        setState(TrainingState::Stopping);
    }
}

void TrainingSession::forget()
{
    stop();
    clear();
    m_isForgotten = isActive();
    emit progressed();
    emit stateChanged();
}

void TrainingSession::clear()
{
    m_runName.clear();
    m_error.clear();
    m_facts.reset();
    m_latest.reset();
    m_outcome.reset();
    m_curves = {};
    m_running.clear();
    m_hasNews = false;
}

void TrainingSession::drain()
{
    Mail mail = m_mailbox->take();
    if (m_isForgotten) {
        if (mail.outcome)
            finish(*std::move(mail.outcome));
        return;
    }
    m_hasNews = m_hasNews || mail.facts || mail.latest || !mail.epochs.empty();
    if (mail.facts)
        m_facts = mail.facts;
    if (mail.latest) {
        m_latest = std::move(mail.latest);
        for (const auto& [metric, value] : m_latest->running) {
            m_running[metric].step.push_back(static_cast<double>(m_latest->step));
            m_running[metric].value.push_back(value);
        }
    }
    append(m_curves.steps.step, mail.steps);
    append(m_curves.steps.loss, mail.losses);
    for (const auto& epoch : mail.epochs)
        add(epoch);
    if (m_hasNews && m_pace.isDue()) {
        m_hasNews = false;
        emit progressed();
    }
    if (mail.outcome)
        finish(*std::move(mail.outcome));
}

void TrainingSession::add(const training::EpochMetrics& epoch)
{
    auto& epochs = m_curves.epochs;
    epochs.epoch.push_back(static_cast<double>(epoch.epoch));
    epochs.step.push_back(static_cast<double>(epoch.step));
    epochs.seconds.push_back(epoch.seconds);
    for (const auto& [name, value] : epoch.train)
        epochs.train[name].push_back(value);
    for (const auto& [name, value] : epoch.validation)
        epochs.validation[name].push_back(value);
}

void TrainingSession::finish(training::Outcome outcome)
{
    m_timer.stop();
    m_trainer.reset(); // its thread has said its last word
    m_recorder.reset(); // closes the run's files
    if (std::exchange(m_isForgotten, false))
        return setState(TrainingState::Idle);
    if (outcome.error)
        m_error = toQt(*outcome.error);
    m_outcome = std::move(outcome);
    setState(TrainingState::Idle);
    emit progressed();
    emit runEnded(m_runName);
}

void TrainingSession::setState(TrainingState state)
{
    if (std::exchange(m_state, state) != state)
        emit stateChanged();
}

} // namespace netwright::session
