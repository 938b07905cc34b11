// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.hpp"
#include "core/training/observer.hpp"

#include <string>

namespace netwright::cli {

/// Shows a training as it goes: on a terminal one line that is drawn again a few times a second, elsewhere (a
/// log file) one line an epoch.
class ProgressBar : public training::Observer {
public:
    explicit ProgressBar(const Terminal& terminal)
        : m_terminal(terminal)
    {
    }

    Status started(const training::TrainingFacts& facts) override;
    Status stepDone(const training::StepMetrics& metrics) override;
    Status epochDone(const training::EpochMetrics& metrics) override;
    Status ended(const training::Outcome& outcome) override;

private:
    void draw(const training::StepMetrics& metrics);
    void clear();

    const Terminal& m_terminal;
    training::TrainingFacts m_facts;
    double m_drawnAt = -1; ///< trained seconds
    double m_speed = 0; ///< samples per second
};

/// A line such as "[=======>    ]"; `share` is 0 to 1.
[[nodiscard]] std::string barText(double share, int width);

} // namespace netwright::cli
