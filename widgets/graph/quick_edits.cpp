// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/quick_edits.hpp"

#include "core/network/block.hpp"

namespace netwright::widgets::edits {

using geometry::Side;
using network::Network;
using network::NodeId;

namespace {
    /// Where a node stands whose first port is at the end of the link.
    network::Position centreOf(const Network& network, QPointF end, Side pulledFrom)
    {
        const double way = pulledFrom == Side::Output ? 1 : -1;
        if (network.flow == network::Flow::Down)
            return { end.x(), end.y() + way * geometry::kNodeHeight / 2 };
        return { end.x() + way * geometry::kNodeWidth / 2, end.y() };
    }

    Addition placedFor(Network network, std::string_view layer, const LayerRequest& request)
    {
        if (request.pull) {
            const auto place = centreOf(network, *request.point, request.pull->side);
            auto placed = edits::placed(std::move(network), layer, place);
            placed.network = attached(std::move(placed.network), *placed.added.begin(), *request.pull);
            return placed;
        }
        if (!request.point)
            return placedBelow(std::move(network), layer, *request.after);
        auto placed = edits::placed(std::move(network), layer, { request.point->x(), request.point->y() });
        if (request.after)
            placed.network = attached(std::move(placed.network), *placed.added.begin(),
                                      { { *request.after, 0 }, Side::Output });
        return placed;
    }
} // namespace

Network attached(Network network, NodeId added, const Pull& pull)
{
    const auto kind = network::kindOf(network, network.find(added)->layer);
    const auto* from = network.find(pull.port.node);
    const auto other = from ? network::kindOf(network, from->layer) : nullptr;
    if (!kind || !other)
        return network;
    if (pull.side == Side::Output && !kind->inputs.empty() && !other->outputs.empty())
        network.connect({ .from = pull.port, .to = { added, 0 } });
    else if (pull.side == Side::Input && !kind->outputs.empty())
        network.connect({ .from = { added, 0 }, .to = pull.port });
    return network;
}

Addition answered(Network network, std::string_view layer, const LayerRequest& request,
                  const std::optional<ParameterValues>& parameters)
{
    auto after = placedFor(std::move(network), layer, request);
    if (parameters)
        after.network.find(*after.added.begin())->parameters = *parameters;
    return after;
}

} // namespace netwright::widgets::edits
