// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/job.hpp"

#include <chrono>

namespace netwright::session {

Job::Job(QObject* parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
    // A thread that has computed keeps OpenMP threads, which slow a training as long as they live.
    m_pool.setExpiryTimeout(0);
}

Job::~Job()
{
    m_stop.request_stop();
    m_pool.clear();
    m_pool.waitForDone();
}

void Job::cancel()
{
    m_stop.request_stop();
    m_pool.clear();
    ++m_number;
    setRunning(false);
}

void Job::cancelAndWait()
{
    cancel();
    m_pool.waitForDone();
}

void Job::run(std::function<std::function<void()>(const Progress&)> work)
{
    m_stop.request_stop();
    m_pool.clear();
    m_stop = std::stop_source();
    const int number = ++m_number;
    setRunning(true);
    m_pool.start([this, number, work = std::move(work), progress = makeProgress(number, m_stop.get_token())] {
        auto deliver = work(progress);
        // Posted while the destructor still waits for us; a queued call to a dead object is dropped by Qt.
        QMetaObject::invokeMethod(
            this,
            [this, number, deliver = std::move(deliver)]() mutable {
                if (number != m_number)
                    return;
                setRunning(false);
                deliver();
            },
            Qt::QueuedConnection);
    });
}

Progress Job::makeProgress(int number, std::stop_token stop)
{
    using Clock = std::chrono::steady_clock;
    auto report
        = [this, number, stop, last = Clock::time_point()](double fraction, std::string_view what) mutable {
              const auto now = Clock::now();
              if (stop.stop_requested() || (now - last < std::chrono::milliseconds(33) && fraction < 1))
                  return;
              last = now;
              QMetaObject::invokeMethod(
                  this,
                  [this, number, fraction,
                   text = QString::fromUtf8(what.data(), static_cast<qsizetype>(what.size()))] {
                      if (number == m_number)
                          emit progressed(fraction, text);
                  },
                  Qt::QueuedConnection);
          };
    return { .report = report, .stop = stop };
}

void Job::setRunning(bool isRunning)
{
    if (std::exchange(m_isRunning, isRunning) != isRunning)
        emit runningChanged(isRunning);
}

} // namespace netwright::session
