// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

namespace netwright::session {

/// How often the window may draw while a training runs. Drawing takes a core away, and a training that uses
/// all cores waits for the slowest; so drawing gets a small share of one core, however long a picture takes.
/// Belongs to the thread that draws.
class RedrawPace {
public:
    struct Moment {
        std::chrono::steady_clock::time_point time;
        std::chrono::nanoseconds work; ///< what this thread has computed so far

        static Moment now();
    };

    /// True where the next picture is due; then the time until the next one begins.
    [[nodiscard]] bool isDue(const Moment& now = Moment::now());

private:
    std::optional<Moment> m_last;
};

} // namespace netwright::session
