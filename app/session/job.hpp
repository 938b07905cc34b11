// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/base/progress.hpp"

#include <QObject>

#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <type_traits>
#include <utility>

namespace netwright::session {

/// One kind of work that a page does off the GUI thread: start() runs it on a thread of its own, with
/// progress and a stop token, and hands the result to `done` on the owner's thread. A new start() or cancel()
/// makes the result of the work before it vanish. The destructor asks the work to stop and waits for it, so
/// `work` may use what outlives the Job. What work throws becomes the Error of its Result.
///
/// Belongs to one thread (the GUI's). Works that are started faster than they end run one after the other:
/// each thread waits for the one before it. None outlives its work: a thread that has computed keeps OpenMP
/// threads, which slow a training as long as they live.
class Job : public QObject {
    Q_OBJECT

public:
    explicit Job(QObject* parent = nullptr);
    ~Job() override;

    /// work: T(const Progress&), on its thread. done: void(T), on the owner's.
    template <class Work, class Done> void start(Work work, Done done);
    void cancel();
    void cancelAndWait(); ///< for short work whose effects must be over
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

signals:
    /// At most thirty times a second.
    void progressed(double fraction, const QString& what);
    void runningChanged(bool isRunning);
    void posted(QPrivateSignal); ///< a call from the work's thread waits

private:
    using Call = std::function<void()>;

    /// `work` gives the call that delivers its result.
    void run(std::function<Call(const Progress&)> work);
    /// `number` tells whether its news is still wanted.
    Progress makeProgress(int number, std::stop_token stop);
    /// From the work's thread: a call for the owner's. Qt's queue only wakes it; the call crosses under
    /// m_mutex, which the thread sanitizer sees, unlike the locks in Qt.
    void post(Call call);
    void takeCall();
    void setRunning(bool isRunning);

    std::mutex m_mutex;
    std::deque<Call> m_calls; ///< posted, not yet taken; m_mutex guards it
    int m_number = 0; ///< of the newest work
    bool m_isRunning = false;
    std::jthread m_thread; ///< of the newest work; last, for it uses the others until its end
};

/// The result of `work`, which is a failed one where a library threw; a value that cannot tell lets it pass.
template <class Work> auto attempt(Work& work, const Progress& progress) -> decltype(work(progress))
{
    if constexpr (std::is_constructible_v<decltype(work(progress)), tl::unexpected<Error>>) {
        try {
            return work(progress);
        } catch (const std::exception& error) {
            return fail("", "the work broke off: {}", error.what());
        }
    } else {
        return work(progress);
    }
}

template <class Work, class Done> void Job::start(Work work, Done done)
{
    run([work = std::move(work), done = std::move(done)](const Progress& progress) mutable {
        using Value = decltype(work(progress));
        // std::function wants to copy; a result may be movable only.
        auto value = std::make_shared<Value>(attempt(work, progress));
        return [value, done = std::move(done)]() mutable { done(std::move(*value)); };
    });
}

} // namespace netwright::session
