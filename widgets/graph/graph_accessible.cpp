// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_accessible.hpp"

#include "core/network/block.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"

#include <QAccessibleWidget>
#include <QPointer>

#include <algorithm>

namespace netwright::widgets {

using network::Network;
using network::NodeId;

namespace {
    /// In the order of the data; where a cycle has none, in the order of the file.
    std::optional<NodeId> nodeAt(const GraphView& view, int index)
    {
        const auto& nodes = view.network().nodes;
        const auto& order = view.graph().analysis().order;
        const auto at = static_cast<std::size_t>(index);
        if (index < 0 || at >= nodes.size())
            return std::nullopt;
        return order.size() == nodes.size() ? order[at] : nodes[at].id;
    }

    int indexOf(const GraphView& view, NodeId node)
    {
        const auto& nodes = view.network().nodes;
        const auto& order = view.graph().analysis().order;
        if (order.size() == nodes.size()) {
            const auto it = std::ranges::find(order, node);
            return it == order.end() ? -1 : static_cast<int>(it - order.begin());
        }
        const auto it = std::ranges::find(nodes, node, &network::Node::id);
        return it == nodes.end() ? -1 : static_cast<int>(it - nodes.begin());
    }

    /// One node, as a child of its view.
    class NodeAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
    public:
        NodeAccessible(GraphView& view, NodeId node)
            : m_view(&view)
            , m_node(node)
        {
        }

        [[nodiscard]] NodeId node() const { return m_node; }
        [[nodiscard]] bool isValid() const override { return m_view && item(); }
        [[nodiscard]] QObject* object() const override { return nullptr; }
        [[nodiscard]] QAccessibleInterface* parent() const override
        {
            return QAccessible::queryAccessibleInterface(m_view);
        }
        [[nodiscard]] QWindow* window() const override { return parent()->window(); }
        [[nodiscard]] QAccessibleInterface* child(int /*index*/) const override { return nullptr; }
        [[nodiscard]] QAccessibleInterface* childAt(int /*x*/, int /*y*/) const override { return nullptr; }
        [[nodiscard]] int childCount() const override { return 0; }
        [[nodiscard]] int indexOfChild(const QAccessibleInterface* /*child*/) const override { return -1; }
        [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
        void setText(QAccessible::Text /*kind*/, const QString& /*text*/) override { }

        [[nodiscard]] QString text(QAccessible::Text kind) const override
        {
            if (!isValid())
                return {};
            return kind == QAccessible::Name       ? spokenName(*m_view, m_node)
                : kind == QAccessible::Description ? spokenDescription(*m_view, m_node)
                                                   : QString();
        }
        [[nodiscard]] QRect rect() const override
        {
            if (!isValid())
                return {};
            const auto inView = m_view->mapFromScene(item()->place()).boundingRect();
            return { m_view->viewport()->mapToGlobal(inView.topLeft()), inView.size() };
        }
        [[nodiscard]] QAccessible::State state() const override
        {
            QAccessible::State state;
            state.invalid = !isValid();
            if (state.invalid)
                return state;
            state.focusable = true;
            state.focused = m_view->hasFocus() && m_view->focusNode() == m_node;
            state.selectable = true;
            state.multiSelectable = true;
            state.selected = item()->isSelected();
            const auto inSight = m_view->mapToScene(m_view->viewport()->rect()).boundingRect();
            state.offscreen = !inSight.intersects(item()->place());
            return state;
        }

        void* interface_cast(QAccessible::InterfaceType type) override
        {
            return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                        : nullptr;
        }
        [[nodiscard]] QStringList actionNames() const override { return { setFocusAction(), pressAction() }; }
        void doAction(const QString& name) override
        {
            if (!isValid())
                return;
            m_view->reveal(m_node);
            m_view->setFocus();
            if (name == pressAction())
                emit m_view->activated(m_node);
        }
        [[nodiscard]] QStringList keyBindingsForAction(const QString& name) const override
        {
            return name == pressAction() ? QStringList { QStringLiteral("Return") } : QStringList();
        }

    private:
        [[nodiscard]] NodeItem* item() const { return m_view->graph().item(m_node); }

        QPointer<GraphView> m_view;
        NodeId m_node;
    };

    class GraphAccessible : public QAccessibleWidget {
    public:
        explicit GraphAccessible(GraphView& view)
            : QAccessibleWidget(&view, QAccessible::List)
            , m_view(view)
        {
        }
        ~GraphAccessible() override
        {
            for (const auto& [node, id] : m_children)
                QAccessible::deleteAccessibleInterface(id);
        }

        [[nodiscard]] int childCount() const override
        {
            std::erase_if(m_children, [this](const auto& child) {
                const bool isGone = !m_view.graph().item(child.first);
                if (isGone)
                    QAccessible::deleteAccessibleInterface(child.second);
                return isGone;
            });
            return static_cast<int>(m_view.network().nodes.size());
        }
        [[nodiscard]] QAccessibleInterface* child(int index) const override
        {
            const auto node = nodeAt(m_view, index);
            return node ? childOf(*node) : nullptr;
        }
        [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override
        {
            const auto point = m_view.mapToScene(m_view.viewport()->mapFromGlobal(QPoint(x, y)));
            const auto* item = m_view.graph().nodeAt(point);
            return item ? childOf(item->id()) : nullptr;
        }
        [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
        {
            const auto* node = dynamic_cast<const NodeAccessible*>(child);
            return node ? indexOf(m_view, node->node()) : -1;
        }
        [[nodiscard]] QAccessibleInterface* focusChild() const override
        {
            const auto node = m_view.hasFocus() ? m_view.focusNode() : std::nullopt;
            return node ? childOf(*node) : nullptr;
        }

    private:
        [[nodiscard]] QAccessibleInterface* childOf(NodeId node) const
        {
            if (const auto it = m_children.find(node); it != m_children.end())
                return QAccessible::accessibleInterface(it->second);
            auto* child = new NodeAccessible(m_view, node); // the registry owns it
            m_children.emplace(node, QAccessible::registerAccessibleInterface(child));
            return child;
        }

        GraphView& m_view;
        mutable std::map<NodeId, QAccessible::Id> m_children; ///< made when they are asked for
    };

    QAccessibleInterface* accessibleOf(const QString& /*type*/, QObject* object)
    {
        auto* view = qobject_cast<GraphView*>(object);
        return view ? new GraphAccessible(*view) : nullptr;
    }

    QString namesOf(const Network& network, NodeId node, network::PortRef network::Link::*near,
                    network::PortRef network::Link::*far)
    {
        QStringList names;
        for (const auto& link : network.links) {
            const auto* other = (link.*near).node == node ? network.find((link.*far).node) : nullptr;
            if (other)
                names << QString::fromStdString(other->name);
        }
        return names.join(QStringLiteral(", "));
    }
} // namespace

QString spokenName(const GraphView& view, NodeId id)
{
    const auto* node = view.network().find(id);
    const auto kind = node ? network::kindOf(view.network(), node->layer) : nullptr;
    if (!kind)
        return {};
    QStringList parts { QString::fromStdString(node->name), QString::fromStdString(kind->title) };
    if (const auto summary = summaryOf(*node, *kind); !summary.isEmpty())
        parts << summary.section(QStringLiteral(", "), 0, 0);
    if (const auto* facts = view.graph().analysis().factsOf(id); facts && !facts->outputs.empty())
        parts << GraphView::tr("output %1").arg(QString::fromStdString(toText(facts->outputs.front())));
    const auto& card = view.graph().item(id)->card();
    if (card.isBypassed)
        parts << GraphView::tr("bypassed");
    if (!card.problem.isEmpty())
        parts << (card.isWarning ? GraphView::tr("has a warning") : GraphView::tr("has a problem"));
    return parts.join(QStringLiteral(", ")).replace(QChar(0x00d7), u'x');
}

QString spokenDescription(const GraphView& view, NodeId id)
{
    using network::Link;
    const auto* node = view.network().find(id);
    const auto kind = node ? network::kindOf(view.network(), node->layer) : nullptr;
    if (!kind)
        return {};
    QStringList sentences;
    if (const auto problem = view.graph().item(id)->card().problem; !problem.isEmpty())
        sentences << problem;
    if (const auto summary = summaryOf(*node, *kind); !summary.isEmpty())
        sentences << summary;
    if (const auto names = namesOf(view.network(), id, &Link::to, &Link::from); !names.isEmpty())
        sentences << GraphView::tr("Fed by %1").arg(names);
    if (const auto names = namesOf(view.network(), id, &Link::from, &Link::to); !names.isEmpty())
        sentences << GraphView::tr("Feeds %1").arg(names);
    return sentences.join(QStringLiteral(". ")).replace(QChar(0x00d7), u'x');
}

void makeAccessible(GraphView& view)
{
    QAccessible::installFactory(accessibleOf);
    // Qt has asked while the base class was made, and keeps the interface of that.
    if (auto* early = QAccessible::queryAccessibleInterface(&view))
        QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(early));
}

void announceFocus(GraphView& view, NodeId node)
{
    QAccessibleEvent event(&view, QAccessible::Focus);
    event.setChild(indexOf(view, node));
    QAccessible::updateAccessibility(&event);
}

} // namespace netwright::widgets
