// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/lstm.hpp"
#include "placed.hpp"

#include <QTest>
#include <omp.h>

using namespace netwright;
using namespace netwright::tests;
using tensor::Layout;
using tensor::Lstm;

namespace {
/// The loops over time on random numbers, with all that they need.
class Recurrence {
public:
    explicit Recurrence(const tensor::LstmSizes& sizes)
        : m_lstm(sizes)
        , m_buffers { .gates = random(m_lstm.gates(), 1),
                      .kernel = random(m_lstm.kernel(), 2),
                      .output = m_placed.buffer(m_lstm.output()),
                      .hidden = m_placed.buffer(m_lstm.states()),
                      .cells = m_placed.buffer(m_lstm.states()),
                      .panels = m_placed.buffer(m_lstm.panels()) }
    {
    }

    std::vector<float> forward()
    {
        m_placed.run(m_lstm.forward(m_buffers));
        return Placed::plainOf(m_buffers.output);
    }

    /// Of the gates' sums.
    std::vector<float> backward()
    {
        m_placed.run(m_lstm.backward(m_buffers,
                                     { .output = random(m_lstm.output(), 3),
                                       .panels = m_placed.buffer(m_lstm.backwardPanels()),
                                       .carry = m_placed.buffer(m_lstm.carry()) }));
        return Placed::plainOf(m_buffers.gates);
    }

private:
    tensor::Buffer random(const Layout& layout, std::uint64_t stream)
    {
        return m_placed.holding(layout, randomNumbers(layout.sizes().elements(), stream));
    }

    Lstm m_lstm;
    Placed m_placed;
    Lstm::Buffers m_buffers;
};

constexpr tensor::LstmSizes kSizes { .batch = 33, .steps = 40, .units = 70, .isTraining = true };
} // namespace

/// The sweep over layers holds the LSTM against naive loops; here is what sharing its rows must not change.
class LstmTest : public QObject {
    Q_OBJECT

private slots:
    void numbersDoNotDependOnTheNumberOfThreads()
    {
        std::vector<std::vector<float>> states;
        std::vector<std::vector<float>> slopes;
        for (const int threads : { 1, 2, 3 }) {
            omp_set_num_threads(threads);
            Recurrence recurrence(kSizes);
            states.push_back(recurrence.forward());
            slopes.push_back(recurrence.backward());
        }
        omp_set_num_threads(1);
        for (const std::size_t other : { 1U, 2U }) {
            QVERIFY(states[other] == states[0]);
            QVERIFY(slopes[other] == slopes[0]);
        }
    }

    /// Outside training two steps' states take turns.
    void inferenceComputesWhatTrainingDoes()
    {
        auto sizes = kSizes;
        sizes.isTraining = false;
        QVERIFY(Recurrence(sizes).forward() == Recurrence(kSizes).forward());
        sizes.returnsAll = true;
        const auto all = Recurrence(sizes).forward();
        const auto last = Recurrence(kSizes).forward();
        const auto units = static_cast<std::size_t>(sizes.units);
        const auto row = static_cast<std::size_t>(sizes.steps) * units;
        for (std::size_t n = 0; n < static_cast<std::size_t>(sizes.batch); ++n) {
            for (std::size_t i = 0; i < units; ++i)
                QCOMPARE(all[(n + 1) * row - units + i], last[n * units + i]);
        }
    }
};

QTEST_GUILESS_MAIN(LstmTest)
#include "lstm_test.moc"
