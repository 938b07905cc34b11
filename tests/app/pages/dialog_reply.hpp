// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QTimer>

#include <functional>

namespace netwright::testing {

/// Does something to the next modal dialog of a kind, once, while the code under test waits for it.
template <class Dialog> class DialogReply {
public:
    explicit DialogReply(std::function<void(Dialog&)> act)
        : m_act(std::move(act))
    {
        constexpr int kPollMs = 5;
        QObject::connect(&m_poll, &QTimer::timeout, &m_poll, [this] { look(); });
        m_poll.start(kPollMs);
    }
    DialogReply(const DialogReply&) = delete;
    DialogReply& operator=(const DialogReply&) = delete;

    [[nodiscard]] bool isGiven() const { return m_isGiven; }

private:
    void look()
    {
        auto* dialog = qobject_cast<Dialog*>(QApplication::activeModalWidget());
        if (!dialog)
            return;
        m_poll.stop();
        m_isGiven = true;
        m_act(*dialog);
    }

    std::function<void(Dialog&)> m_act;
    QTimer m_poll;
    bool m_isGiven = false;
};

} // namespace netwright::testing
