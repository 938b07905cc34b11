// SPDX-License-Identifier: GPL-3.0-or-later
// The only place that names Graphviz. It measures in points from the lower left corner, sizes in inches of 72
// points; a unit of the canvas is taken as a point.
#include "widgets/graph/graphviz.hpp"

#include "widgets/graph/geometry.hpp"

#include <graphviz/gvc.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <string>

namespace netwright::widgets::layout {

using network::Flow;
using network::Network;
using network::NodeId;
using network::Position;

namespace {
    struct Free {
        void operator()(GVC_t* context) const { gvFreeContext(context); }
        void operator()(Agraph_t* graph) const { agclose(graph); }
    };

    /// Older versions take texts that they do not change as char*.
    void set(Agraph_t* graph, int kind, const char* name, const std::string& value)
    {
        agattr(graph, kind, const_cast<char*>(name), const_cast<char*>(value.c_str()));
    }

    /// It keeps its state in globals: one layout at a time, and none while the process forks, so that the
    /// child finds it at rest.
    std::mutex& graphviz()
    {
        static std::mutex mutex;
        static const int isRegistered = pthread_atfork([] { graphviz().lock(); }, [] { graphviz().unlock(); },
                                                       [] { graphviz().unlock(); });
        (void)isRegistered;
        return mutex;
    }

    std::string inches(double units) { return std::to_string(units / 72); }

    /// Without bounds on its search, thousands of nodes take minutes for a picture that is hardly better.
    void setBounds(Agraph_t* graph, std::size_t nodes)
    {
        const double share = std::min(1.0, 1000.0 / static_cast<double>(nodes + 1));
        for (const auto* limit : { "nslimit", "nslimit1" })
            set(graph, AGRAPH, limit, std::to_string(share));
        set(graph, AGRAPH, "mclimit", std::to_string(share / 5));
        set(graph, AGRAPH, "searchsize", share < 1 ? "5" : "30");
    }

    void describe(Agraph_t* graph, Flow flow)
    {
        const bool isDown = flow == Flow::Down;
        set(graph, AGRAPH, "rankdir", isDown ? "TB" : "LR");
        set(graph, AGRAPH, "splines", "false"); // links are routed when they are drawn
        set(graph, AGRAPH, "nodesep", inches(geometry::kGap));
        set(graph, AGRAPH, "ranksep",
            inches(isDown ? geometry::kRowHeight - geometry::kNodeHeight : geometry::kColumnGap));
        set(graph, AGNODE, "shape", "box");
        set(graph, AGNODE, "fixedsize", "true");
        set(graph, AGNODE, "width", inches(geometry::kNodeWidth));
        set(graph, AGNODE, "height", inches(geometry::kNodeHeight));
        set(graph, AGNODE, "label", "");
    }
} // namespace

std::map<NodeId, Position> byDot(const Network& network, Flow flow)
{
    const std::lock_guard lock(graphviz());
    const std::unique_ptr<GVC_t, Free> context(gvContext());
    const std::unique_ptr<Agraph_t, Free> graph(agopen(nullptr, Agdirected, nullptr));
    describe(graph.get(), flow);
    setBounds(graph.get(), network.nodes.size());
    std::map<NodeId, Agnode_t*> drawn;
    for (const auto& node : network.nodes)
        drawn[node.id] = agnode(graph.get(), nullptr, 1);
    for (const auto& link : network.links) {
        const auto from = drawn.find(link.from.node);
        const auto to = drawn.find(link.to.node);
        if (from != drawn.end() && to != drawn.end())
            agedge(graph.get(), from->second, to->second, nullptr, 1);
    }
    std::map<NodeId, Position> positions;
    if (gvLayout(context.get(), graph.get(), "dot") != 0)
        return positions;
    for (const auto& [id, node] : drawn)
        positions[id] = { ND_coord(node).x, -ND_coord(node).y };
    gvFreeLayout(context.get(), graph.get());
    return positions;
}

} // namespace netwright::widgets::layout
