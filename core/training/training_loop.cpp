// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_loop.hpp"

#include "core/base/random.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <new>

namespace netwright::training {

namespace {
    bool isFinite(const tensor::NamedTensor& parameter)
    {
        return std::ranges::all_of(parameter.tensor.values, [](float value) { return std::isfinite(value); });
    }

    std::string placeOf(const Training& training)
    {
        return fmt::format("network \"{}\"", training.network.name);
    }

    Status checkAlone(const Recipe& recipe)
    {
        if (recipe.generator.empty())
            return {};
        return fail(fmt::format("recipe \"{}\"", recipe.name),
                    "it trains a pair of networks, \"{}\" and \"{}\", which cannot be recorded yet; choose "
                    "another recipe",
                    recipe.network, recipe.generator);
    }
} // namespace

TrainingLoop::TrainingLoop(const Training& training, std::span<Observer* const> observers,
                           std::stop_token stop, Gate* gate)
    : m_training(training)
    , m_observers(observers)
    , m_stop(std::move(stop))
    , m_gate(gate)
    , m_best(std::numeric_limits<double>::infinity())
{
}

template <class Call> Status TrainingLoop::tell(const Call& call)
{
    for (Observer* observer : m_observers)
        if (Status status = call(*observer); !status)
            return status;
    return {};
}

Outcome TrainingLoop::run()
{
    const Status done = perform();
    m_outcome.ending = m_isStopped ? Ending::Stopped : Ending::Finished;
    m_outcome.epochs = m_epoch;
    m_outcome.steps = m_step;
    m_outcome.seconds = m_watch.seconds();
    note(done);
    for (Observer* observer : m_observers)
        note(observer->ended(m_outcome));
    return m_outcome;
}

/// The first error is the outcome's: those after it follow from it.
void TrainingLoop::note(const Status& done)
{
    if (done || m_outcome.error)
        return;
    m_outcome.ending = Ending::Failed;
    m_outcome.error = done.error();
}

/// A thread must not end by an exception of a library: it would take the whole window along.
Status TrainingLoop::perform()
{
    try {
        return prepare().and_then([&] { return trainEpochs(); }).and_then([&] { return test(); });
    } catch (const std::bad_alloc&) {
        return fail(placeOf(m_training),
                    "expected training that fits in memory; choose a smaller batch or network");
    } catch (const std::exception& exception) {
        return fail(placeOf(m_training), "the training cannot go on: {}", exception.what());
    }
}

Status TrainingLoop::prepare()
{
    return check(m_training.recipe)
        .and_then([&] { return checkAlone(m_training.recipe); })
        .and_then([&] { return compile(); })
        .and_then([&] { return m_training.from ? restore(*m_training.from) : Status {}; })
        .and_then([&] { return announce(); });
}

Status TrainingLoop::compile()
{
    const data::Dataset& dataset = *m_training.dataset;
    const Recipe& recipe = m_training.recipe;
    if (m_training.choices && m_training.from)
        m_training.choices->prefer(m_training.from->choices);
    if (dataset.rows(data::Part::Train).empty())
        return fail(
            fmt::format("dataset \"{}\"", dataset.spec().name),
            "expected at least one row to train on, found none; give validation and test smaller shares");
    auto plan = engine::Plan::compile(m_training.network, dataset.signature(), planOptions(m_training));
    if (!plan)
        return failed(plan);
    m_plan = *std::move(plan);
    if (m_plan->weights().empty())
        return fail(placeOf(m_training),
                    "there is nothing to train: no layer has weights; add a dense or conv2d layer");
    m_optimiser
        = findOptimiser(recipe.optimiser.kind)->make(recipe.optimiser.parameters, m_plan->weights().size());
    m_schedule = findSchedule(recipe.schedule.kind);
    m_batches.emplace(*m_plan, dataset);
    m_metrics.emplace(*m_plan, dataset.signature());
    if (recipe.accumulate > 1)
        m_accumulation.emplace(*m_plan);
    const auto batches = m_batches->batchesOf(dataset.rows(data::Part::Train).size());
    m_stepsPerEpoch = (batches + recipe.accumulate - 1) / recipe.accumulate;
    if (dataset.rows(data::Part::Validation).empty() && dataset.rows(data::Part::Test).empty())
        return {};
    auto evaluator = Evaluator::make(m_training.network, dataset, recipe.threads, m_plan->options().choices);
    if (!evaluator)
        return failed(evaluator);
    m_evaluator = *std::move(evaluator);
    return {};
}

Status TrainingLoop::restore(const Checkpoint& from)
{
    const Recipe& recipe = m_training.recipe;
    const auto steps = static_cast<std::uint64_t>(m_stepsPerEpoch);
    if (from.optimiser != recipe.optimiser.kind || from.seed != recipe.seed)
        return fail("checkpoint",
                    "expected optimiser {} and seed {}, found {} and {}; it belongs to another training",
                    recipe.optimiser.kind, recipe.seed, from.optimiser, from.seed);
    if (from.epoch < 0 || from.epoch > recipe.epochs || from.batchInEpoch < 0
        || from.batchInEpoch > m_stepsPerEpoch
        || from.step
            != static_cast<std::uint64_t>(from.epoch) * steps + static_cast<std::uint64_t>(from.batchInEpoch))
        return fail("checkpoint",
                    "it stands at step {} (epoch {}, batch {}), which does not fit {} epochs of {} steps; "
                    "was the data "
                    "or the batch changed?",
                    from.step, from.epoch, from.batchInEpoch, recipe.epochs, m_stepsPerEpoch);
    m_epoch = from.epoch;
    m_batch = from.batchInEpoch;
    m_step = from.step;
    m_best = from.bestValidationLoss;
    m_watch = Stopwatch(from.seconds);
    m_isSaved = true;
    m_hasCheckpoint = true;
    m_outcome.train = from.train;
    m_outcome.validation = from.validation;
    m_metrics->restore(from.sums);
    return m_plan->writeParameters(from.parameters).and_then([&] { return restoreOptimiser(from); });
}

Status TrainingLoop::restoreOptimiser(const Checkpoint& from)
{
    for (const auto& [name, values] : m_optimiser->state()) {
        const auto it = from.optimiserState.find(name);
        if (it == from.optimiserState.end())
            return fail("checkpoint", "the optimiser's state \"{}\" is missing; choose another checkpoint",
                        name);
        if (Status status = m_plan->fromPlain(it->second, values); !status)
            return status;
    }
    return {};
}

Status TrainingLoop::announce()
{
    const data::Dataset& dataset = *m_training.dataset;
    const TrainingFacts facts { .epochs = m_training.recipe.epochs,
                                .stepsPerEpoch = m_stepsPerEpoch,
                                .trainRows = std::ssize(dataset.rows(data::Part::Train)),
                                .validationRows = std::ssize(dataset.rows(data::Part::Validation)),
                                .parameters = m_plan->parameterCount(),
                                .firstStep = m_step };
    Status told = tell([&](Observer& observer) { return observer.started(facts); });
    m_lastSeconds = m_watch.seconds(); // compiling does not slow the throughput of the first step
    return told;
}

Status TrainingLoop::trainEpochs()
{
    while (m_epoch < m_training.recipe.epochs && !m_isStopped)
        if (Status done = trainEpoch(); !done)
            return done;
    return {};
}

Status TrainingLoop::trainEpoch()
{
    orderRows();
    while (m_batch < m_stepsPerEpoch) {
        if (m_stop.stop_requested())
            return stopHere();
        if (Status done = trainStep(); !done)
            return done;
    }
    return finishEpoch();
}

void TrainingLoop::orderRows()
{
    const auto rows = m_training.dataset->rows(data::Part::Train);
    m_order.assign(rows.begin(), rows.end());
    shuffle(m_order, m_training.recipe.seed, streams::kEpochOrder + static_cast<std::uint64_t>(m_epoch));
}

Status TrainingLoop::reportStep(double loss, std::int64_t validRows)
{
    const double now = m_watch.seconds();
    m_throughput.add(static_cast<double>(validRows), now - m_lastSeconds);
    m_lastSeconds = now;
    m_stepMetrics.step = m_step;
    m_stepMetrics.epoch = m_epoch + 1;
    m_stepMetrics.batchInEpoch = m_batch;
    m_stepMetrics.loss = loss;
    m_metrics->writeMeans(m_stepMetrics.running);
    m_stepMetrics.seconds = now;
    m_stepMetrics.samplesPerSecond = m_throughput.perSecond();
    Status told = tell([&](Observer& observer) { return observer.stepDone(m_stepMetrics); });
    passGate();
    return told;
}

void TrainingLoop::passGate()
{
    if (m_gate == nullptr)
        return;
    const auto before = Stopwatch::Clock::now();
    m_gate->pass(m_stop);
    m_watch.hold(Stopwatch::Clock::now() - before);
}

Status TrainingLoop::finishEpoch()
{
    auto parameters = soundParameters();
    if (!parameters)
        return failed(parameters);
    const auto validation = evaluate(data::Part::Validation, *parameters);
    if (!validation)
        return failed(validation);
    if (!*validation)
        return stopHere();
    if (const auto loss = (*validation)->find("loss");
        loss != (*validation)->end() && !std::isfinite(loss->second))
        return diverged(m_step, "in validation the loss is not finite");
    return reportEpoch(**validation, *std::move(parameters));
}

Status TrainingLoop::reportEpoch(const MetricValues& validation, std::vector<tensor::NamedTensor> parameters)
{
    ++m_epoch;
    m_batch = 0;
    EpochMetrics metrics {
        .epoch = m_epoch, .step = m_step, .train = m_metrics->means(), .validation = validation
    };
    m_metrics->reset();
    const double judged = (validation.empty() ? metrics.train : validation).find("loss")->second;
    metrics.isBest = judged < m_best;
    metrics.seconds = m_watch.seconds();
    m_best = std::min(m_best, judged);
    m_outcome.train = metrics.train;
    m_outcome.validation = validation;
    if (Status told = tell([&](Observer& observer) { return observer.epochDone(metrics); }); !told)
        return told;
    Status saved = save(std::move(parameters), metrics.isBest);
    m_lastSeconds = m_watch.seconds(); // what follows an epoch does not slow the throughput of its steps
    return saved;
}

Status TrainingLoop::stopHere()
{
    m_isStopped = true;
    if (m_isSaved)
        return {};
    auto parameters = soundParameters();
    return parameters ? save(*std::move(parameters), false) : failed(parameters);
}

Status TrainingLoop::test()
{
    if (m_isStopped)
        return {};
    auto parameters = soundParameters();
    if (!parameters)
        return failed(parameters);
    const auto values = evaluate(data::Part::Test, *parameters);
    if (!values)
        return failed(values);
    m_isStopped = !*values;
    m_outcome.test = values->value_or(MetricValues {});
    return {};
}

Result<std::vector<tensor::NamedTensor>> TrainingLoop::soundParameters()
{
    auto parameters = m_plan->readParameters();
    if (std::ranges::all_of(parameters, isFinite))
        return parameters;
    return diverged(m_step, "weights are no longer finite");
}

tl::unexpected<Error> TrainingLoop::diverged(std::uint64_t step, std::string_view what)
{
    const auto place = m_plan->findNonFinite();
    return fail(fmt::format("step {}", step),
                "{}{}; lower the learning rate, or look for values in the data that are not numbers. {}",
                what, place ? "; first seen in " + *place : "",
                m_hasCheckpoint ? "The last good checkpoint is kept" : "No checkpoint was made yet");
}

Result<std::optional<MetricValues>> TrainingLoop::evaluate(data::Part part,
                                                           std::span<const tensor::NamedTensor> parameters)
{
    const auto rows = m_training.dataset->rows(part);
    if (rows.empty())
        return MetricValues {};
    if (Status set = m_evaluator->setParameters(parameters); !set)
        return failed(set);
    return m_evaluator->run(rows, { .stop = m_stop });
}

Status TrainingLoop::save(std::vector<tensor::NamedTensor> parameters, bool isBest)
{
    Checkpoint checkpoint { .epoch = m_epoch,
                            .batchInEpoch = m_batch,
                            .step = m_step,
                            .seed = m_training.recipe.seed,
                            .optimiser = m_training.recipe.optimiser.kind,
                            .choices = m_plan->options().choices ? m_plan->options().choices->chosen()
                                                                 : tensor::Choices::Known {},
                            .parameters = std::move(parameters),
                            .optimiserState = {},
                            .sums = m_metrics->sums(),
                            .train = m_outcome.train,
                            .validation = m_outcome.validation,
                            .seconds = m_watch.seconds(),
                            .bestValidationLoss = m_best };
    for (const auto& [name, values] : m_optimiser->state())
        checkpoint.optimiserState.emplace(name, m_plan->toPlain(values));
    m_isSaved = true;
    Status kept = tell([&](Observer& observer) { return observer.checkpoint(checkpoint, isBest); });
    m_hasCheckpoint = m_hasCheckpoint || kept;
    return kept;
}

} // namespace netwright::training
