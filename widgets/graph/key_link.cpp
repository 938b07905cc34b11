// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/key_link.hpp"

#include "widgets/graph/node_item.hpp"

#include <QCoreApplication>
#include <QKeyEvent>

#include <algorithm>
#include <ranges>

namespace netwright::widgets {

using geometry::Side;
using network::NodeId;

namespace {
    QString tr(const char* text) { return QCoreApplication::translate("netwright::widgets::KeyLink", text); }
} // namespace

PortHit KeyLink::startOf(GraphScene& scene, NodeId start, Side side)
{
    return { scene.item(start), side, 0 };
}

KeyLink::KeyLink(GraphScene& scene, NodeId start, Side side)
    : m_scene(scene)
    , m_start(start)
    , m_endSide(side == Side::Output ? Side::Input : Side::Output)
    , m_drag(scene, startOf(scene, start, side), scene.item(start)->portPoint(side, 0))
{
    for (const auto& [id, item] : scene.nodeItems()) {
        if (m_drag.mayEndAt(*item))
            m_candidates.insert(id);
    }
    aim(first());
}

int KeyLink::ports(NodeId node) const { return m_scene.item(node)->ports(m_endSide); }

/// The nearest that still waits for a link; else one that is not linked to the start yet.
std::optional<NodeId> KeyLink::first() const
{
    const auto from = m_scene.item(m_start)->pos();
    std::set<network::PortRef> taken;
    std::set<NodeId> linked;
    for (const auto& link : m_scene.network().links) {
        const auto& near = m_endSide == Side::Input ? link.to : link.from;
        const auto& far = m_endSide == Side::Input ? link.from : link.to;
        taken.insert(near);
        if (far.node == m_start)
            linked.insert(near.node);
    }
    const auto isWaiting = [&](NodeId id) {
        const auto meant
            = std::views::iota(0, m_endSide == Side::Input ? ports(id) : 1); // of outputs, the first
        return std::ranges::any_of(meant, [&](int port) { return !taken.contains({ id, port }); });
    };
    std::set<NodeId> apart;
    std::set<NodeId> waiting;
    for (const auto id : m_candidates) {
        if (linked.contains(id))
            continue;
        apart.insert(id);
        if (isWaiting(id))
            waiting.insert(id);
    }
    for (const std::set<NodeId>& some : { waiting, apart, m_candidates }) {
        if (const auto found = nearest(m_scene.network(), from, some))
            return found;
    }
    return std::nullopt;
}

std::vector<NodeId> KeyLink::matches() const
{
    std::vector<NodeId> found;
    for (const bool wantsBeginning : { true, false }) {
        for (const auto& node : m_scene.network().nodes) { // in the order of the file
            const auto at = QString::fromStdString(node.name).indexOf(m_typed, 0, Qt::CaseInsensitive);
            if (m_candidates.contains(node.id) && at >= 0 && (at == 0) == wantsBeginning)
                found.push_back(node.id);
        }
    }
    return found;
}

bool KeyLink::press(const QKeyEvent& event)
{
    if (const auto heading = headingOf(event.key())) {
        step(*heading);
    } else if (event.key() == Qt::Key_Tab || event.key() == Qt::Key_Backtab) {
        if (m_aimed)
            aimAtPort((m_port + (event.key() == Qt::Key_Tab ? 1 : ports(*m_aimed) - 1)) % ports(*m_aimed));
    } else if (event.key() == Qt::Key_Backspace) {
        type(m_typed.chopped(std::min<qsizetype>(1, m_typed.size())));
    } else if (!event.text().isEmpty() && event.text().front().isPrint()) {
        type(m_typed + event.text());
    } else {
        return false;
    }
    return true;
}

void KeyLink::type(const QString& text)
{
    m_typed = text;
    const auto found = matches();
    if (text.isEmpty())
        aim(first());
    else
        aim(found.empty() ? std::nullopt : std::optional(found.front()));
}

/// Among what was typed from one to the next, else to where the arrow points.
void KeyLink::step(Heading heading)
{
    if (m_typed.isEmpty()) {
        const auto from = m_scene.item(m_aimed.value_or(m_start))->pos();
        if (const auto next = nearest(m_scene.network(), from, heading, m_candidates))
            aim(next);
        return;
    }
    const auto found = matches();
    const auto at = m_aimed ? std::ranges::find(found, *m_aimed) : found.end();
    if (at == found.end())
        return;
    const bool isForward = heading == Heading::Down || heading == Heading::Right;
    const auto count = std::ssize(found);
    aim(found[static_cast<std::size_t>((at - found.begin() + (isForward ? 1 : count - 1)) % count)]);
}

void KeyLink::aim(std::optional<NodeId> node)
{
    m_aimed = node;
    if (node)
        aimAtPort(m_drag.freePort(*m_scene.item(*node)));
    else
        m_drag.moveTo(
            m_scene.item(m_start)->portPoint(m_endSide == Side::Input ? Side::Output : Side::Input, 0));
}

void KeyLink::aimAtPort(int port)
{
    m_port = port;
    m_drag.moveTo(m_scene.item(*m_aimed)->portPoint(m_endSide, port));
}

QString KeyLink::text() const
{
    const auto start = m_scene.item(m_start)->card().name;
    if (!m_aimed)
        return m_candidates.empty() ? tr("No layer can be linked to %1").arg(start)
                                    : tr("No layer is called \"%1\"").arg(m_typed);
    const auto* item = m_scene.item(*m_aimed);
    auto text = m_endSide == Side::Input ? tr("%1 → %2").arg(start, item->card().name)
                                         : tr("%1 → %2").arg(item->card().name, start);
    if (ports(*m_aimed) > 1)
        text += (m_endSide == Side::Input ? tr(", input %1 of %2") : tr(", output %1 of %2"))
                    .arg(m_port + 1)
                    .arg(ports(*m_aimed));
    if (!m_typed.isEmpty())
        text += tr("   \"%1\"").arg(m_typed);
    return text;
}

} // namespace netwright::widgets
