// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/layer_finder.hpp"

#include "app/pages/block_palette.hpp"
#include "app/session/text.hpp"
#include "core/network/block.hpp"
#include "core/network/block_edits.hpp"
#include "core/network/fitting_layers.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/quick_edits.hpp"
#include "widgets/palette/layer_palette.hpp"
#include "widgets/palette/quick_add.hpp"
#include "widgets/theme.hpp"

#include <QScreen>

#include <algorithm>

namespace netwright::pages {

using network::Network;
using session::toQt;
using widgets::LayerRequest;
using widgets::geometry::Side;

namespace {
    QString asSentence(const Error& error)
    {
        auto text = toQt(error);
        if (!text.isEmpty())
            text[0] = text[0].toUpper();
        return text;
    }
} // namespace

LayerFinder::LayerFinder(widgets::GraphView& canvas, widgets::LayerPalette& palette, BlockPalette& blocks)
    : QObject(&canvas)
    , m_canvas(canvas)
    , m_palette(palette)
    , m_blocks(blocks)
    , m_popup(new widgets::QuickAdd(&canvas))
{
    connect(&canvas, &widgets::GraphView::layerWanted, this, &LayerFinder::open);
    connect(m_popup, &widgets::QuickAdd::chosen, this, &LayerFinder::add);
    connect(m_popup, &widgets::QuickAdd::closed, &canvas, [this] {
        m_canvas.dropPull();
        m_canvas.setFocus(Qt::PopupFocusReason);
    });
}

void LayerFinder::setData(const tensor::Signature* data)
{
    m_data = data ? std::optional(*data) : std::nullopt;
}

void LayerFinder::open(const LayerRequest& request)
{
    m_request = request;
    auto network = m_canvas.network();
    const auto place = surroundingsOf(request);
    std::vector<std::pair<int, widgets::PaletteEntry>> ranked;
    for (auto& entry : m_palette.entries()) {
        entry.misfit = misfitOf(entry.layer, request, network);
        ranked.emplace_back(distanceFrom(place, entry.layer.toStdString()), std::move(entry));
    }
    std::ranges::stable_sort(ranked, {}, [](const auto& each) { return each.first; });
    std::vector<widgets::PaletteEntry> entries;
    for (auto& [distance, entry] : ranked)
        entries.push_back(std::move(entry));
    m_popup->open({ .wanted = placeOf(request), .spared = sparedBy(request), .room = room() },
                  { .prompt = promptOf(request), .note = noteOn(request), .entries = std::move(entries) });
}

LayerPlace LayerFinder::surroundingsOf(const LayerRequest& request) const
{
    const auto& network = m_canvas.network();
    LayerPlace place { .isFirst = network.nodes.empty(), .isEnd = endOf(request) != nullptr };
    const auto isLoss = [&network](const network::Node& node) {
        const auto kind = network::kindOf(network, node.layer);
        return kind && kind->category == layers::Category::Loss;
    };
    const auto leads = [&request](const network::Link& link) { return link.from.node == request.after; };
    place.mayEnd
        = m_data && std::ranges::none_of(network.nodes, isLoss) && std::ranges::none_of(network.links, leads);
    const auto beside = besideOf(request);
    const auto* node = beside ? network.find(*beside) : nullptr;
    const auto kind = node ? network::kindOf(network, node->layer) : nullptr;
    if (!kind)
        return place;
    const bool isFed = request.pull && request.pull->side == Side::Input;
    (isFed ? place.behind : place.before) = kind->category;
    const auto* column
        = kind->category == layers::Category::Data && m_data && node->parameters.all().contains("column")
        ? m_data->find(node->parameters.text("column"))
        : nullptr;
    place.isAfterText = !isFed && column && column->type == tensor::ColumnType::Sequence;
    return place;
}

std::optional<network::NodeId> LayerFinder::besideOf(const LayerRequest& request)
{
    return request.pull ? std::optional(request.pull->port.node) : request.after;
}

/// The layer that the new one is linked to stays in sight.
QRect LayerFinder::sparedBy(const LayerRequest& request) const
{
    const auto beside = besideOf(request);
    const auto* card = beside ? m_canvas.graph().item(*beside) : nullptr;
    if (!card)
        return {};
    const auto rect = m_canvas.mapFromScene(card->sceneBoundingRect()).boundingRect();
    return { m_canvas.viewport()->mapToGlobal(rect.topLeft()), rect.size() };
}

QRect LayerFinder::room() const
{
    const auto& view = *m_canvas.viewport();
    const QRect canvas(view.mapToGlobal(QPoint(0, 0)), view.size());
    return canvas.intersected(m_canvas.screen()->availableGeometry())
        .marginsRemoved({ widgets::kGrid, widgets::kGrid, widgets::kGrid, widgets::kGrid });
}

QPoint LayerFinder::placeOf(const LayerRequest& request) const
{
    constexpr int kAside = widgets::kGrid;
    if (request.point)
        return m_canvas.viewport()->mapToGlobal(m_canvas.mapFromScene(*request.point)
                                                + QPoint(kAside, kAside));
    const auto card = sparedBy(request); // beside it, for what follows it is where the data flows
    return m_canvas.network().flow == network::Flow::Down ? card.topRight() + QPoint(2 * kAside, 0)
                                                          : card.bottomLeft() + QPoint(0, 2 * kAside);
}

QString LayerFinder::promptOf(const LayerRequest& request) const
{
    const auto nameOf = [this](network::NodeId node) { return toQt(m_canvas.network().find(node)->name); };
    if (request.pull)
        return request.pull->side == Side::Output
            ? tr("What follows %1?").arg(nameOf(request.pull->port.node))
            : tr("What feeds %1?").arg(nameOf(request.pull->port.node));
    return request.after && !endOf(request) ? tr("Add a layer after %1").arg(nameOf(*request.after))
                                            : tr("Add a layer here");
}

/// The layer that is selected where nothing can follow it: a loss, the output of a block.
const network::Node* LayerFinder::endOf(const LayerRequest& request) const
{
    const auto& network = m_canvas.network();
    const auto* node = request.after ? network.find(*request.after) : nullptr;
    const auto kind = node ? network::kindOf(network, node->layer) : nullptr;
    return kind && kind->outputs.empty() ? node : nullptr;
}

QString LayerFinder::noteOn(const LayerRequest& request) const
{
    const auto* end = endOf(request);
    if (!end)
        return {};
    return end->layer == network::kBlockOutput
        ? tr("The block ends here: nothing follows %1. What you add stands on its own.").arg(toQt(end->name))
        : tr("The network ends here: nothing follows %1. What you add stands on its own.")
              .arg(toQt(end->name));
}

QString LayerFinder::misfitOf(const QString& layer, const LayerRequest& request, Network& network) const
{
    if ((!request.pull && !request.after) || endOf(request))
        return {};
    const auto pull = request.pull.value_or(widgets::Pull { { *request.after, 0 }, Side::Output });
    const auto addition = m_blocks.prepare(layer, network);
    if (!addition)
        return asSentence(addition.error());
    const auto* data = m_data ? &*m_data : nullptr;
    const auto& analysis = m_canvas.graph().analysis();
    const auto fits = pull.side == Side::Output ? network::fitsAfter : network::fitsBefore;
    const auto fit = fits(network, analysis, data, pull.port, addition->layer);
    return fit ? QString() : asSentence(fit.error());
}

void LayerFinder::add(const QString& layer)
{
    auto network = m_canvas.network();
    const auto addition = m_blocks.prepare(layer, network);
    if (!addition) {
        emit told(toQt(addition.error()));
        return;
    }
    auto request = m_request;
    const auto isThere = [&network](network::NodeId node) { return network.find(node) != nullptr; };
    if (request.after && !isThere(*request.after))
        request.after.reset();
    if (request.pull && !isThere(request.pull->port.node))
        request.pull.reset();
    if (request.point)
        request.point = m_canvas.onGrid(*request.point);
    else if (!request.after)
        request.point = m_canvas.middle();
    const auto [after, nodes]
        = widgets::edits::answered(std::move(network), addition->layer, request, addition->parameters);
    const auto id = *nodes.begin();
    m_canvas.commit(after, tr("Add %1").arg(toQt(after.find(id)->name)),
                    widgets::Selection { .nodes = nodes, .links = {} });
    m_canvas.reveal(id);
    emit added(layer);
}

} // namespace netwright::pages
