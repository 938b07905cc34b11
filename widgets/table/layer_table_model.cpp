// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/table/layer_table_model.hpp"

#include "widgets/graph/node_card.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/plain_tip.hpp"

#include <algorithm>

namespace netwright::widgets {

namespace {
    const QString kUnknown = QStringLiteral("–");

    std::optional<std::int64_t> numberOf(const layers::Cost& cost, int column)
    {
        switch (column) {
        case LayerTableModel::Parameters:
            return cost.parameters;
        case LayerTableModel::MultiplyAdds:
            return cost.multiplyAdds;
        case LayerTableModel::Memory:
            return cost.activationBytes;
        default:
            return std::nullopt;
        }
    }

    std::optional<std::int64_t> numberOf(const network::ListedLayer& layer, int column)
    {
        return layer.cost ? numberOf(*layer.cost, column) : std::nullopt;
    }

    bool isNumber(int column)
    {
        return column == LayerTableModel::Order || column >= LayerTableModel::Parameters;
    }

    QString outputsOf(const network::ListedLayer& layer)
    {
        QStringList shapes;
        for (const auto& shape : layer.outputs)
            shapes << shapeText(shape);
        return layer.cost ? shapes.join(QStringLiteral(", ")) : kUnknown;
    }

    bool isSameLayer(const network::ListedLayer& left, const network::ListedLayer& right)
    {
        return left.name == right.name && left.path == right.path;
    }
} // namespace

void LayerTableModel::setLayers(std::vector<network::ListedLayer> layers)
{
    const bool isSameList = std::ranges::equal(layers, m_layers, isSameLayer);
    if (!isSameList)
        beginResetModel();
    m_layers = std::move(layers);
    m_total = network::totalOf(m_layers);
    if (!isSameList)
        endResetModel();
    else if (!m_layers.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

const network::ListedLayer& LayerTableModel::layer(int row) const
{
    return m_layers.at(static_cast<std::size_t>(row));
}

int LayerTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_layers.size());
}

int LayerTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString LayerTableModel::text(int row, int column) const
{
    const auto& listed = layer(row);
    switch (column) {
    case Order:
        return QString::number(row + 1);
    case Layer:
        return QString::fromStdString(listed.name);
    case Kind:
        return listed.isBypassed ? tr("%1 (bypassed)").arg(QString::fromStdString(listed.kind))
                                 : QString::fromStdString(listed.kind);
    case Output:
        return outputsOf(listed);
    default:
        break;
    }
    const auto number = numberOf(listed, column);
    if (!number)
        return kUnknown;
    return column == Memory ? bytesText(static_cast<double>(*number)) : wholeText(*number);
}

QVariant LayerTableModel::sortKey(int row, int column) const
{
    const auto& listed = layer(row);
    switch (column) {
    case Order:
        return row;
    case Layer:
    case Kind:
        return text(row, column);
    case Output: {
        qlonglong elements = 0;
        for (const auto& shape : listed.outputs)
            elements += shape.elements();
        return elements;
    }
    default:
        return static_cast<qlonglong>(numberOf(listed, column).value_or(-1));
    }
}

QVariant LayerTableModel::share(int row, int column) const
{
    const auto number = numberOf(layer(row), column);
    const auto whole = numberOf(m_total, column).value_or(0);
    if (!number || whole == 0)
        return {};
    return static_cast<double>(*number) / static_cast<double>(whole);
}

bool LayerTableModel::isQuiet(int row, int column) const
{
    return column == Order || layer(row).isBypassed || numberOf(layer(row), column) == 0;
}

QVariant LayerTableModel::toolTip(int row, int column) const
{
    const auto& listed = layer(row);
    if (column == Parameters && !listed.sharedWith.empty())
        return tr("It uses the weights of %1, which counts them")
            .arg(QString::fromStdString(listed.sharedWith));
    if (column == Layer)
        return tr("%1: %2").arg(text(row, Layer), text(row, Kind));
    const auto part = share(row, column);
    if (!part.isValid())
        return listed.cost || !isNumber(column) ? QVariant(text(row, column))
                                                : tr("Not known until the problems are solved");
    return tr("%1, %2 of the network")
        .arg(wholeText(*numberOf(listed, column)), percentText(part.toDouble()));
}

QVariant LayerTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = index.row();
    const auto column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case SortRole:
        return sortKey(row, column);
    case ShareRole:
        return share(row, column);
    case Qt::ToolTipRole:
        return plainTip(toolTip(row, column).toString());
    case Qt::DecorationRole:
        return column == Layer ? QVariant(categoryIcon(layer(row).category)) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter | (isNumber(column) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ForegroundRole:
        return isQuiet(row, column) ? QVariant(colour(Meaning::Quiet)) : QVariant();
    default:
        return {};
    }
}

QVariant LayerTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    static const char* const kTitles[] = { "#",
                                           QT_TR_NOOP("Layer"),
                                           QT_TR_NOOP("Kind"),
                                           QT_TR_NOOP("Output"),
                                           QT_TR_NOOP("Parameters"),
                                           QT_TR_NOOP("Multiply-adds"),
                                           QT_TR_NOOP("Memory") };
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::DisplayRole)
        return tr(kTitles[section]);
    if (role != Qt::ToolTipRole)
        return {};
    switch (section) {
    case Order:
        return tr("The order of execution");
    case MultiplyAdds:
        return tr("Multiplications with an addition, forward, for one sample");
    case Memory:
        return tr("The outputs of the layer for one sample, as float32");
    default:
        return {};
    }
}

} // namespace netwright::widgets
