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
        const auto count = sums.size();
        for (std::size_t slice = 1; slice < parameters.slices(); ++slice) {
            const auto* addend = parameters.gradients(slice).data() + begin;
#pragma omp simd
            for (std::size_t i = 0; i < count; ++i)
                sum[i] += addend[i];
        }
    }

    using Table = ParameterStore::Table;

    /// The row behind `row` and, if it has no gradient, behind those below `limit` that have none either.
    std::size_t endOfLikes(const Table& table, std::size_t row, std::size_t limit)
    {
        if (table.places[row++] != 0)
            return row;
        while (row < limit && table.places[row] == 0)
            ++row;
        return row;
    }

    /// Calls change() for what a table has between `begin` and `end`: row by row, or many that have no
    /// gradient at once. These are given zeros out of the nearest cache: a table of zeros that must be read
    /// would cost as much as the weights.
    void updateRows(std::span<float> weights, const Table& table, std::size_t begin, std::size_t end,
                    bool withZeros, const Plan::Change& change)
    {
        alignas(kAlignment) static constexpr std::array<float, kPiece> kZeros {};
        begin = std::max(begin, table.offset);
        end = std::min(end, table.offset + table.places.size() * table.rowSize);
        const auto limit = (end - std::min(end, table.offset) + table.rowSize - 1) / table.rowSize;
        while (begin < end) {
            const auto row = (begin - table.offset) / table.rowSize;
            const auto rowBegin = table.offset + row * table.rowSize;
            const auto next = std::min(end, table.offset + endOfLikes(table, row, limit) * table.rowSize);
            const auto place = static_cast<std::size_t>(table.places[row]);
            std::span<const float> gradients = kZeros;
            if (place > 0)
                gradients = table.gradients.subspan((place - 1) * table.rowSize + begin - rowBegin);
            if (place > 0 || withZeros)
                change(begin, weights.subspan(begin, next - begin), gradients.first(next - begin));
            begin = next;
        }
    }

    /// Calls change() for the pieces from `piece` to before `last`.
    void updatePieces(const ParameterStore& parameters, std::size_t piece, std::size_t last, bool withZeros,
                      const Plan::Change& change)
    {
        alignas(kAlignment) std::array<float, kPiece> sums;
        const auto weights = parameters.weights();
        const auto sliced = parameters.gradients(0).size();
        for (; piece < last; ++piece) {
            const auto begin = piece * kPiece;
            const auto end = std::min(weights.size(), begin + kPiece);
            if (begin < sliced) {
                const auto size = std::min(end, sliced) - begin;
                std::span<const float> gradients = parameters.gradients(0).subspan(begin, size);
                if (parameters.slices() > 1) {
                    sumGradients(parameters, begin, std::span(sums).first(size));
                    gradients = std::span(sums).first(size);
                }
                change(begin, weights.subspan(begin, size), gradients);
            }
            for (const auto& table : parameters.tables())
                updateRows(weights, table, begin, end, withZeros, change);
        }
    }

    /// The gradient of a whole table.
    void expand(const Table& table, std::span<float> rows)
    {
        std::ranges::fill(rows, 0.F);
        for (std::size_t row = 0; row < table.places.size(); ++row)
            if (const auto place = static_cast<std::size_t>(table.places[row]); place > 0)
                std::ranges::copy(table.gradients.subspan((place - 1) * table.rowSize, table.rowSize),
                                  rows.begin() + static_cast<std::ptrdiff_t>(row * table.rowSize));
    }

    /// Shares the pieces among the threads; then, when all have met, each calls after(which one it is, of how
    /// many).
    template <class After>
    void runOnPieces(Plan::Parts& parts, bool withZeros, const Plan::Change& change, const After& after)
    {
        const auto count = parts.parameters.weights().size();
        const bool isAlone = count < kManyWeights || !parts.pace.isTogether();
        const auto members = static_cast<std::size_t>(isAlone ? 1 : parts.crew->members());
        const auto pieces = (count + kPiece - 1) / kPiece;
        const ThreadCount threads(1);
        parts.crew->run(static_cast<int>(members), [&](int member) {
            const auto own = static_cast<std::size_t>(member);
            parts.crew->attempt([&] {
                updatePieces(parts.parameters, pieces * own / members, pieces * (own + 1) / members,
                             withZeros, change);
            });
            parts.crew->meet();
            parts.crew->attempt([&] { after(own, members); });
        });
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
    for (const auto& arena : m_parts->memory.arenas)
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
    if (parts.parameters.slices() == 0)
        return {};
    if (parts.gradients.bytes() == 0)
        parts.gradients = AlignedBlock(weights().size_bytes());
    const auto all = parts.gradients.floats();
    if (std::exchange(parts.areGradientsSummed, true))
        return all;
    sumGradients(parts.parameters, 0, all.first(parts.parameters.gradients(0).size()));
    for (const auto& table : parts.parameters.tables())
        expand(table, all.subspan(table.offset, table.places.size() * table.rowSize));
    return all;
}

void Plan::update(const Change& change)
{
    const auto& refreshing = m_parts->parameters.refreshing();
    runOnPieces(*m_parts, true, change, [&](std::size_t member, std::size_t members) {
        for (auto i = member; i < refreshing.size(); i += members)
            refreshing[i].run();
    });
}

void Plan::visitGradients(const Change& visit)
{
    runOnPieces(*m_parts, false, visit, [](std::size_t, std::size_t) {});
}

std::span<float> Plan::statistics() { return m_parts->parameters.statistics(); }

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
