// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <csignal>
#include <stop_token>
#include <thread>

namespace netwright::cli {

/// While it lives, the first SIGINT or SIGTERM asks to stop and the second ends the process. Make it before
/// any other thread: threads inherit that these signals wait for the one that handles them.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); }

private:
    void listen();

    std::stop_source m_stop;
    sigset_t m_signals {};
    sigset_t m_before {};
    std::atomic<bool> m_isDone = false;
    std::thread m_thread;
};

} // namespace netwright::cli
