// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress_bar.hpp"

#include "app/cli/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>

namespace netwright::cli {

namespace {
    constexpr double kRedrawSeconds = 0.2; // a busy second core slows training with two threads
    constexpr int kBarWidth = 24;
    constexpr auto* kClearLine = "\r\x1b[K";

    double secondsLeft(const training::TrainingFacts& facts, const training::StepMetrics& metrics)
    {
        const auto stepsDone = static_cast<double>(metrics.step);
        const auto allSteps = static_cast<double>(facts.epochs) * static_cast<double>(facts.stepsPerEpoch);
        const auto rowsPerStep
            = static_cast<double>(facts.trainRows) / static_cast<double>(facts.stepsPerEpoch);
        return metrics.samplesPerSecond > 0 ? (allSteps - stepsDone) * rowsPerStep / metrics.samplesPerSecond
                                            : 0;
    }
} // namespace

std::string barText(double share, int width)
{
    const int done = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * width));
    std::string bar(static_cast<std::size_t>(width), ' ');
    std::fill_n(bar.begin(), done, '=');
    if (done > 0 && done < width)
        bar[static_cast<std::size_t>(done - 1)] = '>';
    return "[" + bar + "]";
}

Status ProgressBar::started(const training::TrainingFacts& facts)
{
    m_facts = facts;
    m_terminal.progress << fmt::format("{} parameters, {} training samples, {} epochs of {} steps\n",
                                       grouped(facts.parameters), grouped(facts.trainRows), facts.epochs,
                                       grouped(facts.stepsPerEpoch));
    if (facts.firstStep > 0)
        m_terminal.progress << fmt::format("going on after step {}\n",
                                           grouped(static_cast<std::int64_t>(facts.firstStep)));
    m_terminal.progress.flush();
    return {};
}

Status ProgressBar::stepDone(const training::StepMetrics& metrics)
{
    m_speed = metrics.samplesPerSecond;
    if (m_terminal.redraws && metrics.seconds - m_drawnAt >= kRedrawSeconds) {
        m_drawnAt = metrics.seconds;
        draw(metrics);
    }
    return {};
}

void ProgressBar::draw(const training::StepMetrics& metrics)
{
    const double share
        = static_cast<double>(metrics.batchInEpoch) / static_cast<double>(m_facts.stepsPerEpoch);
    m_terminal.progress << kClearLine
                        << fmt::format("epoch {}/{} {} train {}  {} samples/s  {} left", metrics.epoch,
                                       m_facts.epochs, barText(share, kBarWidth), metricText(metrics.running),
                                       grouped(std::llround(metrics.samplesPerSecond)),
                                       clockText(secondsLeft(m_facts, metrics)))
                        << std::flush;
}

Status ProgressBar::epochDone(const training::EpochMetrics& metrics)
{
    clear();
    m_terminal.progress << fmt::format("epoch {}/{}  train {}", metrics.epoch, m_facts.epochs,
                                       metricText(metrics.train));
    if (!metrics.validation.empty())
        m_terminal.progress << "  validation " << metricText(metrics.validation);
    m_terminal.progress << fmt::format("  {} samples/s  {}{}\n", grouped(std::llround(m_speed)),
                                       clockText(metrics.seconds), metrics.isBest ? "  best" : "")
                        << std::flush;
    return {};
}

Status ProgressBar::ended(const training::Outcome&)
{
    clear();
    return {};
}

void ProgressBar::clear()
{
    if (m_terminal.redraws)
        m_terminal.progress << kClearLine << std::flush;
}

} // namespace netwright::cli
