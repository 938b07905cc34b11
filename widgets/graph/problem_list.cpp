// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/problem_list.hpp"

#include "widgets/theme.hpp"

namespace netwright::widgets {

ProblemList::ProblemList(QWidget* parent)
    : QListWidget(parent)
{
    setAccessibleName(tr("Problems"));
    setWordWrap(true);
    setFrameShape(NoFrame);
    setIconSize({ 16, 16 });
    connect(this, &QListWidget::itemClicked, this, &ProblemList::choose);
    connect(this, &QListWidget::itemActivated, this, &ProblemList::choose);
}

void ProblemList::setProblems(const std::vector<network::Problem>& problems)
{
    if (problems == m_problems && count() > 0)
        return;
    m_problems = problems;
    clear();
    for (const auto& problem : m_problems)
        addItem(
            new QListWidgetItem(icon(QStringLiteral("problem")), QString::fromStdString(problem.message)));
    if (m_problems.empty()) {
        auto* none = new QListWidgetItem(tr("No problems: this network can be trained."), this);
        none->setFlags(Qt::NoItemFlags);
    }
}

void ProblemList::choose(const QListWidgetItem* item)
{
    const auto index = static_cast<std::size_t>(row(item));
    if (index < m_problems.size() && m_problems[index].node)
        emit chosen(*m_problems[index].node);
}

} // namespace netwright::widgets
