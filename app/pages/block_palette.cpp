// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/block_palette.hpp"

#include "app/pages/name_dialog.hpp"
#include "app/session/block_library.hpp"
#include "app/session/text.hpp"
#include "core/network/block_edits.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/palette/layer_palette.hpp"
#include "widgets/theme.hpp"

#include <QMenu>

namespace netwright::pages {

using session::toQt;

namespace {
    const QString kKept = QStringLiteral("kept:"); ///< and the name: an entry that stands for a kept block
} // namespace

BlockPalette::BlockPalette(widgets::LayerPalette& palette, widgets::GraphView& canvas,
                           session::BlockLibrary& library)
    : QObject(&palette)
    , m_palette(palette)
    , m_canvas(canvas)
    , m_library(library)
    , m_kept(library.names())
{
    connect(&library, &session::BlockLibrary::changed, this, [this] {
        m_kept = m_library.names();
        show();
    });
    connect(&canvas, &widgets::GraphView::strangerDropped, this, &BlockPalette::addKept);
    connect(&palette, &widgets::LayerPalette::menuWanted, this, &BlockPalette::showMenu);
}

void BlockPalette::setNetwork(const network::Network& network, bool isInside)
{
    m_blocks.clear();
    for (const auto& block : network.blocks)
        m_blocks << toQt(block.name);
    m_isInside = isInside;
    show();
}

void BlockPalette::show()
{
    std::vector<widgets::PaletteBlock> blocks;
    for (const auto layer : { network::kBlockInput, network::kBlockOutput }) {
        const auto kind = network::kindOf({}, layer);
        if (m_isInside)
            blocks.push_back({ toQt(layer), toQt(kind->title), toQt(kind->help), tr("Blocks") });
    }
    for (const auto& name : m_blocks)
        blocks.push_back({ toQt(network::blockLayer(name.toStdString())), name,
                           tr("A block of this network. Double click it on the canvas to enter it."),
                           tr("Blocks") });
    for (const auto& name : m_kept)
        blocks.push_back(
            { kKept + name, name, tr("A block that you keep between projects."), tr("My blocks") });
    m_palette.setBlocks(blocks);
}

void BlockPalette::choose(const QString& layer)
{
    if (layer.startsWith(kKept))
        addKept(layer, std::nullopt);
    else
        m_canvas.addLayer(layer);
}

void BlockPalette::addKept(const QString& layer, std::optional<QPointF> point)
{
    if (!layer.startsWith(kKept))
        return;
    const auto name = layer.mid(kKept.size());
    const auto part = m_library.load(name.toStdString());
    if (part)
        m_canvas.addPart(*part, point, tr("Add %1"));
    else
        emit told(toQt(part.error()));
}

Result<BlockPalette::Meaning> BlockPalette::prepare(const QString& layer, network::Network& network) const
{
    if (!layer.startsWith(kKept))
        return Meaning { layer.toStdString(), {} };
    auto part = m_library.load(layer.mid(kKept.size()).toStdString());
    if (!part)
        return failed(part);
    network::takeBlocks(network, *part);
    const auto& use = part->nodes.front();
    return Meaning { use.layer, use.parameters };
}

void BlockPalette::showMenu(const QString& layer, QPoint point)
{
    QMenu menu;
    const auto id = layer.toStdString();
    const auto name = network::blockName(id);
    if (layer.isEmpty())
        return; // a section
    const bool isFavourite = m_palette.isFavourite(layer);
    menu.addAction(widgets::icon(isFavourite ? QStringLiteral("star-full") : QStringLiteral("star")),
                   isFavourite ? tr("Remove from favourites") : tr("Add to favourites"), this,
                   [this, layer] { m_palette.toggleFavourite(layer); });
    if (layer.startsWith(kKept)) {
        const auto kept = layer.mid(kKept.size());
        menu.addAction(widgets::icon(QStringLiteral("rename")), tr("Rename…"), this,
                       [this, kept] { renameKept(kept); });
        menu.addAction(widgets::icon(QStringLiteral("delete")), tr("Delete from My blocks"), this,
                       [this, kept] { tell(m_library.remove(kept.toStdString())); });
    } else if (name) {
        const auto block = toQt(*name);
        menu.addAction(widgets::icon(QStringLiteral("delete")), tr("Delete from the network"), this,
                       [this, block] { emit removalWanted(block); });
    }
    menu.exec(point);
}

void BlockPalette::renameKept(const QString& name)
{
    const auto next = askName(m_palette.window(), tr("Rename block"), name,
                              [this](const QString& other) { return m_library.names().contains(other); });
    if (next)
        tell(m_library.rename(name.toStdString(), next->toStdString()));
}

void BlockPalette::tell(const Status& status)
{
    if (!status)
        emit told(toQt(status.error()));
}

} // namespace netwright::pages
