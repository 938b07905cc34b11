// SPDX-License-Identifier: GPL-3.0-or-later
// How an EditableCanvas has nodes laid out.
#include "widgets/graph/arrange.hpp"
#include "widgets/graph/editable_canvas.hpp"
#include "widgets/graph/fold.hpp"
#include "widgets/graph/glide.hpp"
#include "widgets/theme.hpp"

#include <QMetaMethod>

namespace netwright::widgets {

using network::Network;
using network::NodeId;

void EditableCanvas::arrange()
{
    const auto nodes = selection().nodes;
    arrangeNodes(network().flow, nodes.size() > 1 ? nodes : std::set<NodeId>());
}

void EditableCanvas::arrangeNodes(network::Flow flow, const std::set<NodeId>& nodes)
{
    const auto count = nodes.empty() ? network().nodes.size() : nodes.size();
    if (count > edits::kMostArranged) {
        emit refused(tr("Arranging %1 layers would take too long: select at most %2")
                         .arg(count)
                         .arg(edits::kMostArranged));
        return;
    }
    static const auto kRequest = QMetaMethod::fromSignal(&EditableCanvas::arrangeRequested);
    if (count > edits::kMostArrangedAtOnce && isSignalConnected(kRequest))
        emit arrangeRequested(flow, nodes);
    else
        showArranged(edits::arranged(network(), flow, nodes), nodes);
}

void EditableCanvas::showArranged(const Network& after, const std::set<NodeId>& nodes)
{
    Glide::Places before;
    for (const auto& node : network().nodes)
        before.emplace_back(node.id, QPointF(node.position.x, node.position.y));
    const bool isWhole = nodes.empty() || nodes.size() == network().nodes.size();
    const auto room = viewport()->size() - QSize(8, 8) * kGrid;
    commit(isWhole ? edits::folded(after, room) : edits::folded(after, room, nodes), tr("Arrange layers"),
           selection());
    if (m_isAnimated)
        m_glide = std::make_unique<Glide>(graph(), before, [this] { emit nodesArrived(); });
    if (isWhole)
        fitReadable();
}

} // namespace netwright::widgets
