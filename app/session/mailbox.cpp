// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/mailbox.hpp"

#include <utility>

namespace netwright::session {

Mail Mailbox::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_mail, {});
}

Status Mailbox::started(const training::TrainingFacts& facts)
{
    const std::lock_guard lock(m_mutex);
    m_mail.facts = facts;
    return {};
}

Status Mailbox::stepDone(const training::StepMetrics& metrics)
{
    const std::lock_guard lock(m_mutex);
    m_mail.steps.push_back(static_cast<double>(metrics.step));
    m_mail.losses.push_back(metrics.loss);
    m_mail.latest = metrics;
    return {};
}

Status Mailbox::epochDone(const training::EpochMetrics& metrics)
{
    const std::lock_guard lock(m_mutex);
    m_mail.epochs.push_back(metrics);
    return {};
}

Status Mailbox::ended(const training::Outcome& outcome)
{
    const std::lock_guard lock(m_mutex);
    m_mail.outcome = outcome;
    return {};
}

} // namespace netwright::session
