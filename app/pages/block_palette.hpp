// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QObject>
#include <QPointF>

#include <optional>
#include <string>

namespace netwright::session {
class BlockLibrary;
}
namespace netwright::widgets {
class GraphView;
class LayerPalette;
} // namespace netwright::widgets

namespace netwright::pages {

/// The blocks in the palette: those of the network, the ports while one is entered, and those that the person
/// keeps; what is chosen goes to the canvas.
class BlockPalette : public QObject {
    Q_OBJECT

public:
    BlockPalette(widgets::LayerPalette& palette, widgets::GraphView& canvas, session::BlockLibrary& library);

    /// Ports are offered inside a block alone.
    void setNetwork(const network::Network& network, bool isInside);
    /// An entry of the palette, also one of the catalogue.
    void choose(const QString& layer);
    /// What an entry stands for, as a layer of a network.
    struct Meaning {
        std::string layer;
        std::optional<ParameterValues> parameters; ///< in place of the defaults
    };
    /// Puts the blocks that the entry needs into the network; an error where a kept one cannot be read.
    [[nodiscard]] Result<Meaning> prepare(const QString& layer, network::Network& network) const;

signals:
    /// The person wants a block of the network to be gone.
    void removalWanted(const QString& block);
    void told(const QString& message);

private:
    void show();
    void addKept(const QString& layer, std::optional<QPointF> point);
    void showMenu(const QString& layer, QPoint point);
    void renameKept(const QString& name);
    void tell(const Status& status);

    widgets::LayerPalette& m_palette;
    widgets::GraphView& m_canvas;
    session::BlockLibrary& m_library;
    QStringList m_blocks; ///< of the network
    QStringList m_kept;
    bool m_isInside = false;
};

} // namespace netwright::pages
