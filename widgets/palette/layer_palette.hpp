// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/palette/found_layers.hpp"
#include "widgets/palette/palette_model.hpp"

#include <QWidget>

#include <span>

class QLineEdit;
class QModelIndex;
class QTreeView;

namespace netwright::widgets {

class PaletteFilter;
class PaletteList;

/// The layers one can build with: a search field over a list by category. Drag a layer to the canvas, or
/// choose it by a double click or Enter; Enter in the search field chooses the best that is found. A click
/// on its star, or the key *, makes it a favourite. Each layer of the catalogue is an action, too ("Add
/// Dense"), for the command palette.
class LayerPalette : public QWidget {
    Q_OBJECT

public:
    explicit LayerPalette(std::span<const layers::LayerKind* const> kinds, QWidget* parent = nullptr);

    /// Blocks, beside the layers of the catalogue.
    void setBlocks(const std::vector<PaletteBlock>& blocks);
    /// What the person likes, and used lately: shown above all else, to be kept between sessions.
    struct Memory {
        QStringList favourites;
        QStringList recent; ///< the latest first
        bool operator==(const Memory&) const = default;
    };
    [[nodiscard]] const Memory& memory() const { return m_memory; }
    void setMemory(const Memory& memory);
    /// A layer was used: it is the most recent. Rows that the pointer is over stay until it leaves.
    void remember(const QString& layer);
    void toggleFavourite(const QString& layer);
    [[nodiscard]] bool isFavourite(const QString& layer) const { return m_memory.favourites.contains(layer); }
    /// Everything that it offers, each once.
    [[nodiscard]] std::vector<PaletteEntry> entries() const;
    [[nodiscard]] QLineEdit& search() const { return *m_search; }
    [[nodiscard]] QTreeView& list() const;

signals:
    void chosen(const QString& layer);
    /// The context menu of an entry is wanted there, on the screen.
    void menuWanted(const QString& layer, QPoint point);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void makeSearch();
    void makeList();
    void makeCommands(std::span<const layers::LayerKind* const> kinds);
    void showMemory();
    void showMemorySoon();
    void filter(const QString& text);
    void choose(const QModelIndex& index);
    void markCurrent(Qt::FocusReason reason);

    QLineEdit* m_search;
    PaletteList* m_list;
    PaletteModel* m_kinds;
    std::vector<PaletteBlock> m_blocks;
    Memory m_memory;
    bool m_isMemoryShown = true;
    PaletteFilter* m_found;
};

} // namespace netwright::widgets
