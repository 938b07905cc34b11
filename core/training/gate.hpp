// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace netwright::training {

/// Holds a thread that passes through while another has it closed. Starts open.
class Gate {
public:
    void close() { set(true); }
    void open() { set(false); }

    /// Returns when open or asked to stop.
    void pass(const std::stop_token& stop)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, stop, [this] { return !m_isClosed; });
    }

private:
    void set(bool isClosed)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isClosed = isClosed;
        }
        m_changed.notify_all();
    }

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_isClosed = false;
};

} // namespace netwright::training
