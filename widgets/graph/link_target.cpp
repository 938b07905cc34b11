// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/link_target.hpp"

#include "core/network/block.hpp"
#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/link_item.hpp"
#include "widgets/graph/node_edits.hpp"

#include <functional>

namespace netwright::widgets {

using network::Link;

namespace {
    /// The middle of a node: what merely brushes a link is not meant.
    QRectF reachAround(QPointF point)
    {
        constexpr double kAcross = geometry::kNodeWidth / 4;
        constexpr double kAlong = geometry::kNodeHeight / 4;
        return { point - QPointF(kAcross, kAlong), point + QPointF(kAcross, kAlong) };
    }

    std::optional<Link> find(const GraphScene& scene, QPointF point,
                             const std::function<bool(const Link&)>& isAllowed)
    {
        for (auto* found : scene.items(reachAround(point), Qt::IntersectsItemShape)) {
            const auto* link = qgraphicsitem_cast<const LinkItem*>(found);
            if (link && isAllowed(link->link()))
                return link->link();
        }
        return std::nullopt;
    }
} // namespace

std::optional<Link> linkUnder(const GraphScene& scene, QPointF point, network::NodeId node)
{
    return find(scene, point,
                [&scene, node](const Link& link) { return edits::fitsOn(scene.network(), node, link); });
}

std::optional<Link> linkUnder(const GraphScene& scene, QPointF point, const std::string& layer)
{
    const auto kind = network::kindOf(scene.network(), layer);
    if (!kind || kind->inputs.empty() || kind->outputs.empty())
        return std::nullopt;
    return find(scene, point, [](const Link&) { return true; });
}

void showTarget(GraphScene& scene, const std::optional<Link>& before, const std::optional<Link>& now)
{
    if (before == now)
        return;
    if (auto* item = before ? scene.item(*before) : nullptr)
        item->setTarget(false);
    if (auto* item = now ? scene.item(*now) : nullptr)
        item->setTarget(true);
}

} // namespace netwright::widgets
