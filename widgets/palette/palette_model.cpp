// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/palette/palette_model.hpp"

#include "widgets/form/formula.hpp"
#include "widgets/graph/canvas_style.hpp"
#include "widgets/graph/layer_mime.hpp"
#include "widgets/theme.hpp"

#include <QMimeData>

#include <map>
#include <utility>

namespace netwright::widgets {

namespace {
    QString text(std::string_view utf8)
    {
        return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    }

    QStandardItem* sectionOf(const QString& title)
    {
        auto* item = new QStandardItem(title);
        item->setFlags(Qt::ItemIsEnabled);
        item->setFont(font(TextRole::Strong));
        return item;
    }

    QStandardItem* itemOf(const QString& layer, const QString& title, const QString& help,
                          layers::Category category, const QString& section)
    {
        auto* item = new QStandardItem(title);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled);
        item->setToolTip(QStringLiteral("<b>%1</b><br>%2").arg(title.toHtmlEscaped(), help.toHtmlEscaped()));
        item->setData(layer, PaletteModel::LayerRole);
        item->setData(static_cast<int>(category), PaletteModel::CategoryRole);
        item->setData(help, Qt::AccessibleDescriptionRole);
        item->setData(section, PaletteModel::SectionRole);
        item->setData(false, PaletteModel::FavouriteRole);
        return item;
    }
} // namespace

PaletteModel::PaletteModel(std::span<const layers::LayerKind* const> kinds, QObject* parent)
    : QStandardItemModel(parent)
{
    std::map<layers::Category, QStandardItem*> categories;
    for (const auto* kind : kinds) {
        auto& category = categories[kind->category];
        if (!category)
            category = sectionOf(text(layers::titleOf(kind->category)));
        auto* item
            = itemOf(text(kind->id), text(kind->title), text(kind->help), kind->category, category->text());
        item->setData(text(kind->words), WordsRole);
        item->setToolTip(item->toolTip() + QStringLiteral("<p>%1</p>").arg(formulaHtml(kind->formula)));
        category->appendRow(item);
    }
    for (const auto& [category, item] : categories)
        appendRow(item);
    m_categories = rowCount();
    restyle();
}

void PaletteModel::setBlocks(const std::vector<PaletteBlock>& blocks)
{
    const int first = m_personal + m_categories;
    removeRows(first, rowCount() - first);
    for (const auto& block : blocks) {
        if (rowCount() == first || item(rowCount() - 1)->text() != block.section)
            appendRow(sectionOf(block.section));
        item(rowCount() - 1)
            ->appendRow(itemOf(block.layer, block.title, block.help, layers::Category::Block, block.section));
    }
    showPersonal();
}

void PaletteModel::setPersonal(const QStringList& favourites, const QStringList& recent)
{
    m_favourites = favourites;
    m_recent = recent;
    showPersonal();
}

void PaletteModel::showPersonal()
{
    removeRows(0, std::exchange(m_personal, 0));
    markFavourites(m_favourites);
    addPersonal(tr("Favourites"), m_favourites);
    addPersonal(tr("Recent"), m_recent);
    restyle();
}

void PaletteModel::markFavourites(const QStringList& favourites)
{
    for (int i = 0; i < rowCount(); ++i) {
        for (int j = 0; j < item(i)->rowCount(); ++j) {
            auto* entry = item(i)->child(j);
            entry->setData(favourites.contains(entry->data(LayerRole).toString()), FavouriteRole);
        }
    }
}

void PaletteModel::addPersonal(const QString& title, const QStringList& layers)
{
    QList<QStandardItem*> copies;
    for (const auto& layer : layers) {
        if (const auto* entry = find(layer)) {
            copies << entry->clone();
            copies.last()->setData(true, CopyRole);
        }
    }
    if (copies.isEmpty())
        return;
    auto* section = sectionOf(title);
    section->appendRows(copies);
    insertRow(m_personal++, section);
}

QStandardItem* PaletteModel::find(const QString& layer) const
{
    for (int i = m_personal; i < rowCount(); ++i) {
        for (int j = 0; j < item(i)->rowCount(); ++j) {
            if (item(i)->child(j)->data(LayerRole).toString() == layer)
                return item(i)->child(j);
        }
    }
    return nullptr;
}

void PaletteModel::restyle()
{
    const auto style = CanvasStyle::current();
    for (int i = 0; i < rowCount(); ++i) {
        for (int j = 0; j < item(i)->rowCount(); ++j) {
            auto* kind = item(i)->child(j);
            const auto category = static_cast<layers::Category>(kind->data(CategoryRole).toInt());
            QIcon coloured;
            for (const int pixels : { 20, 40, 60 })
                coloured.addPixmap(style.categoryIcon(category, pixels));
            kind->setIcon(coloured);
        }
    }
}

QStringList PaletteModel::mimeTypes() const { return { kLayerMime }; }

QMimeData* PaletteModel::mimeData(const QModelIndexList& indexes) const
{
    auto* mime = new QMimeData;
    if (!indexes.isEmpty())
        mime->setData(kLayerMime, indexes.first().data(LayerRole).toString().toUtf8());
    return mime;
}

} // namespace netwright::widgets
