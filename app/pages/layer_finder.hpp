// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/likely_layers.hpp"

#include "core/tensor/column.hpp"
#include "widgets/graph/layer_request.hpp"

#include <QObject>

#include <optional>

namespace netwright::widgets {
class GraphView;
class LayerPalette;
class QuickAdd;
struct PaletteEntry;
} // namespace netwright::widgets

namespace netwright::pages {

class BlockPalette;

/// Quick add on the network page: where the canvas asks for a layer, a popup offers those of the palette,
/// what people mostly put there first and what does not fit last, and what is chosen is added there and
/// linked, in one edit.
class LayerFinder : public QObject {
    Q_OBJECT

public:
    LayerFinder(widgets::GraphView& canvas, widgets::LayerPalette& palette, BlockPalette& blocks);

    /// Of the network's dataset; null where it is not there.
    void setData(const tensor::Signature* data);

signals:
    void added(const QString& layer); ///< as the palette calls it
    void told(const QString& message);

private:
    void open(const widgets::LayerRequest& request);
    void add(const QString& layer);
    [[nodiscard]] QPoint placeOf(const widgets::LayerRequest& request) const; ///< on the screen
    [[nodiscard]] QRect room() const; ///< of the canvas, on the screen
    [[nodiscard]] QString noteOn(const widgets::LayerRequest& request) const; ///< to know beforehand
    [[nodiscard]] const network::Node* endOf(const widgets::LayerRequest& request) const;
    [[nodiscard]] QString promptOf(const widgets::LayerRequest& request) const;
    [[nodiscard]] LayerPlace surroundingsOf(const widgets::LayerRequest& request) const;
    [[nodiscard]] static std::optional<network::NodeId> besideOf(const widgets::LayerRequest& request);
    [[nodiscard]] QRect sparedBy(const widgets::LayerRequest& request) const; ///< on the screen
    /// Why it does not fit; empty: it does. Takes the blocks that it tries into the network.
    [[nodiscard]] QString misfitOf(const QString& layer, const widgets::LayerRequest& request,
                                   network::Network& network) const;

    widgets::GraphView& m_canvas;
    widgets::LayerPalette& m_palette;
    BlockPalette& m_blocks;
    widgets::QuickAdd* m_popup;
    std::optional<tensor::Signature> m_data;
    widgets::LayerRequest m_request; ///< that the popup is open for
};

} // namespace netwright::pages
