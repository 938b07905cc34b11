// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/job.hpp"

#include <chrono>
#include <utility>

namespace netwright::session {

Job::Job(QObject* parent)
    : QObject(parent)
{
    connect(this, &Job::posted, this, &Job::takeCall, Qt::QueuedConnection);
}

Job::~Job() = default; // m_thread goes first: it asks the work to stop and waits

void Job::cancel()
{
    m_thread.request_stop();
    ++m_number;
    setRunning(false);
}

void Job::cancelAndWait()
{
    cancel();
    if (m_thread.joinable())
        m_thread.join();
}

void Job::run(std::function<Call(const Progress&)> work)
{
    m_thread.request_stop();
    const int number = ++m_number;
    setRunning(true);
    m_thread = std::jthread([this, number, work = std::move(work),
                             before = std::move(m_thread)](const std::stop_token& stop) mutable {
        before = {}; // waits for it
        if (stop.stop_requested())
            return;
        post([this, number, deliver = work(makeProgress(number, stop))] {
            if (number != m_number)
                return;
            setRunning(false);
            deliver();
        });
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
              post([this, number, fraction,
                    text = QString::fromUtf8(what.data(), static_cast<qsizetype>(what.size()))] {
                  if (number == m_number)
                      emit progressed(fraction, text);
              });
          };
    return { .report = report, .stop = stop };
}

void Job::post(Call call)
{
    {
        const std::lock_guard lock(m_mutex);
        m_calls.push_back(std::move(call));
    }
    emit posted(QPrivateSignal());
}

void Job::takeCall()
{
    Call call;
    {
        const std::lock_guard lock(m_mutex);
        call = std::move(m_calls.front());
        m_calls.pop_front();
    }
    call(); // may delete this
}

void Job::setRunning(bool isRunning)
{
    if (std::exchange(m_isRunning, isRunning) != isRunning)
        emit runningChanged(isRunning);
}

} // namespace netwright::session
