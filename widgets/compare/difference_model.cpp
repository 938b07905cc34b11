// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/difference_model.hpp"

#include "core/network/block.hpp"
#include "widgets/compare/change_style.hpp"
#include "widgets/view/plain_tip.hpp"

#include <algorithm>

namespace netwright::widgets {

using network::Change;
using network::LayerDifference;
using network::Network;

namespace {
    const network::Node* nodeOf(const Network& network, const std::string& block,
                                std::optional<network::NodeId> id)
    {
        const auto* definition = network.block(block);
        const auto* canvas = block.empty() ? &network : definition ? &definition->body : nullptr;
        return canvas && id ? canvas->find(*id) : nullptr;
    }

    QString orNothing(const QString& text) { return text.isEmpty() ? QStringLiteral("—") : text; }

    QString kindOf(const Network& network, const network::Node* node)
    {
        const auto kind = node ? network::kindOf(network, node->layer) : nullptr;
        return kind ? QString::fromStdString(kind->title) : QString();
    }
} // namespace

void DifferenceModel::addRow(int layer, const QString& name, Change change,
                             const network::Difference& difference)
{
    m_rows.push_back({ .layer = layer,
                       .name = name,
                       .change = change,
                       .what = QString::fromStdString(difference.what),
                       .left = QString::fromStdString(difference.left),
                       .right = QString::fromStdString(difference.right) });
}

void DifferenceModel::setComparison(const Network& left, const Network& right,
                                    const network::Comparison& comparison)
{
    beginResetModel();
    m_rows.clear();
    for (const auto& difference : comparison.whole)
        addRow(-1, tr("Network"), Change::Changed, difference);
    for (std::size_t i = 0; i < comparison.layers.size(); ++i) {
        const LayerDifference& layer = comparison.layers[i];
        const auto* before = nodeOf(left, layer.block, layer.left);
        const auto* after = nodeOf(right, layer.block, layer.right);
        const auto* node = after ? after : before;
        if (layer.change == Change::Same || !node)
            continue;
        auto name = QString::fromStdString(node->name);
        if (!layer.block.empty())
            name = QStringLiteral("%1 › %2").arg(QString::fromStdString(layer.block), name);
        const auto place = static_cast<int>(i);
        for (const auto& difference : layer.differences)
            addRow(place, name, layer.change, difference);
        if (layer.differences.empty())
            addRow(place, name, layer.change,
                   { tr("Layer").toStdString(), kindOf(left, before).toStdString(),
                     kindOf(right, after).toStdString() });
    }
    endResetModel();
}

int DifferenceModel::layerOf(int row) const { return m_rows.at(static_cast<std::size_t>(row)).layer; }

int DifferenceModel::rowOfLayer(int layer) const
{
    const auto it = std::ranges::find(m_rows, layer, &Row::layer);
    return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
}

int DifferenceModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int DifferenceModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DifferenceModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::ForegroundRole && index.column() == Kind)
        return changeColour(row.change);
    if (role == Qt::ToolTipRole)
        return plainTip(data(index, Qt::DisplayRole).toString());
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Layer:
        return row.name;
    case Kind:
        return QStringLiteral("%1  %2").arg(changeSign(row.change), changeText(row.change));
    case What:
        return row.what;
    case Left:
        return orNothing(row.left);
    default:
        return orNothing(row.right);
    }
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Layer:
        return tr("Layer");
    case Kind:
        return tr("Change");
    case What:
        return tr("What");
    case Left:
        return tr("On the left");
    default:
        return tr("On the right");
    }
}

} // namespace netwright::widgets
