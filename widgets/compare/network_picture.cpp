// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/network_picture.hpp"

#include "widgets/compare/change_mark.hpp"
#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/node_item.hpp"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QSignalBlocker>

namespace netwright::widgets {

NetworkPicture::NetworkPicture(QWidget* parent)
    : PanZoomView(parent)
    , m_scene(new GraphScene(this))
{
    setScene(m_scene);
    setGridShown(false);
    connect(m_scene, &QGraphicsScene::selectionChanged, this, &NetworkPicture::nodesSelected);
}

// The scene goes after this body, and tells of what was selected in it.
NetworkPicture::~NetworkPicture() { m_scene->disconnect(this); }

void NetworkPicture::setNetwork(const network::Network& network, network::Analysis analysis)
{
    analysis.problems.clear();
    analysis.warnings.clear();
    const QSignalBlocker blocker(this);
    setMarks({});
    m_scene->select({});
    m_scene->setNetwork(network, std::make_shared<const network::Analysis>(std::move(analysis)));
    setContentRect(m_scene->nodesRect());
    fitReadable(m_scene->nodesRect(), kNameScale); // F shows all
}

void NetworkPicture::setMarks(const std::map<network::NodeId, network::Change>& changes)
{
    for (const auto& [id, mark] : m_marks)
        delete mark;
    m_marks.clear();
    for (const auto& [id, change] : changes) {
        const auto* item = m_scene->item(id);
        if (!item || change == network::Change::Same)
            continue;
        auto* mark = new ChangeMark(change);
        mark->setPos(item->pos());
        m_scene->addItem(mark);
        m_marks.emplace(id, mark);
    }
}

std::set<network::NodeId> NetworkPicture::selectedNodes() const { return m_scene->selection().nodes; }

void NetworkPicture::reveal(const std::set<network::NodeId>& nodes)
{
    const QSignalBlocker blocker(this);
    m_scene->select({ .nodes = nodes, .links = {} });
    if (const auto* item = nodes.empty() ? nullptr : m_scene->item(*nodes.begin()))
        bringIntoSight(item->sceneBoundingRect());
}

void NetworkPicture::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_F && event->modifiers() == Qt::NoModifier)
        fit(m_scene->nodesRect());
    else if (event->matches(QKeySequence::ZoomIn) || event->key() == Qt::Key_Plus)
        zoomIn();
    else if (event->matches(QKeySequence::ZoomOut) || event->key() == Qt::Key_Minus)
        zoomOut();
    else if (const auto nodes = selectedNodes(); isEnter && nodes.size() == 1)
        emit nodeActivated(*nodes.begin());
    else
        PanZoomView::keyPressEvent(event);
}

void NetworkPicture::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const auto* node = m_scene->nodeAt(mapToScene(event->pos())))
        emit nodeActivated(node->id());
}

void NetworkPicture::changeEvent(QEvent* event)
{
    PanZoomView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_scene->restyle();
}

} // namespace netwright::widgets
