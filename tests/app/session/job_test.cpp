// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/job.hpp"

#include <QPointer>
#include <QSignalSpy>
#include <QThread>
#include <QtTest>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <new>
#include <optional>

using namespace netwright;
using session::Job;

namespace {
/// Works until it is asked to stop.
int untilStopped(const Progress& progress)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait(lock, progress.stop, [] { return false; });
    return 1;
}
} // namespace

class JobTest : public QObject {
    Q_OBJECT

private slots:
    void theWorkRunsElsewhereAndItsResultComesHome();
    void progressIsReported();
    void aCancelledResultVanishes();
    void aNewStartMakesTheOldResultVanish();
    void theDestructorStopsTheWorkAndWaits();
    void aResultMayDeleteItsJob();
    void whatTheWorkThrowsIsItsError();
};

void JobTest::theWorkRunsElsewhereAndItsResultComesHome()
{
    Job job;
    QThread* worker = nullptr;
    QThread* home = nullptr;
    int result = 0;
    job.start(
        [&](const Progress&) {
            worker = QThread::currentThread();
            return std::make_unique<int>(42); // movable only
        },
        [&](std::unique_ptr<int> value) {
            home = QThread::currentThread();
            result = *value;
        });
    QVERIFY(job.isRunning());
    QTRY_COMPARE(result, 42);
    QVERIFY(worker != QThread::currentThread());
    QCOMPARE(home, QThread::currentThread());
    QVERIFY(!job.isRunning());
}

void JobTest::aResultMayDeleteItsJob()
{
    QPointer<Job> job = new Job;
    job->start([](const Progress&) { return 1; }, [&](int) { delete job; });
    QTRY_VERIFY(!job);
}

void JobTest::whatTheWorkThrowsIsItsError()
{
    Job job;
    std::optional<Result<int>> result;
    job.start([](const Progress&) -> Result<int> { throw std::bad_alloc(); },
              [&](Result<int> value) { result = std::move(value); });
    QTRY_VERIFY(result.has_value());
    QVERIFY(!result->has_value() && !result->error().message.empty());
}

void JobTest::progressIsReported()
{
    Job job;
    QSignalSpy progressed(&job, &Job::progressed);
    bool isDone = false;
    job.start(
        [](const Progress& progress) {
            for (int i = 1; i <= 1000; ++i)
                progress.report(i / 1000.0, "counting");
            return 0;
        },
        [&](int) { isDone = true; });
    QTRY_VERIFY(isDone);
    QVERIFY(progressed.count() >= 2);
    QVERIFY2(progressed.count() < 500, qPrintable(QString::number(progressed.count())));
    QCOMPARE(progressed.back().at(0).toDouble(), 1.0);
    QCOMPARE(progressed.back().at(1).toString(), QStringLiteral("counting"));
}

void JobTest::aCancelledResultVanishes()
{
    Job job;
    bool isDelivered = false;
    job.start(untilStopped, [&](int) { isDelivered = true; });
    job.cancelAndWait();
    QVERIFY(!job.isRunning());
    QCoreApplication::processEvents(); // the queued result, if there were one
    QVERIFY(!isDelivered);
}

void JobTest::aNewStartMakesTheOldResultVanish()
{
    Job job;
    QList<int> results;
    job.start(untilStopped, [&](int value) { results << value; });
    job.start([](const Progress&) { return 2; }, [&](int value) { results << value; });
    QTRY_COMPARE(results, QList<int> { 2 });
}

void JobTest::theDestructorStopsTheWorkAndWaits()
{
    std::atomic<bool> isOver = false;
    bool isDelivered = false;
    {
        Job job;
        QSignalSpy began(&job, &Job::progressed);
        job.start(
            [&](const Progress& progress) {
                progress.report(0, "begun");
                const int value = untilStopped(progress);
                isOver = true;
                return value;
            },
            [&](int) { isDelivered = true; });
        QVERIFY(began.wait());
    }
    QVERIFY(isOver);
    QCoreApplication::processEvents();
    QVERIFY(!isDelivered);
}

QTEST_GUILESS_MAIN(JobTest)
#include "job_test.moc"
