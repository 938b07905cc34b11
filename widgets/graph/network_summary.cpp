// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/network_summary.hpp"

#include "core/network/depth.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/elided_label.hpp"
#include "widgets/view/fitting_label.hpp"

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
    m_time->setText(times.step > 0 ? tr("%1 an epoch").arg(durationText(times.epoch)) : tr("Measure time"));
    m_time->setToolTip(
        times.step > 0
            ? tr("%1 a step, measured just now; click to measure again").arg(durationText(times.step))
            : tr("Run a few training steps and tell how long an epoch takes"));
}

void NetworkSummary::setNetwork(const network::Network& network, const network::Analysis& analysis,
                                std::int64_t batch)
{
    showCost(network, analysis, batch);
    m_time->setVisible(analysis.isTrainable());
    m_count = problemCount(analysis);
    m_state = QLatin1String(!analysis.problems.empty()      ? "error"
                                : analysis.warnings.empty() ? "check"
                                                            : "warning");
    showProblems();
}

void NetworkSummary::setTextFault(const QString& fault)
{
    m_fault = fault;
    showProblems();
}

void NetworkSummary::showProblems()
{
    const bool isFaulty = !m_fault.isEmpty();
    m_problems->setIcon(icon(isFaulty ? QStringLiteral("error") : m_state));
    m_problems->setText(isFaulty                ? tr("The text has a fault")
                            : m_count.isEmpty() ? tr("No problems")
                                                : m_count);
    m_problems->setToolTip(isFaulty ? m_fault : tr("Show the list of problems"));
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
    const auto layers = network.nodes.size() == 1 ? tr("1 layer") : tr("%1 layers").arg(network.nodes.size());
    QStringList parts { m_part.isEmpty() ? layers : tr("%1: %2").arg(m_part, layers) };
    const auto& total = analysis.total;
    if (analysis.facts.size() < network.nodes.size()) // a sum over some of them would mislead
        parts << tr("size unknown until the problems are solved");
    else
        parts << tr("%1 parameters").arg(countText(static_cast<double>(total.parameters)))
              << tr("%1 multiply-adds per sample").arg(countText(static_cast<double>(total.multiplyAdds)))
              << tr("%1 to train at batch %2").arg(bytesText(trainingBytes(analysis, batch))).arg(batch)
              << tr("depth %1").arg(network::depthOf(network));
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
