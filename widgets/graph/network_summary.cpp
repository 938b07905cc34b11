// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/network_summary.hpp"

#include "core/network/depth.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/elided_label.hpp"
#include "widgets/view/fitting_label.hpp"
#include "widgets/view/plain_tip.hpp"

#include <QHBoxLayout>
#include <QTimer>
#include <QToolButton>

#include <algorithm>
#include <chrono>

namespace netwright::widgets {

namespace {
    /// Weights, gradients and the two moments of Adam; outputs and their gradients. An estimate: the engine
    /// shares memory where it can, and needs some of its own.
    double trainingBytes(const network::Analysis& analysis, std::int64_t batch)
    {
        constexpr double kPerWeight = 4 * sizeof(float);
        const auto& total = analysis.total;
        return kPerWeight * static_cast<double>(total.parameters)
            + 2.0 * static_cast<double>(batch)
            * static_cast<double>(total.activationBytes - analysis.recomputedBytes);
    }
} // namespace

NetworkSummary::NetworkSummary(QWidget* parent)
    : QWidget(parent)
    , m_cost(new FittingLabel(this))
    , m_time(new QToolButton(this))
    , m_message(new ElidedLabel(this))
    , m_problems(new QToolButton(this))
    , m_forget(new QTimer(this))
    , m_state(QStringLiteral("check"))
{
    m_cost->setObjectName(QStringLiteral("cost"));
    m_message->setObjectName(QStringLiteral("message"));
    m_message->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_message->setAlignment(Qt::AlignCenter);
    m_problems->setObjectName(QStringLiteral("problemCount"));
    m_problems->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_forget->setSingleShot(true);
    m_forget->setInterval(std::chrono::seconds(6));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, kGrid / 2, kGrid, kGrid / 2);
    layout->setSpacing(2 * kGrid);
    layout->addWidget(m_cost);
    layout->addWidget(m_time);
    layout->addWidget(m_message, 1);
    layout->addWidget(m_problems);
    m_time->setObjectName(QStringLiteral("measure"));
    m_time->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_time->setIcon(icon(QStringLiteral("speed")));
    setMeasured({});
    connect(m_time, &QToolButton::clicked, this, &NetworkSummary::measureClicked);
    connect(m_problems, &QToolButton::clicked, this, &NetworkSummary::problemsClicked);
    connect(m_forget, &QTimer::timeout, this, [this] { tell({}); });
}

void NetworkSummary::setMeasured(Times times)
{
    m_times = times;
    showTime();
}

/// Always of the network: a block is not trained alone.
void NetworkSummary::showTime()
{
    const bool isKnown = m_times.step > 0;
    const auto epoch = tr("%1 an epoch").arg(durationText(m_times.epoch));
    m_time->setText(!isKnown ? tr("Measure time") : m_whole ? tr("Network: %1").arg(epoch) : epoch);
    m_time->setToolTip(
        isKnown ? tr("%1 a step of the whole network, measured just now; click to measure again")
                      .arg(durationText(m_times.step))
                : tr("Run a few training steps of the whole network and tell how long an epoch takes"));
}

void NetworkSummary::setNetwork(const network::Network& network, const network::Analysis& analysis,
                                std::int64_t batch)
{
    showCost(network, analysis, batch);
    m_time->setVisible(m_whole ? m_whole->isTrainable : analysis.isTrainable());
    m_count = problemCount(analysis);
    m_state = QLatin1String(!analysis.problems.empty()      ? "error"
                                : analysis.warnings.empty() ? "check"
                                                            : "warning");
    showProblems();
    showTime();
}

void NetworkSummary::setTextFault(const QString& fault, bool isQuestion)
{
    m_fault = fault;
    m_isQuestion = isQuestion;
    showProblems();
}

void NetworkSummary::showProblems()
{
    const bool isFaulty = !m_fault.isEmpty();
    const auto fault = m_isQuestion ? tr("The text waits for an answer") : tr("The text has a fault");
    m_problems->setIcon(icon(!isFaulty          ? m_state
                                 : m_isQuestion ? QStringLiteral("warning")
                                                : QStringLiteral("error")));
    m_problems->setText(isFaulty                 ? fault
                            : !m_count.isEmpty() ? m_count
                            : m_whole            ? tr("No problems in this block")
                                                 : tr("No problems"));
    m_problems->setToolTip(isFaulty ? plainTip(m_fault) : tr("Show the list of problems"));
}

QString NetworkSummary::problemCount(const network::Analysis& analysis)
{
    const auto problems = analysis.problems.size();
    const auto warnings = analysis.warnings.size();
    QStringList parts;
    if (problems > 0)
        parts << (problems == 1 ? tr("1 problem") : tr("%1 problems").arg(problems));
    if (warnings > 0)
        parts << (warnings == 1 ? tr("1 warning") : tr("%1 warnings").arg(warnings));
    return parts.join(QStringLiteral(", "));
}

void NetworkSummary::showCost(const network::Network& network, const network::Analysis& analysis,
                              std::int64_t batch)
{
    if (network.nodes.empty())
        return m_cost->setParts({ tr("No layers yet") });
    const auto layers = network.nodes.size() == 1 ? tr("1 layer") : tr("%1 layers").arg(network.nodes.size());
    QStringList parts { m_whole ? tr("This block: %1").arg(layers) : layers };
    const auto& total = analysis.total;
    if (analysis.facts.size() < network.nodes.size()) // a sum over some of them would mislead
        parts << (m_missing.isEmpty() ? tr("size unknown until the problems are solved") : m_missing);
    else
        parts << tr("%1 parameters").arg(countText(static_cast<double>(total.parameters)))
              << tr("%1 multiply-adds per sample").arg(countText(static_cast<double>(total.multiplyAdds)))
              << tr("%1 to train at batch %2").arg(bytesText(trainingBytes(analysis, batch))).arg(batch)
              << tr("depth %1").arg(network::depthOf(network));
    if (m_whole)
        parts << tr("Network: %1").arg(m_whole->size);
    m_cost->setParts(parts);
}

void NetworkSummary::tell(const QString& message)
{
    m_message->setText(message);
    // For a moment it matters more than the figures; those that are left out stand in their tool tip.
    m_message->setMinimumWidth(message.isEmpty() ? 0 : std::min(m_message->sizeHint().width(), width() / 2));
    if (!message.isEmpty())
        m_forget->start();
}

} // namespace netwright::widgets
