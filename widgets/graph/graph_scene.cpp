// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_scene.hpp"

#include "widgets/graph/link_item.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/note_item.hpp"

#include <QSignalBlocker>

#include <utility>

namespace netwright::widgets {

using geometry::Side;
using network::Link;
using network::NodeId;

namespace {
    QPointF toPoint(network::Position position) { return { position.x, position.y }; }
} // namespace

GraphScene::GraphScene(QObject* parent)
    : QGraphicsScene(parent)
    , m_style(CanvasStyle::current())
{
    connect(this, &QGraphicsScene::selectionChanged, this, &GraphScene::stressLinks);
}

// The base class still tells of every selected item that it deletes; by then the members are gone.
GraphScene::~GraphScene() { disconnect(this, nullptr, this, nullptr); }

void GraphScene::setNetwork(const network::Network& network, const network::Analysis& analysis)
{
    const auto before = selection();
    {
        const QSignalBlocker blocker(this); // items that vanish would report one by one
        m_network = network;
        m_analysis = analysis;
        updateNodes();
        updateLinks();
        m_annotations.update();
    }
    if (selection() != before)
        emit selectionChanged();
    else
        stressLinks(); // of links that are new
}

void GraphScene::updateNodes()
{
    std::map<NodeId, const network::Problem*> problems;
    for (const auto* list : { &m_analysis.problems, &m_analysis.warnings }) { // the first of a node wins
        for (const auto& problem : *list) {
            if (problem.node)
                problems.emplace(*problem.node, &problem);
        }
    }
    auto gone = m_nodes;
    for (const auto& node : m_network.nodes) {
        gone.erase(node.id);
        const auto problem = problems.find(node.id);
        const auto card = cardOf(m_network, node, m_analysis.factsOf(node.id),
                                 problem == problems.end() ? nullptr : problem->second);
        auto& item = m_nodes[node.id];
        if (item) {
            item->setCard(card);
        } else {
            item = new NodeItem(node.id, card, m_style);
            addItem(item);
        }
        item->setPos(toPoint(node.position));
    }
    for (const auto& [id, item] : gone) {
        m_nodes.erase(id);
        delete item;
    }
}

void GraphScene::updateLinks()
{
    auto gone = m_links;
    std::set<NodeId> feeding;
    m_linksOf.clear();
    for (const auto& link : m_network.links) {
        if (!item(link.from.node) || !item(link.to.node))
            continue;
        gone.erase(link);
        auto& item = m_links[link];
        if (!item) {
            item = new LinkItem(link, m_style);
            addItem(item);
        }
        item->setShapeText(widgets::shapeText(m_analysis.factsOf(link.from.node), link.from.port));
        placeLink(*item);
        feeding.insert(link.from.node);
        m_linksOf.emplace(link.from.node, item);
        m_linksOf.emplace(link.to.node, item);
    }
    for (const auto& [link, item] : gone) {
        m_links.erase(link);
        delete item;
    }
    for (const auto& [id, item] : m_nodes)
        item->setOutputLinked(feeding.contains(id));
}

void GraphScene::placeLink(LinkItem& link)
{
    const auto& [from, to] = link.link();
    link.setEnds(m_nodes.at(from.node)->portPoint(Side::Output, from.port),
                 m_nodes.at(to.node)->portPoint(Side::Input, to.port));
}

void GraphScene::place(NodeItem& node, QPointF position)
{
    node.setPos(position);
    const auto [first, last] = m_linksOf.equal_range(node.id());
    for (auto it = first; it != last; ++it)
        placeLink(*it->second);
}

void GraphScene::placeAll()
{
    for (const auto& node : m_network.nodes)
        place(*m_nodes.at(node.id), toPoint(node.position));
    m_annotations.update();
}

NodeItem* GraphScene::item(NodeId id) const
{
    const auto it = m_nodes.find(id);
    return it == m_nodes.end() ? nullptr : it->second;
}

LinkItem* GraphScene::item(const Link& link) const
{
    const auto it = m_links.find(link);
    return it == m_links.end() ? nullptr : it->second;
}

NodeItem* GraphScene::nodeAt(QPointF point) const
{
    for (auto* found : items(point)) {
        if (auto* node = qgraphicsitem_cast<NodeItem*>(found))
            return node;
    }
    return nullptr;
}

std::optional<PortHit> GraphScene::portAt(QPointF point) const
{
    const QPointF reach(geometry::kPortReach, geometry::kPortReach);
    for (auto* found : items(QRectF(point - reach, point + reach), Qt::IntersectsItemBoundingRect)) {
        auto* node = qgraphicsitem_cast<NodeItem*>(found);
        for (const auto side : { Side::Input, Side::Output }) {
            const auto port
                = node ? geometry::portAt(point - node->pos(), side, node->ports(side)) : std::nullopt;
            if (port)
                return PortHit { node, side, *port };
        }
    }
    return std::nullopt;
}

Selection GraphScene::selection() const
{
    Selection selection;
    for (const auto* selected : selectedItems()) {
        if (const auto* node = qgraphicsitem_cast<const NodeItem*>(selected))
            selection.nodes.insert(node->id());
        else if (const auto* link = qgraphicsitem_cast<const LinkItem*>(selected))
            selection.links.insert(link->link());
        else if (const auto* note = qgraphicsitem_cast<const NoteItem*>(selected))
            selection.notes.insert(note->id());
    }
    return selection;
}

void GraphScene::select(const Selection& wanted)
{
    if (wanted == selection())
        return;
    {
        const QSignalBlocker blocker(this);
        clearSelection();
        for (const auto id : wanted.nodes) {
            if (auto* node = item(id))
                node->setSelected(true);
        }
        for (const auto& link : wanted.links) {
            if (auto* found = item(link))
                found->setSelected(true);
        }
        for (const auto id : wanted.notes) {
            if (auto* note = m_annotations.item(id))
                note->setSelected(true);
        }
    }
    emit selectionChanged();
}

QRectF GraphScene::nodesRect() const
{
    QRectF rect;
    for (const auto& [id, node] : m_nodes)
        rect |= node->sceneBoundingRect();
    return rect | m_annotations.rect();
}

void GraphScene::restyle()
{
    m_style = CanvasStyle::current();
    for (const auto& [id, node] : m_nodes)
        node->restyle();
    for (const auto& [link, item] : m_links)
        item->restyle();
    m_annotations.restyle();
}

void GraphScene::stressLinks()
{
    std::set<Link> wanted;
    for (const auto& id : selection().nodes) {
        const auto [first, last] = m_linksOf.equal_range(id);
        for (auto it = first; it != last; ++it)
            wanted.insert(it->second->link());
    }
    for (const auto& link : std::exchange(m_stressed, wanted)) {
        if (auto* before = item(link); before && !wanted.contains(link))
            before->setStressed(false);
    }
    for (const auto& link : m_stressed)
        item(link)->setStressed(true);
}

} // namespace netwright::widgets
