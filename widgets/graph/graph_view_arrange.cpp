// SPDX-License-Identifier: GPL-3.0-or-later
// How a GraphView has nodes laid out.
#include "widgets/graph/arrange.hpp"
#include "widgets/graph/glide.hpp"
#include "widgets/graph/graph_view.hpp"

#include <QMetaMethod>

namespace netwright::widgets {

using network::Network;
using network::NodeId;

void GraphView::arrange()
{
    const auto nodes = selection().nodes;
    arrangeNodes(network().flow, nodes.size() > 1 ? nodes : std::set<NodeId>());
}

void GraphView::arrangeNodes(network::Flow flow, const std::set<NodeId>& nodes)
{
    const auto count = nodes.empty() ? network().nodes.size() : nodes.size();
    if (count > edits::kMostArranged) {
        emit refused(tr("Arranging %1 layers would take too long: select at most %2")
                         .arg(count)
                         .arg(edits::kMostArranged));
        return;
    }
    static const auto kRequest = QMetaMethod::fromSignal(&GraphView::arrangeRequested);
    if (count > edits::kMostArrangedAtOnce && isSignalConnected(kRequest))
        emit arrangeRequested(flow, nodes);
    else
        showArranged(edits::arranged(network(), flow, nodes));
}

void GraphView::showArranged(const Network& after)
{
    Glide::Places before;
    for (const auto& node : network().nodes)
        before.emplace_back(node.id, QPointF(node.position.x, node.position.y));
    const bool isWhole = selection().nodes.size() < 2;
    commit(after, tr("Arrange layers"), selection());
    if (m_isAnimated)
        m_glide = std::make_unique<Glide>(*m_scene, before);
    if (isWhole)
        fitReadable();
}

} // namespace netwright::widgets
