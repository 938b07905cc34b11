// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/palette/layer_palette.hpp"

#include "widgets/palette/command_hints.hpp"
#include "widgets/palette/palette_filter.hpp"
#include "widgets/palette/palette_list.hpp"
#include "widgets/palette/star_delegate.hpp"
#include "widgets/theme.hpp"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollBar>
#include <QVBoxLayout>

#include <utility>

namespace netwright::widgets {

LayerPalette::LayerPalette(std::span<const layers::LayerKind* const> kinds, QWidget* parent)
    : QWidget(parent)
    , m_search(new QLineEdit(this))
    , m_list(new PaletteList(this))
    , m_kinds(new PaletteModel(kinds, this))
    , m_found(new PaletteFilter(this))
{
    m_found->setSourceModel(m_kinds);
    makeSearch();
    makeList();
    makeCommands(kinds);
    setFocusProxy(m_search);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid);
    layout->addWidget(m_search);
    layout->addWidget(m_list);
}

void LayerPalette::makeSearch()
{
    m_search->setObjectName(QStringLiteral("paletteSearch"));
    m_search->setAccessibleName(tr("Search layers"));
    m_search->setPlaceholderText(tr("Search layers"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &LayerPalette::filter);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { choose(m_found->best()); });
}

void LayerPalette::makeList()
{
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Layers by category"));
    m_list->setModel(m_found);
    m_list->installEventFilter(this);
    auto* stars = new StarDelegate(m_list);
    m_list->setItemDelegate(stars);
    m_list->expandAll();
    connect(stars, &StarDelegate::starred, this, &LayerPalette::toggleFavourite);
    connect(m_list, &QTreeView::activated, this, &LayerPalette::choose);
    connect(m_list, &PaletteList::pointerLeft, this, [this] {
        if (!m_isMemoryShown)
            showMemory();
    });
    connect(m_list, &QTreeView::customContextMenuRequested, this, [this](QPoint point) {
        emit menuWanted(m_list->indexAt(point).data(PaletteModel::LayerRole).toString(),
                        m_list->viewport()->mapToGlobal(point));
    });
}

void LayerPalette::makeCommands(std::span<const layers::LayerKind* const> kinds)
{
    for (const auto* kind : kinds) {
        const auto layer = QString::fromStdString(kind->id);
        auto* add = new QAction(categoryIcon(kind->category),
                                tr("Add %1").arg(QString::fromStdString(kind->title)), this);
        add->setToolTip(QString::fromStdString(kind->help));
        add->setProperty(kSearchWords, QString::fromStdString(kind->words));
        add->setProperty(kOneOfMany, true);
        connect(add, &QAction::triggered, this, [this, layer] { emit chosen(layer); });
        addAction(add);
    }
}

QTreeView& LayerPalette::list() const { return *m_list; }

void LayerPalette::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_kinds->restyle();
    if (event->type() == QEvent::EnabledChange) {
        for (auto* action : actions())
            action->setEnabled(isEnabled());
    }
}

void LayerPalette::setBlocks(const std::vector<PaletteBlock>& blocks)
{
    if (blocks == m_blocks)
        return;
    m_blocks = blocks;
    m_kinds->setBlocks(blocks);
    m_list->expandAll();
}

std::vector<PaletteEntry> LayerPalette::entries() const
{
    std::vector<PaletteEntry> entries;
    QStringList seen; // a favourite stands in its own section too
    for (int i = 0; i < m_kinds->rowCount(); ++i) {
        for (int j = 0; j < m_kinds->item(i)->rowCount(); ++j) {
            const auto index = m_kinds->item(i)->child(j)->index();
            const auto layer = index.data(PaletteModel::LayerRole).toString();
            if (seen.contains(layer))
                continue;
            seen << layer;
            entries.push_back({ .layer = layer,
                                .title = index.data().toString(),
                                .section = index.data(PaletteModel::SectionRole).toString(),
                                .help = index.data(Qt::AccessibleDescriptionRole).toString(),
                                .icon = index.data(Qt::DecorationRole).value<QIcon>(),
                                .words = index.data(PaletteModel::WordsRole).toString() });
        }
    }
    return entries;
}

void LayerPalette::setMemory(const Memory& memory)
{
    m_memory = memory;
    showMemory();
}

void LayerPalette::remember(const QString& layer)
{
    constexpr qsizetype kMost = 5;
    auto recent = m_memory.recent;
    recent.removeAll(layer);
    recent.prepend(layer);
    if (std::exchange(m_memory.recent, recent.mid(0, kMost)) != m_memory.recent)
        showMemorySoon();
}

void LayerPalette::toggleFavourite(const QString& layer)
{
    if (m_memory.favourites.removeAll(layer) == 0)
        m_memory.favourites << layer;
    showMemorySoon();
}

/// The next click is meant for the row that is there now.
void LayerPalette::showMemorySoon()
{
    m_isMemoryShown = !m_list->isPointed();
    if (m_isMemoryShown)
        showMemory();
    else
        m_kinds->markFavourites(m_memory.favourites);
}

/// What the keyboard is on, and what is in sight, stays; at the top, what is new shows.
void LayerPalette::showMemory()
{
    m_isMemoryShown = true;
    const auto layer = m_list->currentIndex().data(PaletteModel::LayerRole);
    const auto* bar = m_list->verticalScrollBar();
    const bool isAtTop = bar->value() == 0;
    const int fromEnd = bar->maximum() - bar->value();
    m_kinds->setPersonal(m_memory.favourites, m_memory.recent);
    m_list->expandAll();
    const auto found = layer.isValid() ? m_found->match(m_found->index(0, 0), PaletteModel::LayerRole, layer,
                                                        1, Qt::MatchExactly | Qt::MatchRecursive)
                                       : QModelIndexList();
    if (!found.isEmpty())
        m_list->setCurrentIndex(found.first());
    m_list->verticalScrollBar()->setValue(isAtTop ? 0 : m_list->verticalScrollBar()->maximum() - fromEnd);
}

void LayerPalette::filter(const QString& text)
{
    m_found->search(text);
    m_list->expandAll();
    m_list->setCurrentIndex(text.isEmpty() ? QModelIndex() : m_found->best());
}

void LayerPalette::choose(const QModelIndex& index)
{
    if (const auto layer = index.data(PaletteModel::LayerRole).toString(); !layer.isEmpty())
        emit chosen(layer);
}

/// Whoever comes by keyboard sees where it is; a click is for the row that is under it.
void LayerPalette::markCurrent(Qt::FocusReason reason)
{
    if (reason != Qt::TabFocusReason && reason != Qt::BacktabFocusReason)
        return;
    const auto current = m_list->currentIndex();
    m_list->setCurrentIndex({});
    m_list->setCurrentIndex(current.isValid() ? current : m_found->best());
}

bool LayerPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down) {
        m_list->setFocus();
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_found->best());
        return true;
    }
    if (watched == m_search && event->type() == QEvent::KeyPress && !m_search->text().isEmpty()
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        m_search->clear();
        return true;
    }
    if (watched == m_list && event->type() == QEvent::FocusIn)
        markCurrent(static_cast<const QFocusEvent*>(event)->reason());
    if (watched == m_list && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Asterisk) {
        if (const auto layer = m_list->currentIndex().data(PaletteModel::LayerRole).toString();
            !layer.isEmpty())
            toggleFavourite(layer);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace netwright::widgets
