// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_view.hpp"

#include "widgets/graph/canvas_writing.hpp"
#include "widgets/graph/flash.hpp"
#include "widgets/graph/graph_accessible.hpp"
#include "widgets/graph/key_link.hpp"
#include "widgets/graph/move_drag.hpp"
#include "widgets/graph/node_focus.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/note_resize.hpp"
#include "widgets/graph/problem_bubbles.hpp"

#include <algorithm>
#include <utility>

namespace netwright::widgets {

using network::Network;
using network::NodeId;

GraphView::GraphView(QWidget* parent)
    : EditableCanvas(parent)
    , m_bubbles(new ProblemBubbles(*this))
    , m_focus(std::make_unique<NodeFocus>(graph()))
    , m_writing(std::make_unique<CanvasWriting>(*this))
{
    setAcceptDrops(true);
    setMouseTracking(true);
    setAccessibleName(tr("Network"));
    setEmptyText(tr("An empty network"), tr("Press Tab or double click here to add a layer."));
    connect(this, &GraphView::focusMoved, this, [this](NodeId node) { announceFocus(*this, node); });
    connect(&graph(), &QGraphicsScene::selectionChanged, this, &GraphView::announceSelection);
    connect(m_bubbles, &ProblemBubbles::placed, this, [this] { placeMinimap(); });
    makeAccessible(*this);
}

// The scene is a QObject child, and goes after this body: what it still has to say must not reach a half-dead
// view.
GraphView::~GraphView()
{
    (void)cancelDrag();
    m_focus.reset();
    m_flash.reset();
    graph().disconnect(this);
}

void GraphView::setNetwork(const Network& network, network::Analysis analysis)
{
    setNetwork(network, std::make_shared<const network::Analysis>(std::move(analysis)));
}

void GraphView::setNetwork(const Network& network, std::shared_ptr<const network::Analysis> analysis)
{
    const bool wasSelected = !selection().isEmpty();
    (void)cancelDrag();
    m_writing->discard(); // what it stands over may be gone
    m_flash.reset();
    showEdited(network, std::move(analysis));
    m_focus->follow();
    if (m_focus->isMarked() && focusNode() && wasSelected && selection().isEmpty())
        graph().select({ .nodes = { *focusNode() }, .links = {} }); // the keyboard goes on beside what went
    m_bubbles->renew();
    emit networkShown();
}

void GraphView::editNote(network::NoteId id) { m_writing->editNote(id); }
void GraphView::editGroupName(network::GroupId id) { m_writing->editGroupName(id); }

void GraphView::showAs(const QString& name)
{
    m_focus->forget(); // it was on a node of another network
    EditableCanvas::showAs(name);
}

void GraphView::announceSelection()
{
    m_focus->follow();
    const auto nodes = selection().nodes;
    const bool isOne = nodes.size() == 1;
    setAccessibleDescription(isOne ? spokenName(*this, *nodes.begin())
                                   : tr("%1 layers selected").arg(nodes.size()));
    if (isOne && hasFocus())
        emit focusMoved(*nodes.begin());
    emit selectionChanged();
}

void GraphView::reveal(NodeId node)
{
    const auto* item = graph().item(node);
    if (!item)
        return;
    graph().select({ .nodes = { node }, .links = {} });
    bringIntoSight(item->place());
}

void GraphView::showChanged(const Selection& what)
{
    constexpr std::size_t kMostRings = 64;
    graph().select(what);
    const auto places = graph().placesOf(what);
    if (places.empty())
        return;
    QRectF all;
    for (const auto& place : places)
        all |= place;
    const auto inSight = mapToScene(viewport()->rect()).boundingRect();
    const bool isRoomy = all.width() < inSight.width() && all.height() < inSight.height();
    const auto isSeen = [&inSight](const QRectF& place) { return inSight.contains(place); };
    if (isRoomy)
        bringIntoSight(all);
    else if (std::ranges::none_of(places, isSeen))
        bringIntoSight(places.front());
    if (isAnimated() && places.size() <= kMostRings)
        m_flash = std::make_unique<Flash>(graph(), places);
}

std::vector<QGraphicsItem*> GraphView::marks() const
{
    std::vector<QGraphicsItem*> marks { &m_focus->mark() };
    if (m_flash)
        marks.push_back(&m_flash->rings());
    return marks;
}

} // namespace netwright::widgets
