// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/choose.hpp"
#include "app/cli/command.hpp"
#include "app/cli/numbers.hpp"
#include "core/tensor/work_threads.hpp"
#include "core/training/adversarial_pair.hpp"
#include "core/training/batch_loop.hpp"
#include "core/training/optimiser.hpp"

#include <algorithm>
#include <chrono>
#include <ostream>

namespace netwright::cli {

namespace {
    using Clock = std::chrono::steady_clock;

    constexpr std::int64_t kBatches = 8;
    constexpr double kWarmUpSeconds = 0.5;

    struct Options {
        std::filesystem::path project;
        TrainingChoice choice;
        double seconds = 3;
        bool isJson = false;
    };

    /// What lies in all inputs of a Plan, kept for later.
    class PreparedBatch {
    public:
        explicit PreparedBatch(std::span<const engine::InputSlot> slots)
        {
            for (const auto& slot : slots) {
                m_numbers.emplace_back(slot.numbers.begin(), slot.numbers.end());
                m_categories.emplace_back(slot.categories.begin(), slot.categories.end());
            }
        }

        void copyTo(std::span<const engine::InputSlot> slots) const
        {
            for (std::size_t i = 0; i < slots.size(); ++i) {
                std::ranges::copy(m_numbers[i], slots[i].numbers.begin());
                std::ranges::copy(m_categories[i], slots[i].categories.begin());
            }
        }

    private:
        std::vector<std::vector<float>> m_numbers; ///< by slot
        std::vector<std::vector<std::int32_t>> m_categories;
    };

    /// What is timed: one training step on what lies in the inputs.
    class Subject {
    public:
        virtual ~Subject() = default;
        [[nodiscard]] virtual std::span<const engine::InputSlot> inputs() const = 0;
        [[nodiscard]] virtual std::int64_t parameterCount() const = 0;
        virtual void step(std::uint64_t step) = 0;
    };

    class Supervised final : public Subject {
    public:
        Supervised(std::unique_ptr<engine::Plan> plan, const training::Recipe& recipe)
            : m_plan(std::move(plan))
            , m_optimiser(training::findOptimiser(recipe.optimiser.kind)
                              ->make(recipe.optimiser.parameters, m_plan->weights().size()))
        {
        }

        std::span<const engine::InputSlot> inputs() const override { return m_plan->inputs(); }
        std::int64_t parameterCount() const override { return m_plan->parameterCount(); }
        void step(std::uint64_t step) override
        {
            m_plan->run(m_plan->options().batch, step);
            training::updateWeights(*m_plan, *m_optimiser, step, 1.0);
        }

    private:
        std::unique_ptr<engine::Plan> m_plan;
        std::unique_ptr<training::Optimiser> m_optimiser;
    };

    class Adversarial final : public Subject {
    public:
        explicit Adversarial(std::unique_ptr<training::AdversarialPair> pair)
            : m_pair(std::move(pair))
        {
        }

        std::span<const engine::InputSlot> inputs() const override { return m_pair->inputs(); }
        std::int64_t parameterCount() const override { return m_pair->parameterCount(); }
        void step(std::uint64_t step) override { m_pair->step(step, 1.0); }

    private:
        std::unique_ptr<training::AdversarialPair> m_pair;
    };

    Result<std::unique_ptr<Subject>> subjectOf(const training::Training& training)
    {
        const auto& data = training.dataset->signature();
        const auto options = training::planOptions(training);
        if (training.generator)
            return training::AdversarialPair::make(training.network, *training.generator, data,
                                                   training.recipe, options)
                .map([](auto pair) -> std::unique_ptr<Subject> {
                    return std::make_unique<Adversarial>(std::move(pair));
                });
        return engine::Plan::compile(training.network, data, options)
            .map([&](auto plan) -> std::unique_ptr<Subject> {
                return std::make_unique<Supervised>(std::move(plan), training.recipe);
            });
    }

    /// Steps on data prepared beforehand: copy the batch in, forward, loss, backward, optimiser.
    class Bench {
    public:
        explicit Bench(std::unique_ptr<Subject> subject)
            : m_subject(std::move(subject))
        {
        }

        Status prepare(const data::Dataset& dataset, std::int64_t batchSize)
        {
            training::BatchLoop batches(m_subject->inputs(), batchSize, dataset);
            const auto rows = dataset.rows(data::Part::Train);
            const auto there = batches.batchesOf(rows.size());
            if (there == 0)
                return fail(fmt::format("dataset \"{}\"", dataset.spec().name), "it has no rows to train on");
            for (std::int64_t batch = 0; batch < kBatches; ++batch) {
                if (const auto loaded = batches.load(rows, batch % there); !loaded)
                    return failed(loaded);
                m_batches.emplace_back(m_subject->inputs());
            }
            return {};
        }

        /// Milliseconds of each step, for so long.
        std::vector<double> run(double seconds)
        {
            std::vector<double> times;
            const auto end = Clock::now() + std::chrono::duration<double>(seconds);
            for (auto now = Clock::now(); now < end || times.empty();) {
                step();
                const auto after = Clock::now();
                times.push_back(std::chrono::duration<double, std::milli>(after - now).count());
                now = after;
            }
            return times;
        }

    private:
        void step()
        {
            m_batches[m_steps % m_batches.size()].copyTo(m_subject->inputs());
            m_subject->step(m_steps);
            ++m_steps;
        }

        std::unique_ptr<Subject> m_subject;
        std::vector<PreparedBatch> m_batches;
        std::uint64_t m_steps = 0;
    };

    double quantile(const std::vector<double>& sorted, double share)
    {
        return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1) + 0.5)];
    }

    void report(const Options& options, const training::Training& training, std::int64_t parameters,
                double compileMilliseconds, std::vector<double> times, const Terminal& terminal)
    {
        std::ranges::sort(times);
        const auto batch = training.recipe.batch;
        const double median = quantile(times, 0.5);
        const double samples = 1000.0 * static_cast<double>(batch) / median;
        if (options.isJson) {
            printJson(terminal,
                      { { "network", training.network.name },
                        { "batch", batch },
                        { "threads", tensor::threadsFor(training.recipe.threads) },
                        { "steps", times.size() },
                        { "step_ms_median", median },
                        { "step_ms_p10", quantile(times, 0.1) },
                        { "step_ms_p90", quantile(times, 0.9) },
                        { "samples_per_s", samples },
                        { "parameters", parameters },
                        { "compile_ms", compileMilliseconds } });
            return;
        }
        terminal.out << fmt::format(
            "{}, batch {}: {:.3f} ms a step (10 % below {:.3f}, 90 % below {:.3f}; {} steps), "
            "{} samples/s, {} parameters, compiled in {:.0f} ms\n",
            training.network.name, batch, median, quantile(times, 0.1), quantile(times, 0.9),
            grouped(std::ssize(times)), grouped(std::llround(samples)), grouped(parameters),
            compileMilliseconds);
    }

    Status bench(const Options& options, const Terminal& terminal)
    {
        const auto project = project::load(options.project);
        if (!project)
            return failed(project);
        const auto training = chooseTraining(*project, options.project, options.choice);
        if (!training)
            return failed(training);
        const auto before = Clock::now();
        auto subject = subjectOf(*training);
        if (!subject)
            return failed(subject);
        const std::chrono::duration<double, std::milli> compiling = Clock::now() - before;
        noteMachine(training->recipe, terminal);
        const auto parameters = (*subject)->parameterCount();
        Bench bench(*std::move(subject));
        if (const Status prepared = bench.prepare(*training->dataset, training->recipe.batch); !prepared)
            return prepared;
        bench.run(std::min(kWarmUpSeconds, options.seconds));
        report(options, *training, parameters, compiling.count(), bench.run(options.seconds), terminal);
        return {};
    }
} // namespace

void addBench(CLI::App& app, Action& action)
{
    const auto options = std::make_shared<Options>();
    options->choice.mayBePair = true;
    CLI::App* command = app.add_subcommand(
        "bench",
        "Times training steps on data prepared beforehand: the copy into the plan's inputs, forward, loss, "
        "backward and optimiser.");
    addTrainingOptions(*command, options->project, options->choice);
    command->add_option("--seconds", options->seconds, "How long to measure.")
        ->capture_default_str()
        ->check(CLI::Range(0.01, 3600.0));
    command->add_flag("--json", options->isJson, "Print the result as one line of JSON.");
    whenChosen(*command, action, options, &bench);
}

} // namespace netwright::cli
