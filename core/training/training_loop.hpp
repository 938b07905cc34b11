// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/accumulation.hpp"
#include "core/training/batch_loop.hpp"
#include "core/training/evaluator.hpp"
#include "core/training/gate.hpp"
#include "core/training/metric_set.hpp"
#include "core/training/optimiser.hpp"
#include "core/training/schedule.hpp"
#include "core/training/stopwatch.hpp"
#include "core/training/throughput.hpp"
#include "core/training/trainer.hpp"

namespace netwright::training {

/// One training, from the first compiled Plan to the test at the end. A step is one batch, or several whose
/// gradients are added up. Where it stands is (epochs finished,
/// batches done in the running one, steps): with the weights, the optimiser's state and the running sums that
/// is a Checkpoint, and all else (order of the rows, dropout) follows from the seed.
class TrainingLoop {
public:
    /// All of these must outlive it. `gate` is passed after each step; it may be null.
    TrainingLoop(const Training& training, std::span<Observer* const> observers, std::stop_token stop,
                 Gate* gate);

    /// Call once.
    [[nodiscard]] Outcome run();

private:
    [[nodiscard]] Status perform();
    [[nodiscard]] Status prepare();
    [[nodiscard]] Status compile();
    [[nodiscard]] Status restore(const Checkpoint& from);
    [[nodiscard]] Status restoreOptimiser(const Checkpoint& from);
    [[nodiscard]] Status announce();

    void note(const Status& done);

    [[nodiscard]] Status trainEpochs();
    [[nodiscard]] Status trainEpoch();
    void orderRows();
    [[nodiscard]] Status trainStep();
    [[nodiscard]] Result<double> addGradients(std::int64_t batch, std::uint64_t run, std::int64_t stepRows);
    void beginStep();
    void dropStep();
    void moveWeights();
    [[nodiscard]] double rateFactor() const;
    [[nodiscard]] Status reportStep(double loss, std::int64_t validRows);
    void passGate();
    [[nodiscard]] Status finishEpoch();
    [[nodiscard]] Status reportEpoch(const MetricValues& validation,
                                     std::vector<tensor::NamedTensor> parameters);
    [[nodiscard]] Status stopHere();
    [[nodiscard]] Status test();

    /// Weights and statistics, if all are finite.
    [[nodiscard]] Result<std::vector<tensor::NamedTensor>> soundParameters();
    [[nodiscard]] tl::unexpected<Error> diverged(std::uint64_t step, std::string_view what);
    /// Means over a part with the present weights; empty where it has no rows, nothing where stopped.
    [[nodiscard]] Result<std::optional<MetricValues>>
    evaluate(data::Part part, std::span<const tensor::NamedTensor> parameters);
    [[nodiscard]] Status save(std::vector<tensor::NamedTensor> parameters, bool isBest);

    template <class Call> [[nodiscard]] Status tell(const Call& call);

    const Training& m_training;
    std::span<Observer* const> m_observers;
    std::stop_token m_stop;
    Gate* m_gate;

    std::unique_ptr<engine::Plan> m_plan;
    std::unique_ptr<Optimiser> m_optimiser;
    std::optional<Accumulation> m_accumulation; ///< of steps of several batches
    std::map<std::string, MetricSums, std::less<>> m_sumsBefore; ///< such a step
    const ScheduleKind* m_schedule = nullptr;
    std::unique_ptr<Evaluator> m_evaluator; ///< null where there is nothing to evaluate on
    std::optional<BatchLoop> m_batches;
    std::optional<MetricSet> m_metrics; ///< of the running epoch
    std::vector<std::int64_t> m_order; ///< rows of the running epoch

    std::int64_t m_stepsPerEpoch = 0;
    std::int64_t m_epoch = 0; ///< finished
    std::int64_t m_batch = 0; ///< steps done in the running epoch
    std::uint64_t m_step = 0; ///< done
    bool m_isSaved = false; ///< a checkpoint holds the present state
    bool m_hasCheckpoint = false; ///< there is one to go back to
    bool m_isStopped = false;
    double m_best;

    Stopwatch m_watch;
    double m_lastSeconds = 0; ///< on the watch after the last step
    Throughput m_throughput;
    StepMetrics m_stepMetrics; ///< reused, so that a step allocates nothing
    Outcome m_outcome;
};

} // namespace netwright::training
