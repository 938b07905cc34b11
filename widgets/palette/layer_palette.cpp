// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/palette/layer_palette.hpp"

#include "widgets/theme.hpp"

#include <QKeyEvent>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

namespace netwright::widgets {

LayerPalette::LayerPalette(std::span<const layers::LayerKind* const> kinds, QWidget* parent)
    : QWidget(parent)
    , m_search(new QLineEdit(this))
    , m_list(new QTreeView(this))
    , m_kinds(new PaletteModel(kinds, this))
    , m_found(new QSortFilterProxyModel(this))
{
    m_search->setObjectName(QStringLiteral("paletteSearch"));
    m_search->setAccessibleName(tr("Search layers"));
    m_search->setPlaceholderText(tr("Search layers"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);

    m_found->setSourceModel(m_kinds);
    m_found->setFilterRole(PaletteModel::SearchRole);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_found->setRecursiveFilteringEnabled(true);
    m_found->setAutoAcceptChildRows(true); // a category's name finds all of it

    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Layers by category"));
    m_list->setModel(m_found);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setIndentation(kGrid);
    m_list->setItemsExpandable(false);
    m_list->setExpandsOnDoubleClick(false);
    m_list->setIconSize({ 20, 20 });
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setDragEnabled(true);
    m_list->setDragDropMode(QAbstractItemView::DragOnly);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->expandAll();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid);
    layout->addWidget(m_search);
    layout->addWidget(m_list);
    connect(m_search, &QLineEdit::textChanged, this, &LayerPalette::filter);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { choose(firstFound()); });
    connect(m_list, &QTreeView::activated, this, &LayerPalette::choose);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_list, &QTreeView::customContextMenuRequested, this, [this](QPoint point) {
        emit menuWanted(m_list->indexAt(point).data(PaletteModel::LayerRole).toString(),
                        m_list->viewport()->mapToGlobal(point));
    });
}

void LayerPalette::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_kinds->restyle();
}

void LayerPalette::setBlocks(const std::vector<PaletteBlock>& blocks)
{
    if (blocks == m_blocks)
        return;
    m_blocks = blocks;
    m_kinds->setBlocks(blocks);
    m_list->expandAll();
}

void LayerPalette::filter(const QString& text)
{
    m_found->setFilterFixedString(text.trimmed());
    m_list->expandAll();
    m_list->setCurrentIndex(text.isEmpty() ? QModelIndex() : firstFound());
}

QModelIndex LayerPalette::firstFound() const { return m_found->index(0, 0, m_found->index(0, 0)); }

void LayerPalette::choose(const QModelIndex& index)
{
    if (const auto layer = index.data(PaletteModel::LayerRole).toString(); !layer.isEmpty())
        emit chosen(layer);
}

bool LayerPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down) {
        m_list->setFocus();
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(firstFound());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace netwright::widgets
