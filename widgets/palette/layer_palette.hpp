// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/palette/palette_model.hpp"

#include <QWidget>

#include <span>

class QLineEdit;
class QModelIndex;
class QSortFilterProxyModel;
class QTreeView;

namespace netwright::widgets {

/// The layers one can build with: a search field over a list by category. Drag a layer to the canvas, or
/// choose it by a double click or Enter; Enter in the search field chooses the first that is found.
class LayerPalette : public QWidget {
    Q_OBJECT

public:
    explicit LayerPalette(std::span<const layers::LayerKind* const> kinds, QWidget* parent = nullptr);

    /// Blocks, beside the layers of the catalogue.
    void setBlocks(const std::vector<PaletteBlock>& blocks);
    [[nodiscard]] QLineEdit& search() const { return *m_search; }
    [[nodiscard]] QTreeView& list() const { return *m_list; }

signals:
    void chosen(const QString& layer);
    /// The context menu of an entry is wanted there, on the screen.
    void menuWanted(const QString& layer, QPoint point);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void filter(const QString& text);
    void choose(const QModelIndex& index);
    [[nodiscard]] QModelIndex firstFound() const;

    QLineEdit* m_search;
    QTreeView* m_list;
    PaletteModel* m_kinds;
    std::vector<PaletteBlock> m_blocks;
    QSortFilterProxyModel* m_found;
};

} // namespace netwright::widgets
