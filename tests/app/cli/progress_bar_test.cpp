// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress_bar.hpp"

#include "app/cli/numbers.hpp"

#include <QTest>

#include <sstream>

using namespace netwright;

namespace {
constexpr training::TrainingFacts kFacts { .epochs = 2,
                                           .stepsPerEpoch = 100,
                                           .trainRows = 3200,
                                           .validationRows = 0,
                                           .parameters = 93'322,
                                           .firstStep = 0 };

training::StepMetrics stepAt(std::uint64_t step)
{
    return { .step = step,
             .epoch = static_cast<std::int64_t>((step - 1) / 100 + 1),
             .batchInEpoch = static_cast<std::int64_t>((step - 1) % 100 + 1),
             .loss = 0.5,
             .running = { { "loss", 0.5 }, { "accuracy", 0.875 } },
             .seconds = static_cast<double>(step) / 100,
             .samplesPerSecond = 3200 };
}

/// What two epochs of training leave on the screen or in the log.
std::string shown(bool redraws)
{
    std::ostringstream out;
    std::ostringstream progress;
    const cli::Terminal terminal { .out = out, .progress = progress, .redraws = redraws };
    cli::ProgressBar bar(terminal);
    bool isDone = bar.started(kFacts).has_value();
    for (std::uint64_t step = 1; step <= 200; ++step) {
        isDone = isDone && bar.stepDone(stepAt(step));
        if (step % 100 == 0)
            isDone = isDone
                && bar.epochDone({ .epoch = static_cast<std::int64_t>(step / 100),
                                   .step = step,
                                   .train = { { "loss", 0.25 }, { "accuracy", 0.9 } },
                                   .validation = { { "loss", 0.3 }, { "accuracy", 0.88 } },
                                   .seconds = static_cast<double>(step) / 100,
                                   .isBest = step == 100 });
    }
    bar.ended({});
    return isDone && out.str().empty() ? progress.str() : "failed";
}
} // namespace

class ProgressBarTest : public QObject {
    Q_OBJECT
private slots:
    void aLogGetsOneLineAnEpochAndNoControlCharacters()
    {
        const std::string text = shown(false);
        QCOMPARE(std::ranges::count(text, '\n'), 3);
        QVERIFY(text.find('\r') == std::string::npos && text.find('\x1b') == std::string::npos);
        QVERIFY2(
            text.find(
                "epoch 1/2  train loss 0.2500  accuracy 90.00 %  validation loss 0.3000  accuracy 88.00 %  "
                "3,200 samples/s  0:01  best\n")
                != std::string::npos,
            text.c_str());
    }

    void aTerminalGetsABarAFewTimesASecond()
    {
        const std::string text = shown(true);
        QVERIFY2(text.find("epoch 1/2 [=========>              ] train loss") != std::string::npos,
                 text.c_str());
        QVERIFY(text.find("accuracy 87.50 %  3,200 samples/s  0:01 left") != std::string::npos);
        // Two seconds at five times a second, and the line is cleared at each end.
        QVERIFY2(std::ranges::count(text, '\x1b') <= 14, text.c_str());
    }

    void barsFillFromLeftToRight_data()
    {
        QTest::addColumn<double>("share");
        QTest::addColumn<QString>("bar");
        QTest::addRow("nothing") << 0.0 << "[        ]";
        QTest::addRow("half") << 0.5 << "[===>    ]";
        QTest::addRow("all") << 1.0 << "[========]";
        QTest::addRow("more than all") << 7.0 << "[========]";
    }
    void barsFillFromLeftToRight()
    {
        QFETCH(double, share);
        QFETCH(QString, bar);
        QCOMPARE(QString::fromStdString(cli::barText(share, 8)), bar);
    }

    void numbersAreWrittenForPeople()
    {
        QCOMPARE(cli::clockText(0.4), std::string("0:00"));
        QCOMPARE(cli::clockText(61), std::string("1:01"));
        QCOMPARE(cli::clockText(3661), std::string("1:01:01"));
        QCOMPARE(cli::metricText({ { "accuracy", 0.5 }, { "loss", 1.5 }, { "mean_absolute_error", 2.0 } }),
                 std::string("loss 1.5000  accuracy 50.00 %  mean_absolute_error 2.0000"));
    }
};

QTEST_GUILESS_MAIN(ProgressBarTest)
#include "progress_bar_test.moc"
