// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_commands.hpp"

#include "core/network/block.hpp"
#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/annotation_style.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_edits.hpp"
#include "widgets/graph/node_item.hpp"

#include <algorithm>

namespace netwright::widgets::commands {

namespace {
    /// A group that is new looks unlike the one before it.
    std::string_view nextColour(const network::Network& network)
    {
        return network::kColourNames[(network.groups.size() + 2) % network::kColourNames.size()];
    }

    /// For a new note: in the middle of the view, or beside the layers where they stand there.
    QPointF freePlace(const GraphView& view)
    {
        const network::Extent size = network::Note {}.size;
        const QRectF middle(view.middle(), QSizeF(size.width, size.height));
        const auto layers = view.graph().nodesRect();
        const bool isTaken = std::ranges::any_of(view.graph().nodeItems(), [&](const auto& entry) {
            return entry.second->place().intersects(middle);
        });
        constexpr double kGap = 48;
        return isTaken ? QPointF(layers.right() + kGap, middle.top()) : middle.topLeft();
    }
} // namespace

void align(GraphView& view, edits::Edge edge)
{
    const auto chosen = view.selection();
    view.commit(edits::aligned(view.network(), chosen.nodes, edge),
                GraphView::tr("Align %1").arg(view.describe(chosen)), chosen);
}

void distribute(GraphView& view, edits::Axis axis)
{
    const auto chosen = view.selection();
    view.commit(edits::distributed(view.network(), chosen.nodes, axis),
                GraphView::tr("Distribute %1").arg(view.describe(chosen)), chosen);
}

void putOnGrid(GraphView& view)
{
    const auto chosen = view.selection();
    view.commit(edits::onGrid(view.network(), chosen.nodes),
                GraphView::tr("Put %1 on the grid").arg(view.describe(chosen)), chosen);
}

void removeAndHeal(GraphView& view)
{
    const auto chosen = view.selection();
    view.commit(edits::healed(view.network(), chosen),
                GraphView::tr("Delete %1 and join links").arg(view.describe(chosen)));
}

void toggleBypass(GraphView& view)
{
    const auto chosen = view.selection();
    const auto next = edits::nextBypass(view.network(), chosen.nodes);
    if (!next)
        return;
    const auto what = *next ? GraphView::tr("Bypass %1") : GraphView::tr("Enable %1");
    view.commit(edits::bypassed(view.network(), chosen.nodes, *next), what.arg(view.describe(chosen)),
                chosen);
}

void changeKind(GraphView& view, std::string_view layer)
{
    const auto kind = network::kindOf(view.network(), layer);
    const auto chosen = view.selection();
    if (!kind || chosen.nodes.empty())
        return;
    view.commit(
        edits::swapped(view.network(), chosen.nodes, layer),
        GraphView::tr("Change %1 to %2").arg(view.describe(chosen), QString::fromStdString(kind->title)),
        Selection { .nodes = chosen.nodes, .links = {} });
}

void addNote(GraphView& view)
{
    const auto place = freePlace(view);
    const auto [after, id] = edits::noted(view.network(), { place.x(), place.y() });
    view.commit(after, GraphView::tr("Add note"), Selection { .nodes = {}, .links = {}, .notes = { id } });
    view.editNote(id);
}

void group(GraphView& view)
{
    const auto chosen = view.selection();
    if (chosen.nodes.empty())
        return;
    const auto [after, id] = edits::grouped(view.network(), chosen.nodes, nextColour(view.network()));
    view.commit(after, GraphView::tr("Group %1").arg(view.describe(chosen)), chosen);
    view.editGroupName(id);
}

void ungroup(GraphView& view)
{
    const auto chosen = view.selection();
    view.commit(edits::ungrouped(view.network(), chosen.nodes), GraphView::tr("Ungroup"), chosen);
}

void renameGroup(GraphView& view)
{
    const auto groups = edits::groupsOf(view.network(), view.selection().nodes);
    if (groups.size() == 1)
        view.editGroupName(*groups.begin());
}

void colour(GraphView& view, std::string_view colour)
{
    const auto chosen = view.selection();
    view.commit(edits::coloured(view.network(), chosen.nodes, chosen.notes, colour),
                GraphView::tr("Colour %1").arg(colourTitle(colour).toLower()), chosen);
}

void selectUpstream(GraphView& view) { view.select(edits::upstream(view.network(), view.selection().nodes)); }

void selectDownstream(GraphView& view)
{
    view.select(edits::downstream(view.network(), view.selection().nodes));
}

} // namespace netwright::widgets::commands
