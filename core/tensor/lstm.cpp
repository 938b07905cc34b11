// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/lstm.hpp"

#include "core/tensor/row_product.hpp"
#include "core/tensor/vector_math.hpp"
#include "core/tensor/vectorise.hpp"
#include "core/tensor/work_threads.hpp"

#include <omp.h>

#include <algorithm>

namespace netwright::tensor {

namespace {
    using vector_math::hyperbolicTangent;
    using vector_math::logistic;

    constexpr std::int64_t kGates = 4;

    std::int64_t blocksOf(std::int64_t count, std::int64_t size) { return (count + size - 1) / size; }

    /// Raw addresses for the loops; see Lstm::Buffers.
    struct Pass {
        LstmSizes sizes;
        float* gates = nullptr;
        float* hidden = nullptr;
        float* cells = nullptr;
        float* output = nullptr; ///< or its gradient
        float* carry = nullptr; ///< (N, H): the gradient of c that a step hands to the one before
        const float* panels = nullptr;
        std::int64_t slots = 0; ///< steps that `hidden` and `cells` hold

        [[nodiscard]] float* gatesOf(std::int64_t row, std::int64_t step) const
        {
            return gates + (row * sizes.steps + step) * kGates * sizes.units;
        }
        [[nodiscard]] float* stateOf(float* states, std::int64_t row, std::int64_t step) const
        {
            return states + (row * slots + step % slots) * sizes.units;
        }
        /// Null where this step's state is not put out.
        [[nodiscard]] float* outputOf(std::int64_t row, std::int64_t step) const
        {
            if (sizes.returnsAll)
                return output + (row * sizes.steps + step) * sizes.units;
            return step + 1 == sizes.steps ? output + row * sizes.units : nullptr;
        }
    };

    /// Rows `first` and the next, as far as they are this thread's; the last one stands in for those missing.
    struct RowGroup {
        std::int64_t first;
        std::int64_t count;
        [[nodiscard]] std::int64_t row(std::int64_t i) const { return first + std::min(i, count - 1); }
    };

    /// A block of 16 units of all four gates, for one k after the other: panels[block][k][gate][lane]. Units
    /// that only fill the last block are zero.
    void packForward(const float* kernel, std::int64_t units, float* panels)
    {
        for (std::int64_t block = 0; block < blocksOf(units, kLanes); ++block) {
            auto* panel = panels + block * units * kPanelColumns;
            for (std::int64_t column = 0; column < kPanelColumns; ++column) {
                const auto unit = block * kLanes + column % kLanes;
                const auto* row = kernel + (column / kLanes * units + unit) * units;
                for (std::int64_t k = 0; k < units; ++k)
                    panel[k * kPanelColumns + column] = unit < units ? row[k] : 0.F;
            }
        }
    }

    /// A block of 64 units, for one row of R after the other: panels[block][k][unit].
    void packBackward(const float* kernel, std::int64_t units, float* panels)
    {
        for (std::int64_t block = 0; block < blocksOf(units, kPanelColumns); ++block) {
            const auto valid = std::min(kPanelColumns, units - block * kPanelColumns);
            for (std::int64_t k = 0; k < kGates * units; ++k) {
                auto* to = panels + (block * kGates * units + k) * kPanelColumns;
                std::copy_n(kernel + k * units + block * kPanelColumns, valid, to);
                std::fill(to + valid, to + kPanelColumns, 0.F);
            }
        }
    }

    /// 16 units of one row at one step. Fewer are worked on in copies, so that every loop has 16 turns.
    struct Lane {
        alignas(64) float values[kLanes] = {};
    };

    [[gnu::always_inline]] inline void copyLane(const float* from, float* to, std::int64_t count)
    {
        if (count == kLanes)
            std::memcpy(to, from, sizeof(Lane));
        else
            std::copy_n(from, count, to);
    }

    [[gnu::always_inline]] inline Lane loadLane(const float* from, std::int64_t count)
    {
        Lane lane;
        copyLane(from, lane.values, count);
        return lane;
    }

    [[gnu::always_inline]] inline void storeLane(const Lane& lane, float* to, std::int64_t count)
    {
        copyLane(lane.values, to, count);
    }

    /// The functions of the four gates. One loop each: GCC 12 does not vectorise them together.
    [[gnu::always_inline]] inline void squash(float (&z)[kGates][kLanes])
    {
        for (const int gate : { 0, 1, 3 }) {
#pragma omp simd
            for (std::int64_t l = 0; l < kLanes; ++l)
                z[gate][l] = logistic(z[gate][l]);
        }
#pragma omp simd
        for (std::int64_t l = 0; l < kLanes; ++l)
            z[2][l] = hyperbolicTangent(z[2][l]);
    }

    /// From the gates' sums (i, f, g, o of 16 units each) to the new state.
    [[gnu::always_inline]] inline void activate(const Pass& pass, std::int64_t row, std::int64_t step,
                                                std::int64_t unit, const PanelRow& sums)
    {
        const auto units = pass.sizes.units;
        const auto count = std::min(kLanes, units - unit);
        alignas(64) float z[kGates][kLanes];
        std::memcpy(z, &sums, sizeof z);
        Lane cell;
        Lane hidden;
        if (step > 0)
            cell = loadLane(pass.stateOf(pass.cells, row, step - 1) + unit, count);
        squash(z);
#pragma omp simd
        for (std::int64_t l = 0; l < kLanes; ++l) {
            cell.values[l] = z[1][l] * cell.values[l] + z[0][l] * z[2][l];
            hidden.values[l] = z[3][l] * hyperbolicTangent(cell.values[l]);
        }
        storeLane(cell, pass.stateOf(pass.cells, row, step) + unit, count);
        if (step + 1 < pass.sizes.steps)
            storeLane(hidden, pass.stateOf(pass.hidden, row, step + 1) + unit, count);
        if (auto* output = pass.outputOf(row, step))
            storeLane(hidden, output + unit, count);
        if (!pass.sizes.isTraining)
            return;
        for (std::int64_t gate = 0; gate < kGates; ++gate)
            copyLane(z[gate], pass.gatesOf(row, step) + gate * units + unit, count);
    }

    [[gnu::always_inline]] inline PanelRow gateSums(const float* gates, std::int64_t units, std::int64_t unit)
    {
        alignas(64) float z[kPanelColumns] = {};
        const auto count = std::min(kLanes, units - unit);
        for (std::int64_t gate = 0; gate < kGates; ++gate)
            copyLane(gates + gate * units + unit, z + gate * kLanes, count);
        return loadRow(z);
    }

    /// One step of up to four rows, 16 units.
    [[gnu::always_inline]] inline void stepForward(const Pass& pass, const RowGroup& group, std::int64_t step,
                                                   std::int64_t block)
    {
        const auto units = pass.sizes.units;
        const auto unit = block * kLanes;
        PanelRow sums[kProductRows];
        const float* hidden[kProductRows];
        for (std::int64_t i = 0; i < kProductRows; ++i) {
            sums[i] = gateSums(pass.gatesOf(group.row(i), step), units, unit);
            hidden[i] = pass.stateOf(pass.hidden, group.row(i), step);
        }
        if (step > 0)
            addProduct(hidden, pass.panels + block * units * kPanelColumns, units, sums);
        for (std::int64_t i = 0; i < group.count; ++i)
            activate(pass, group.first + i, step, unit, sums[i]);
    }

    NETWRIGHT_VECTORISED void forwardRows(const Pass& pass, std::int64_t begin, std::int64_t end)
    {
        for (std::int64_t row = begin; row < end; ++row)
            std::fill_n(pass.stateOf(pass.hidden, row, 0), pass.sizes.units, 0.F);
        for (std::int64_t step = 0; step < pass.sizes.steps; ++step) {
            for (std::int64_t block = 0; block < blocksOf(pass.sizes.units, kLanes); ++block) {
                for (std::int64_t row = begin; row < end; row += kProductRows)
                    stepForward(pass, { row, std::min(kProductRows, end - row) }, step, block);
            }
        }
    }

    /// From the gradient of h to that of the gates' sums and of the cell before, 16 units of one row.
    [[gnu::always_inline]] inline void differentiate(const Pass& pass, std::int64_t row, std::int64_t step,
                                                     std::int64_t unit, const float* slope)
    {
        const auto units = pass.sizes.units;
        const auto count = std::min(kLanes, units - unit);
        auto* gates = pass.gatesOf(row, step) + unit;
        auto* carried = pass.carry + row * units + unit;
        Lane i = loadLane(gates, count);
        Lane f = loadLane(gates + units, count);
        Lane g = loadLane(gates + 2 * units, count);
        Lane o = loadLane(gates + 3 * units, count);
        Lane carry = loadLane(carried, count);
        const Lane cell = loadLane(pass.stateOf(pass.cells, row, step) + unit, count);
        Lane before;
        if (step > 0)
            before = loadLane(pass.stateOf(pass.cells, row, step - 1) + unit, count);
#pragma omp simd
        for (std::int64_t l = 0; l < kLanes; ++l) {
            const float in = i.values[l];
            const float forget = f.values[l];
            const float candidate = g.values[l];
            const float out = o.values[l];
            const float squashed = hyperbolicTangent(cell.values[l]);
            const float cellSlope = carry.values[l] + slope[l] * out * (1.F - squashed * squashed);
            i.values[l] = cellSlope * candidate * in * (1.F - in);
            f.values[l] = cellSlope * before.values[l] * forget * (1.F - forget);
            g.values[l] = cellSlope * in * (1.F - candidate * candidate);
            o.values[l] = slope[l] * squashed * out * (1.F - out);
            carry.values[l] = cellSlope * forget;
        }
        storeLane(i, gates, count);
        storeLane(f, gates + units, count);
        storeLane(g, gates + 2 * units, count);
        storeLane(o, gates + 3 * units, count);
        storeLane(carry, carried, count);
    }

    /// One step of up to four rows, 64 units.
    [[gnu::always_inline]] inline void stepBackward(const Pass& pass, const RowGroup& group,
                                                    std::int64_t step, std::int64_t block)
    {
        const auto units = pass.sizes.units;
        const auto unit = block * kPanelColumns;
        const bool isLast = step + 1 == pass.sizes.steps;
        PanelRow sums[kProductRows];
        const float* slopes[kProductRows];
        for (std::int64_t i = 0; i < kProductRows; ++i) {
            alignas(64) float own[kPanelColumns] = {};
            if (const auto* given = pass.outputOf(group.row(i), step))
                std::copy_n(given + unit, std::min(kPanelColumns, units - unit), own);
            sums[i] = loadRow(own);
            slopes[i] = pass.gatesOf(group.row(i), isLast ? step : step + 1);
        }
        if (!isLast)
            addProduct(slopes, pass.panels + block * kGates * units * kPanelColumns, kGates * units, sums);
        for (std::int64_t i = 0; i < group.count; ++i) {
            alignas(64) float slope[kPanelColumns];
            storeRow(sums[i], slope);
            for (std::int64_t at = 0; at < std::min(kPanelColumns, units - unit); at += kLanes)
                differentiate(pass, group.first + i, step, unit + at, slope + at);
        }
    }

    NETWRIGHT_VECTORISED void backwardRows(const Pass& pass, std::int64_t begin, std::int64_t end)
    {
        std::fill(pass.carry + begin * pass.sizes.units, pass.carry + end * pass.sizes.units, 0.F);
        for (std::int64_t step = pass.sizes.steps; step-- > 0;) {
            for (std::int64_t block = 0; block < blocksOf(pass.sizes.units, kPanelColumns); ++block) {
                for (std::int64_t row = begin; row < end; row += kProductRows)
                    stepBackward(pass, { row, std::min(kProductRows, end - row) }, step, block);
            }
        }
    }

    /// A row's numbers do not depend on which thread, or group, has it.
    void shareRows(const Pass& pass, void (*work)(const Pass&, std::int64_t, std::int64_t))
    {
        const auto& sizes = pass.sizes;
        const auto groups = blocksOf(sizes.batch, kProductRows);
        const auto parts = std::min<std::int64_t>(groups, omp_get_max_threads());
        inParts(parts, sizes.batch * sizes.steps * sizes.units, [&](std::int64_t part) {
            work(pass, groups * part / parts * kProductRows,
                 std::min(sizes.batch, groups * (part + 1) / parts * kProductRows));
        });
    }

    Pass passOf(const LstmSizes& sizes, const Lstm::Buffers& buffers)
    {
        return { .sizes = sizes,
                 .gates = buffers.gates.data<float>(),
                 .hidden = buffers.hidden.data<float>(),
                 .cells = buffers.cells.data<float>(),
                 .slots = buffers.hidden.layout().sizes()[1] };
    }

    double flopsOf(const LstmSizes& sizes)
    {
        return 8.0 * static_cast<double>(sizes.batch * sizes.steps * sizes.units)
            * static_cast<double>(sizes.units);
    }
} // namespace

Lstm::Lstm(const LstmSizes& sizes)
    : m_sizes(sizes)
{
}

Layout Lstm::gates() const { return Layout::plain({ m_sizes.batch, m_sizes.steps, kGates * m_sizes.units }); }
Layout Lstm::kernel() const { return Layout::plain({ kGates * m_sizes.units, m_sizes.units }); }
Layout Lstm::carry() const { return Layout::plain({ m_sizes.batch, m_sizes.units }); }

Layout Lstm::output() const
{
    return m_sizes.returnsAll ? Layout::plain({ m_sizes.batch, m_sizes.steps, m_sizes.units })
                              : Layout::plain({ m_sizes.batch, m_sizes.units });
}

Layout Lstm::states() const
{
    return Layout::plain({ m_sizes.batch, m_sizes.isTraining ? m_sizes.steps : 2, m_sizes.units });
}

Layout Lstm::panels() const
{
    return Layout::plain({ blocksOf(m_sizes.units, kLanes), m_sizes.units, kPanelColumns });
}

Layout Lstm::backwardPanels() const
{
    return Layout::plain({ blocksOf(m_sizes.units, kPanelColumns), kGates * m_sizes.units, kPanelColumns });
}

Operation Lstm::forward(const Buffers& buffers) const
{
    const auto flops = flopsOf(m_sizes);
    return { .name = "lstm forward",
             .implementation = "own loop",
             .reads = { buffers.gates, buffers.kernel },
             .writes = { buffers.gates, buffers.output, buffers.hidden, buffers.cells, buffers.panels },
             .flops = flops,
             .run =
                 [buffers, sizes = m_sizes] {
                     packForward(buffers.kernel.data<float>(), sizes.units, buffers.panels.data<float>());
                     auto pass = passOf(sizes, buffers);
                     pass.output = buffers.output.data<float>();
                     pass.panels = buffers.panels.data<float>();
                     shareRows(pass, forwardRows);
                 },
             .threads = WorkThreads(flops).count() };
}

Operation Lstm::backward(const Buffers& buffers, const Gradients& gradients) const
{
    const auto flops = flopsOf(m_sizes);
    return { .name = "lstm backward",
             .implementation = "own loop",
             .reads = { buffers.gates, buffers.kernel, buffers.cells, gradients.output },
             .writes = { buffers.gates, gradients.panels, gradients.carry },
             .flops = flops,
             .run =
                 [buffers, gradients, sizes = m_sizes] {
                     packBackward(buffers.kernel.data<float>(), sizes.units, gradients.panels.data<float>());
                     auto pass = passOf(sizes, buffers);
                     pass.output = gradients.output.data<float>();
                     pass.carry = gradients.carry.data<float>();
                     pass.panels = gradients.panels.data<float>();
                     shareRows(pass, backwardRows);
                 },
             .threads = WorkThreads(flops).count() };
}

} // namespace netwright::tensor
