// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/job.hpp"
#include "app/session/mailbox.hpp"
#include "app/session/redraw_pace.hpp"

#include "core/runs/recorder.hpp"
#include "core/runs/run.hpp"
#include "core/training/trainer.hpp"

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace netwright::session {

enum class TrainingState { Idle, Preparing, Running, Paused, Stopping };

/// The one running training of the window: makes the run folder, trains in a Trainer, and hands out the
/// numbers thirty times a second. After it ended, its curves and outcome stay until the next start. GUI
/// thread only.
class TrainingSession : public QObject {
    Q_OBJECT

public:
    explicit TrainingSession(QObject* parent = nullptr);
    ~TrainingSession() override; ///< stops and waits

    /// A new run beside the project. `training` is a snapshot: later edits of the project do not touch it.
    void start(training::Training training, std::filesystem::path runsFolder);
    /// Goes on with a run that was stopped or interrupted.
    void resumeRun(std::filesystem::path projectFile, std::string run);
    void pause();
    void resume();
    void stop();
    /// Drops what there is to show, because another project is open. A training that still runs is stopped;
    /// it says no more.
    void forget();

    [[nodiscard]] TrainingState state() const { return m_state; }
    [[nodiscard]] bool isActive() const { return m_state != TrainingState::Idle; }
    [[nodiscard]] QString runName() const { return m_runName; } ///< empty before the first
    [[nodiscard]] QString error() const { return m_error; } ///< of the last start or run; empty: none
    [[nodiscard]] const std::optional<training::TrainingFacts>& facts() const { return m_facts; }
    [[nodiscard]] const std::optional<training::StepMetrics>& latest() const { return m_latest; }
    [[nodiscard]] const std::optional<training::Outcome>& outcome() const { return m_outcome; }
    [[nodiscard]] const runs::RunCurves& curves() const { return m_curves; }
    /// Means over the epoch so far, by metric, at most thirty a second: what there is to see before an epoch
    /// is over. Of what a resumed run did before, where this session has not seen it, the means of its
    /// epochs.
    struct Running {
        std::vector<double> step;
        std::vector<double> value;
    };
    [[nodiscard]] const std::map<std::string, Running>& running() const { return m_running; }

signals:
    void progressed(); ///< there are new numbers
    void stateChanged();
    void runStarted(const QString& run); ///< its folder is there
    void runEnded(const QString& run);

private:
    struct Prepared {
        training::Training training;
        std::unique_ptr<runs::Recorder> recorder;
        runs::RunCurves curves; ///< of a resumed run, up to where it goes on
        std::map<std::string, Running> running; ///< likewise
    };

    static std::map<std::string, Running> earlier(const runs::RunCurves& curves,
                                                  const std::map<std::string, Running>& seen);
    static Result<Prepared> prepareResume(const std::filesystem::path& projectFile, const std::string& run,
                                          const Progress& progress);
    void prepare(std::function<Result<Prepared>(const Progress&)> work);
    void launch(Result<Prepared> prepared);
    void clear();
    void drain();
    void add(const training::EpochMetrics& epoch);
    void finish(training::Outcome outcome);
    void setState(TrainingState state);

    TrainingState m_state = TrainingState::Idle;
    QString m_runName;
    QString m_error;
    std::optional<training::TrainingFacts> m_facts;
    std::optional<training::StepMetrics> m_latest;
    std::optional<training::Outcome> m_outcome;
    runs::RunCurves m_curves;
    std::map<std::string, Running> m_running;
    QTimer m_timer;
    RedrawPace m_pace;
    bool m_isForgotten = false; ///< the training that still runs
    bool m_hasNews = false; ///< numbers that progressed() has not told of yet

    // In this order: the Trainer goes first, its observers outlive it.
    std::unique_ptr<runs::Recorder> m_recorder;
    std::unique_ptr<Mailbox> m_mailbox;
    std::unique_ptr<training::Trainer> m_trainer;
    Job m_preparation;
};

} // namespace netwright::session
