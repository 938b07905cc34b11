// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/column_model.hpp"

#include "app/session/text.hpp"
#include "widgets/graph/node_card.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/plain_tip.hpp"

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
            return ColumnModel::tr("%1 ids below %2")
                .arg(widgets::wholeText(column.shape.elements()), widgets::wholeText(column.vocabulary));
        return widgets::shapeText(column.shape);
    }

    QString joined(const std::vector<std::string>& names)
    {
        QStringList texts;
        for (const auto& name : names)
            texts << toQt(name);
        return texts.join(QStringLiteral(", "));
    }
} // namespace

void ColumnModel::setSignature(tensor::Signature signature, std::vector<std::vector<std::string>> elements)
{
    if (signature == m_signature && elements == m_elements)
        return;
    beginResetModel();
    m_signature = std::move(signature);
    m_elements = std::move(elements);
    m_elements.resize(m_signature.columns.size());
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
    const auto& elements = m_elements[static_cast<std::size_t>(index.row())];
    if (role == Qt::ToolTipRole)
        return widgets::plainTip(joined(elements.empty() ? column.categories : elements));
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
