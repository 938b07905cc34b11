// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_scene.hpp"

#include "widgets/graph/known_nodes.hpp"
#include "widgets/graph/link_item.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/note_item.hpp"

#include <QSignalBlocker>

#include <algorithm>
#include <iterator>
#include <ranges>
#include <span>
#include <utility>

namespace netwright::widgets {

using geometry::Side;
using network::Link;
using network::NodeId;

namespace {
    QPointF toPoint(network::Position position) { return { position.x, position.y }; }
    struct LinkChange {
        std::vector<Link> gone;
        std::vector<Link> added;
    };

    /// An edit leaves most of thousands as they are: what is the same up to the first change needs no
    /// sorting.
    LinkChange changeBetween(std::span<const Link> before, std::span<const Link> after)
    {
        const auto same = std::ranges::mismatch(before, after);
        before = { same.in1, before.end() };
        after = { same.in2, after.end() };
        std::vector<Link> old(before.begin(), before.end());
        std::vector<Link> now(after.begin(), after.end());
        std::ranges::sort(old);
        std::ranges::sort(now);
        LinkChange change;
        std::ranges::set_difference(old, now, std::back_inserter(change.gone));
        std::ranges::set_difference(now, old, std::back_inserter(change.added));
        return change;
    }

    QRectF placeOf(const NodeItem& node) { return geometry::nodeRect().translated(node.pos()); }
} // namespace

GraphScene::GraphScene(QObject* parent)
    : QGraphicsScene(parent)
    , m_style(CanvasStyle::current())
{
    connect(this, &QGraphicsScene::selectionChanged, this, &GraphScene::stressLinks);
}

// The base class still tells of every selected item that it deletes; by then the members are gone.
GraphScene::~GraphScene() { disconnect(this, nullptr, this, nullptr); }

void GraphScene::setNetwork(const network::Network& network,
                            std::shared_ptr<const network::Analysis> analysis)
{
    ++m_revision;
    const auto selected = selection();
    {
        const QSignalBlocker blocker(this); // items that vanish would report one by one
        std::vector<QRectF> places;
        const auto touched = updateNodes(network, *analysis, places);
        const bool isTurned = std::exchange(m_style.flow, network.flow) != network.flow;
        const auto links = std::exchange(m_network, network).links;
        m_analysis = std::move(analysis);
        updateLinks(links, touched);
        if (isTurned)
            placeLinks();
        else
            placeLinksNear(places, touched);
        m_annotations.update();
    }
    showHeat();
    if (selection() != selected)
        emit selectionChanged();
    else
        stressLinks(); // of links that are new
}

GraphScene::Nodes GraphScene::updateNodes(const network::Network& network, const network::Analysis& analysis,
                                          std::vector<QRectF>& places)
{
    const KnownNodes before(m_network, *m_analysis);
    const KnownNodes after(network, analysis);
    const bool hasSameBlocks = network.blocks == m_network.blocks; // a node that uses one looks as that does
    const bool hasSameAnalysis = &analysis == m_analysis.get();
    Nodes touched;
    std::size_t place = 0; // mostly, a node stands next to where the last one stood
    for (std::size_t i = 0; i < network.nodes.size(); ++i) {
        const auto id = network.nodes[i].id;
        const auto was = before.find(id, place);
        place = was.value_or(place) + 1;
        if (was && hasSameBlocks && network.nodes[i] == m_network.nodes[*was]
            && (hasSameAnalysis || before.at(*was) == after.at(i)))
            continue;
        touched.insert(id);
        const auto now = after.at(i);
        const auto card = cardOf(network, *now.node, now.facts, now.problem, m_style.costs);
        auto& item = m_nodes[id];
        if (item) {
            item->setCard(card);
        } else {
            item = new NodeItem(id, card, m_style);
            addItem(item);
            m_grid.add(item->pos());
        }
        if (!was || item->pos() != toPoint(now.node->position)) {
            places.push_back(placeOf(*item));
            setPlace(*item, toPoint(now.node->position));
            places.push_back(placeOf(*item));
        }
    }
    if (m_nodes.size() > network.nodes.size())
        removeAllBut(after, places);
    return touched;
}

void GraphScene::removeAllBut(const KnownNodes& nodes, std::vector<QRectF>& places)
{
    std::erase_if(m_nodes, [&](const auto& entry) {
        if (nodes.find(entry.first, 0))
            return false;
        places.push_back(placeOf(*entry.second));
        m_grid.remove(entry.second->pos());
        for (const auto* link : std::vector(m_linksOf[entry.first]))
            removeLink(Link(link->link()));
        m_linksOf.erase(entry.first);
        delete entry.second;
        return true;
    });
}

void GraphScene::updateLinks(const std::vector<Link>& before, const Nodes& touched)
{
    Nodes ends;
    const auto [gone, added] = changeBetween(before, m_network.links);
    for (const auto& link : gone) {
        removeLink(link);
        ends.insert(link.from.node);
    }
    for (const auto& link : added) {
        addLink(link);
        ends.insert(link.from.node);
    }
    for (const auto id : touched) {
        for (auto* link : m_linksOf[id])
            updateLink(*link);
    }
    ends.insert(touched.begin(), touched.end()); // an item that is new knows of no link
    for (const auto id : ends) {
        if (auto* node = item(id)) {
            node->setOutputLinked(std::ranges::any_of(
                m_linksOf[id], [id](const LinkItem* link) { return link->link().from.node == id; }));
            placeLabels(id);
        }
    }
}

void GraphScene::placeLabels(NodeId from)
{
    std::map<int, std::vector<LinkItem*>> ports;
    for (auto* link : m_linksOf[from]) {
        if (link->link().from.node == from)
            ports[link->link().from.port].push_back(link);
    }
    for (auto& [port, links] : ports) {
        links.front()->setLabelPlace(links.size() == 1 ? LabelPlace::Middle : LabelPlace::Port);
        for (auto* link : links | std::views::drop(1))
            link->setLabelPlace(LabelPlace::Nowhere);
    }
}

void GraphScene::removeLink(const Link& link)
{
    auto* gone = item(link);
    if (!gone)
        return;
    std::erase(m_linksOf[link.from.node], gone);
    std::erase(m_linksOf[link.to.node], gone);
    m_links.erase(link);
    delete gone;
}

void GraphScene::addLink(const Link& link)
{
    if (item(link) || !item(link.from.node) || !item(link.to.node))
        return;
    auto* added = new LinkItem(link, m_style);
    addItem(added);
    m_links[link] = added;
    m_linksOf[link.from.node].push_back(added);
    m_linksOf[link.to.node].push_back(added);
    updateLink(*added);
}

void GraphScene::setPlace(NodeItem& node, QPointF position)
{
    ++m_revision;
    m_grid.remove(node.pos());
    m_grid.add(position);
    node.setPos(position);
}

void GraphScene::updateLink(LinkItem& link)
{
    const auto& from = link.link().from;
    link.setShapeText(widgets::shapeText(m_analysis->factsOf(from.node), from.port));
    placeLink(link);
}

void GraphScene::placeLink(LinkItem& link)
{
    const auto& [from, to] = link.link();
    const LinkEnds ends { m_nodes.at(from.node)->portPoint(Side::Output, from.port),
                          m_nodes.at(to.node)->portPoint(Side::Input, to.port), m_style.flow };
    const auto inTheWay = isLong(ends) ? m_grid.within(surroundings(ends)) : std::vector<QRectF>();
    link.setRoute(ends, routed(ends, m_style.routing, inTheWay));
}

void GraphScene::placeLinks()
{
    ++m_revision;
    for (const auto& [link, item] : m_links)
        placeLink(*item);
    update(); // the ports have moved too
}

void GraphScene::placeLinksNear(const std::vector<QRectF>& places, const Nodes& placed)
{
    if (places.empty())
        return;
    for (const auto& [link, item] : m_links) {
        const auto around = surroundings(item->ends());
        const auto isNear = [&around](const QRectF& place) { return around.intersects(place); };
        if (isLong(item->ends()) && !placed.contains(link.from.node) && !placed.contains(link.to.node)
            && std::ranges::any_of(places, isNear))
            placeLink(*item);
    }
}

void GraphScene::place(NodeItem& node, QPointF position)
{
    setPlace(node, position);
    for (auto* link : m_linksOf[node.id()])
        placeLink(*link);
}

void GraphScene::placeAll()
{
    ++m_revision;
    for (const auto& node : m_network.nodes) {
        if (auto& item = *m_nodes.at(node.id); item.pos() != toPoint(node.position))
            place(item, toPoint(node.position));
    }
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
            const auto port = node
                ? geometry::portAt(m_style.flow, point - node->pos(), side, node->ports(side))
                : std::nullopt;
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

std::vector<QRectF> GraphScene::placesOf(const Selection& what) const
{
    std::vector<QRectF> places;
    for (const auto id : what.nodes) {
        if (const auto* node = item(id))
            places.push_back(node->place());
    }
    for (const auto id : what.notes) {
        if (const auto* note = m_annotations.item(id))
            places.push_back(note->sceneBoundingRect());
    }
    return places;
}

QRectF GraphScene::nodesRect() const
{
    QRectF rect;
    for (const auto& node : m_network.nodes)
        rect |= geometry::paintedRect().translated(toPoint(node.position));
    for (const auto& [link, item] : m_links)
        rect |= item->boundingRect();
    return rect | m_annotations.rect();
}

void GraphScene::restyle()
{
    ++m_revision;
    auto style = CanvasStyle::current();
    style.flow = m_style.flow;
    style.routing = m_style.routing;
    style.costs = m_style.costs;
    m_style = std::move(style);
    for (const auto& [id, node] : m_nodes)
        node->restyle();
    for (const auto& [link, item] : m_links)
        item->restyle();
    m_annotations.restyle();
}

} // namespace netwright::widgets
