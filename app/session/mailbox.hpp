// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/observer.hpp"

#include <mutex>
#include <optional>
#include <vector>

namespace netwright::session {

/// What has happened in a training since one last looked.
struct Mail {
    std::optional<training::TrainingFacts> facts;
    std::vector<double> steps; ///< pairs with losses
    std::vector<double> losses;
    std::optional<training::StepMetrics> latest;
    std::vector<training::EpochMetrics> epochs;
    std::optional<training::Outcome> outcome;
};

/// The observer that carries numbers from the training thread to the GUI thread: written there, taken here by
/// a timer. A step costs one uncontended lock.
class Mailbox : public training::Observer {
public:
    [[nodiscard]] Mail take();

    Status started(const training::TrainingFacts& facts) override;
    Status stepDone(const training::StepMetrics& metrics) override;
    Status epochDone(const training::EpochMetrics& metrics) override;
    Status ended(const training::Outcome& outcome) override;

private:
    std::mutex m_mutex;
    Mail m_mail;
};

} // namespace netwright::session
