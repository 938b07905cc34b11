// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/node_focus.hpp"

#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/node_item.hpp"

#include <QPainter>

namespace netwright::widgets {

namespace {
    /// A ring around the card, in the colour of text: it stands out from any outline within.
    class FocusRing : public QGraphicsItem {
    public:
        explicit FocusRing(const CanvasStyle& style)
            : m_style(style)
        {
            setZValue(3);
        }
        [[nodiscard]] QRectF boundingRect() const override
        {
            constexpr double kPen = 2;
            return ring().adjusted(-kPen, -kPen, kPen, kPen);
        }
        [[nodiscard]] QPainterPath shape() const override { return {}; } // the mouse goes through
        void paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/,
                   QWidget* /*widget*/) override
        {
            QPen pen(m_style.text, 2, Qt::SolidLine);
            pen.setCosmetic(true); // to be found from afar too
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(pen);
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(ring(), 12, 12);
        }

    private:
        [[nodiscard]] static QRectF ring()
        {
            constexpr double kDistance = 8;
            return geometry::nodeRect().adjusted(-kDistance, -kDistance, kDistance, kDistance);
        }
        const CanvasStyle& m_style;
    };
} // namespace

NodeFocus::NodeFocus(GraphScene& scene)
    : m_scene(scene)
    , m_mark(std::make_unique<FocusRing>(scene.style()))
{
    m_mark->hide();
    scene.addItem(m_mark.get());
}

NodeFocus::~NodeFocus() = default;

void NodeFocus::set(network::NodeId node)
{
    if (!m_scene.item(node))
        return;
    m_node = node;
    lookAround();
    showMark();
}

void NodeFocus::forget()
{
    m_node.reset();
    showMark();
}

std::optional<network::NodeId> NodeFocus::ahead(Heading heading) const
{
    if (m_node)
        return walk(m_scene.network(), *m_node, heading);
    const auto& order = m_scene.analysis().order;
    if (!order.empty())
        return order.front();
    const auto& nodes = m_scene.network().nodes;
    return nodes.empty() ? std::nullopt : std::optional(nodes.front().id);
}

void NodeFocus::follow()
{
    const auto selected = m_scene.selection().nodes;
    if (selected.size() == 1)
        m_node = *selected.begin();
    if (m_node && !m_scene.item(*m_node)) {
        m_node = nearest(m_scene.network(), m_place, m_linked);
        std::set<network::NodeId> all;
        for (const auto& [id, item] : m_scene.nodeItems())
            all.insert(id);
        if (!m_node)
            m_node = nearest(m_scene.network(), m_place, all);
    }
    if (m_node)
        lookAround();
    showMark();
}

void NodeFocus::lookAround()
{
    m_place = placeOf(*m_node);
    m_linked.clear();
    for (const auto& [from, to] : m_scene.network().links) {
        if (from.node == *m_node)
            m_linked.insert(to.node);
        else if (to.node == *m_node)
            m_linked.insert(from.node);
    }
}

/// As the network has it: on the screen it may still be on its way there.
QPointF NodeFocus::placeOf(network::NodeId node) const
{
    const auto place = m_scene.network().find(node)->position;
    return { place.x, place.y };
}

void NodeFocus::setMarked(bool isMarked)
{
    m_isMarked = isMarked;
    showMark();
}

void NodeFocus::showMark()
{
    const bool isSaid = m_node && m_scene.selection().nodes == std::set { *m_node };
    m_mark->setVisible(m_isMarked && m_node && !isSaid);
    if (m_node)
        m_mark->setPos(m_place);
}

} // namespace netwright::widgets
