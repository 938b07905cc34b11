// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/plan.hpp"

#include "core/engine/plan_parts.hpp"
#include "core/engine/plan_run.hpp"
#include "core/engine/thread_count.hpp"
#include "core/tensor/vectorise.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <utility>

namespace netwright::engine {

namespace {
    using Clock = std::chrono::steady_clock;

    /// Where fewer weights are to be moved, waking a second thread costs more than it does.
    constexpr std::size_t kManyWeights = 32768;
    /// Floats: what fits into the nearest cache together with an optimiser's state.
    constexpr std::size_t kPiece = 2048;

    /// The gradients of all slices from `begin` on. Those of a slice stay as they are: a layer may know which
    /// of its own are zero.
    NETWRIGHT_VECTORISED void sumGradients(const ParameterStore& parameters, std::size_t begin,
                                           std::span<float> sums)
    {
        std::ranges::copy(parameters.gradients(0).subspan(begin, sums.size()), sums.begin());
        auto* sum = sums.data();
        for (std::size_t slice = 1; slice < parameters.slices(); ++slice) {
            const auto all = parameters.gradients(slice);
            const auto addends = all.subspan(std::min(all.size(), begin)); // none of tables
            const auto count = std::min(sums.size(), addends.size());
            const auto* addend = addends.data();
#pragma omp simd
            for (std::size_t i = 0; i < count; ++i)
                sum[i] += addend[i];
        }
    }

    /// Calls change() for the pieces from `piece` to before `last`.
    void updatePieces(const ParameterStore& parameters, std::size_t piece, std::size_t last,
                      const Plan::Change& change)
    {
        alignas(kAlignment) std::array<float, kPiece> sums;
        const auto weights = parameters.weights();
        for (; piece < last; ++piece) {
            const auto begin = piece * kPiece;
            const auto size = std::min(kPiece, weights.size() - begin);
            std::span<const float> gradients = parameters.gradients(0).subspan(begin, size);
            if (begin < parameters.gradients(1).size()) {
                sumGradients(parameters, begin, std::span(sums).first(size));
                gradients = std::span(sums).first(size);
            }
            change(begin, weights.subspan(begin, size), gradients);
        }
    }

    int membersOf(const Plan::Parts& parts) { return std::min(parts.crew->members(), parts.options.slices); }

    /// The seconds it took, on all threads or one as Pace has it.
    double runPaced(Plan::Parts& parts, const SectionRange& range)
    {
        if (range.begin == range.end)
            return 0;
        const auto begin = Clock::now();
        runSlices(parts, range, parts.pace.isTogether() ? membersOf(parts) : 1, false);
        return std::chrono::duration<double>(Clock::now() - begin).count();
    }
} // namespace

Plan::Plan(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

Plan::~Plan() = default;

const PlanOptions& Plan::options() const { return m_parts->options; }
std::span<const InputSlot> Plan::inputs() const { return m_parts->inputs; }
std::span<const OutputSlot> Plan::outputs() const { return m_parts->outputs; }
std::span<float> Plan::weights() { return m_parts->parameters.weights(); }
std::int64_t Plan::parameterCount() const { return m_parts->parameters.trainableCount(); }

std::size_t Plan::arenaBytes() const
{
    std::size_t bytes = 0;
    for (const auto& arena : m_parts->arenas)
        bytes += arena.bytes();
    return bytes;
}

double Plan::run(std::int64_t validRows, std::uint64_t step)
{
    begin(validRows, step);
    return finish();
}

void Plan::begin(std::int64_t validRows, std::uint64_t step)
{
    auto& parts = *m_parts;
    assert(validRows >= 1 && validRows <= parts.options.batch);
    for (std::size_t i = 0; i < parts.slices.size(); ++i) {
        auto& state = parts.slices[i]->step;
        state.validRows = std::clamp<std::int64_t>(
            validRows - static_cast<std::int64_t>(i) * parts.sliceRows(), 0, parts.sliceRows());
        state.batchRows = validRows;
        state.step = step;
    }
    parts.areGradientsSummed = false;
    parts.begun = runPaced(parts, { .begin = 0, .end = parts.pause });
}

double Plan::finish()
{
    auto& parts = *m_parts;
    const double rest = runPaced(parts, { .begin = parts.pause, .end = allSections(parts).end });
    if (membersOf(parts) > 1)
        parts.pace.took(parts.begun + rest);
    double sum = 0;
    for (const auto& slice : parts.slices)
        for (const auto& loss : slice->losses)
            sum += static_cast<double>(*loss.data<float>());
    return sum;
}

std::span<const float> Plan::gradients()
{
    auto& parts = *m_parts;
    if (parts.parameters.slices() <= 1)
        return parts.parameters.gradients(0);
    if (parts.gradients.bytes() == 0)
        parts.gradients = AlignedBlock(parts.parameters.gradients(0).size_bytes());
    const std::span sums(reinterpret_cast<float*>(parts.gradients.data()), weights().size());
    if (!std::exchange(parts.areGradientsSummed, true))
        sumGradients(parts.parameters, 0, sums);
    return sums;
}

void Plan::update(const Change& change)
{
    auto& parts = *m_parts;
    const auto count = weights().size();
    const bool isAlone = count < kManyWeights || !parts.pace.isTogether();
    const auto members = static_cast<std::size_t>(isAlone ? 1 : parts.crew->members());
    const auto pieces = (count + kPiece - 1) / kPiece;
    const ThreadCount threads(1);
    parts.crew->run(static_cast<int>(members), [&](int member) {
        const auto own = static_cast<std::size_t>(member);
        parts.crew->attempt([&] {
            updatePieces(parts.parameters, pieces * own / members, pieces * (own + 1) / members, change);
        });
        parts.crew->meet();
        const auto& refreshing = parts.parameters.refreshing();
        parts.crew->attempt([&] {
            for (auto i = own; i < refreshing.size(); i += members)
                refreshing[i].run();
        });
    });
}

void Plan::weightsChanged()
{
    const ThreadCount threads(1);
    for (const auto& operation : m_parts->parameters.refreshing())
        operation.run();
}

Status Plan::follow(const Plan& source, std::string_view prefix)
{
    const ThreadCount threads(1);
    const auto status = m_parts->parameters.follow(source.m_parts->parameters, prefix);
    if (status)
        refresh();
    return status;
}

void Plan::refresh()
{
    const ThreadCount threads(1);
    for (const auto& operation : m_parts->parameters.following())
        operation.run();
}

std::vector<tensor::NamedTensor> Plan::readParameters() const
{
    const ThreadCount threads(1);
    return m_parts->parameters.read();
}

Status Plan::writeParameters(std::span<const tensor::NamedTensor> parameters)
{
    const ThreadCount threads(1);
    const auto status = m_parts->parameters.write(parameters);
    if (status)
        weightsChanged();
    return status;
}

std::vector<tensor::NamedTensor> Plan::toPlain(std::span<const float> likeWeights) const
{
    const ThreadCount threads(1);
    return m_parts->parameters.toPlain(likeWeights);
}

Status Plan::fromPlain(std::span<const tensor::NamedTensor> plain, std::span<float> likeWeights) const
{
    const ThreadCount threads(1);
    return m_parts->parameters.fromPlain(plain, likeWeights);
}

} // namespace netwright::engine
