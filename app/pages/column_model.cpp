// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/column_model.hpp"

#include "app/session/text.hpp"

namespace netwright::pages {

using session::toQt;

namespace {
    QString typeText(tensor::ColumnType type)
    {
        switch (type) {
        case tensor::ColumnType::Image:
            return ColumnModel::tr("image");
        case tensor::ColumnType::Vector:
            return ColumnModel::tr("vector");
        case tensor::ColumnType::Number:
            return ColumnModel::tr("number");
        case tensor::ColumnType::Category:
            return ColumnModel::tr("category");
        case tensor::ColumnType::Sequence:
            return ColumnModel::tr("sequence");
        }
        return {};
    }

    QString detailText(const tensor::Column& column)
    {
        if (column.type == tensor::ColumnType::Category)
            return ColumnModel::tr("%1 classes").arg(column.categories.size());
        if (column.type == tensor::ColumnType::Sequence)
            return ColumnModel::tr("%1 ids below %2").arg(column.shape.elements()).arg(column.vocabulary);
        return toQt(tensor::toText(column.shape));
    }

    QString categoriesText(const tensor::Column& column)
    {
        QStringList names;
        for (const auto& category : column.categories)
            names << toQt(category);
        return names.join(QStringLiteral(", "));
    }
} // namespace

void ColumnModel::setSignature(tensor::Signature signature)
{
    if (signature == m_signature)
        return;
    beginResetModel();
    m_signature = std::move(signature);
    endResetModel();
}

int ColumnModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_signature.columns.size());
}

int ColumnModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : 3; }

QVariant ColumnModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto& column = m_signature.columns[static_cast<std::size_t>(index.row())];
    if (role == Qt::ToolTipRole)
        return categoriesText(column);
    if (role != Qt::DisplayRole)
        return {};
    if (index.column() == 0)
        return toQt(column.name);
    return index.column() == 1 ? typeText(column.type) : detailText(column);
}

QVariant ColumnModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    return section == 0 ? tr("Column") : section == 1 ? tr("Type") : tr("Shape");
}

} // namespace netwright::pages
