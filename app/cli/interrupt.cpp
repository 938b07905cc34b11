// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.hpp"

#include <pthread.h>

#include <cstdlib>

namespace netwright::cli {

Interrupt::Interrupt()
{
    sigemptyset(&m_signals);
    sigaddset(&m_signals, SIGINT);
    sigaddset(&m_signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &m_signals, &m_before);
    m_thread = std::thread([this] { listen(); });
}

Interrupt::~Interrupt()
{
    m_isDone = true;
    pthread_kill(m_thread.native_handle(), SIGTERM); // wakes it up, no more
    m_thread.join();
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

void Interrupt::listen()
{
    int signal = 0;
    while (sigwait(&m_signals, &signal) == 0 && !m_isDone) {
        if (m_stop.stop_requested())
            std::_Exit(EXIT_FAILURE);
        m_stop.request_stop();
    }
}

} // namespace netwright::cli
