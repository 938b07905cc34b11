// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/problem_model.hpp"

#include "core/layers/catalogue/layer_table.hpp"
#include "widgets/graph/unbroken.hpp"
#include "widgets/themed_icon.hpp"
#include "widgets/view/plain_tip.hpp"

#include <algorithm>

namespace netwright::widgets {

using network::Problem;
using network::Severity;

namespace {
    QString titleOf(const network::Node& node)
    {
        const auto* kind = layers::findLayer(node.layer);
        return QString::fromStdString(kind ? kind->title : node.layer);
    }
} // namespace

QString reasonText(const Problem& problem)
{
    auto text = QString::fromStdString(problem.reason);
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

QString problemText(const network::Network& network, const Problem& problem)
{
    const auto* node = problem.node ? network.find(*problem.node) : nullptr;
    return node ? QStringLiteral("%1 (%2): %3")
                      .arg(QString::fromStdString(node->name), titleOf(*node), reasonText(problem))
                : reasonText(problem);
}

ProblemModel::ProblemModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void ProblemModel::setProblems(const network::Network& network, const network::Analysis& analysis)
{
    std::vector<Row> rows;
    for (const auto* list : { &analysis.problems, &analysis.warnings }) {
        for (const auto& problem : *list) {
            const auto* node = problem.node ? network.find(*problem.node) : nullptr;
            rows.push_back({ .problem = problem,
                             .layer = node ? QString::fromStdString(node->name) : tr("Network"),
                             .kind = node ? titleOf(*node) : QString(),
                             .message = unbroken(reasonText(problem)) });
        }
    }
    if (std::ranges::equal(rows, m_rows, [](const Row& left, const Row& right) {
            return left.problem == right.problem && left.layer == right.layer;
        }))
        return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void ProblemModel::setFixes(int row, const QStringList& titles)
{
    auto& fixes = m_rows.at(static_cast<std::size_t>(row)).fixes;
    if (fixes == titles)
        return;
    fixes = titles;
    emit dataChanged(index(row, FixColumn), index(row, FixColumn));
}

const Problem* ProblemModel::problem(int row) const
{
    return row >= 0 && row < rowCount() ? &m_rows[static_cast<std::size_t>(row)].problem : nullptr;
}

QStringList ProblemModel::fixes(int row) const { return m_rows.at(static_cast<std::size_t>(row)).fixes; }

int ProblemModel::rowOf(network::NodeId node) const
{
    const auto it
        = std::ranges::find(m_rows, std::optional(node), [](const Row& row) { return row.problem.node; });
    return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
}

int ProblemModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ProblemModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ProblemModel::text(const Row& row, int column) const
{
    switch (column) {
    case Layer:
        return row.layer;
    case Message:
        return row.message;
    default:
        return row.fixes.value(0);
    }
}

QVariant ProblemModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    const bool isError = row.problem.severity == Severity::Error;
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        return plainTip(index.column() == Layer ? row.kind : text(row, index.column()).toString());
    case Qt::DecorationRole:
        if (index.column() != Layer)
            return {};
        return icon(isError ? QStringLiteral("error") : QStringLiteral("warning"),
                    isError ? Meaning::Bad : Meaning::Warning);
    case Qt::AccessibleTextRole:
        if (index.column() != Layer)
            return text(row, index.column());
        return QStringLiteral("%1: %2").arg(isError ? tr("Error") : tr("Warning"), row.layer);
    case FixesRole:
        return row.fixes;
    default:
        return {};
    }
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Layer:
        return tr("Layer");
    case Message:
        return tr("Problem");
    default:
        return tr("Fix");
    }
}

} // namespace netwright::widgets
