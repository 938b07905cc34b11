// SPDX-License-Identifier: GPL-3.0-or-later
// What the keyboard does to a GraphView.
#include "widgets/graph/canvas_hint.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/key_link.hpp"
#include "widgets/graph/node_focus.hpp"
#include "widgets/graph/node_item.hpp"

#include <QKeyEvent>

namespace netwright::widgets {

using geometry::Side;
using network::NodeId;

namespace {

    bool isEnter(int key) { return key == Qt::Key_Return || key == Qt::Key_Enter; }
} // namespace

std::optional<NodeId> GraphView::focusNode() const { return m_focus->node(); }

/// While a name is typed, its letters are no shortcuts.
bool GraphView::event(QEvent* event)
{
    if (m_keyLink && event->type() == QEvent::ShortcutOverride) {
        const auto modifiers = static_cast<QKeyEvent*>(event)->modifiers();
        if (!modifiers.testFlag(Qt::ControlModifier) && !modifiers.testFlag(Qt::AltModifier)) {
            event->accept();
            return true;
        }
    }
    return EditableCanvas::event(event);
}

void GraphView::keyPressEvent(QKeyEvent* event)
{
    const auto key = event->key();
    if (m_keyLink) {
        pressLinking(event);
        return;
    }
    if (pressArrow(*event) || (isEnter(key) && pressEnter(event->modifiers())))
        return;
    if (key == Qt::Key_Tab) // with Ctrl; alone it asks for a layer
        (void)EditableCanvas::focusNextPrevChild(true);
    else if (key == Qt::Key_Escape)
        pressEscape();
    else
        EditableCanvas::keyPressEvent(event);
}

void GraphView::pressEscape()
{
    if (cancelDrag())
        return;
    m_focus->setMarked(false);
    if (selection().isEmpty())
        emit escaped();
    else
        graph().select({});
}

/// Alone they go from node to node, with Shift they select on the way, with Ctrl they move what is selected.
bool GraphView::pressArrow(const QKeyEvent& event)
{
    const auto heading = headingOf(event.key());
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool canMove = !selection().nodes.empty() || !selection().notes.empty();
    if (!heading)
        return false;
    if (modifiers == Qt::ControlModifier && canMove)
        nudge(int(*heading == Heading::Right) - int(*heading == Heading::Left),
              int(*heading == Heading::Down) - int(*heading == Heading::Up));
    else if (!network().nodes.empty() && (modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier))
        moveFocus(*heading, modifiers == Qt::ShiftModifier);
    else
        return false;
    return true;
}

/// Opens what the keyboard is on: a block's inside, else the parameters; with Ctrl always the parameters.
bool GraphView::pressEnter(Qt::KeyboardModifiers modifiers)
{
    const auto chosen = selection();
    if (!chosen.notes.empty() && chosen.nodes.empty())
        editNote(*chosen.notes.begin());
    else if (chosen.nodes.size() > 1)
        emit parametersWanted();
    else if (const auto node = focusNode()) {
        reveal(*node);
        if (modifiers.testFlag(Qt::ControlModifier))
            emit parametersWanted();
        else
            emit activated(*node);
    } else {
        return false;
    }
    return true;
}

void GraphView::moveFocus(Heading heading, bool isExtending)
{
    const auto next = m_focus->ahead(heading);
    m_focus->setMarked(true);
    if (!next)
        return;
    auto wanted = isExtending ? selection() : Selection {};
    if (const auto from = focusNode(); isExtending && from)
        wanted.nodes.insert(*from);
    wanted.links.clear();
    wanted.nodes.insert(*next);
    graph().select(wanted);
    m_focus->set(*next);
    bringIntoSight(graph().item(*next)->sceneBoundingRect());
    if (wanted.nodes.size() > 1) // one alone was told of when it was selected
        emit focusMoved(*next);
}

/// Tab asks for a layer; Shift+Tab and Ctrl+Tab leave the canvas.
bool GraphView::focusNextPrevChild(bool next)
{
    if (!next)
        return EditableCanvas::focusNextPrevChild(next);
    if (!m_keyLink)
        wantLayer();
    else {
        QKeyEvent tab(QEvent::KeyPress, Qt::Key_Tab, Qt::NoModifier);
        pressLinking(&tab);
    }
    return true;
}

/// Who comes by keyboard sees where it is; who comes back from elsewhere, as it was before.
void GraphView::focusInEvent(QFocusEvent* event)
{
    EditableCanvas::focusInEvent(event);
    const auto reason = event->reason();
    const bool isByKey = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason
        || reason == Qt::ShortcutFocusReason;
    if (reason == Qt::MouseFocusReason)
        return;
    m_focus->setMarked(isByKey || m_wasMarked);
    if (focusNode())
        emit focusMoved(*focusNode());
}

void GraphView::focusOutEvent(QFocusEvent* event)
{
    EditableCanvas::focusOutEvent(event);
    m_wasMarked = m_focus->isMarked();
    m_focus->setMarked(false);
    if (m_keyLink)
        (void)cancelDrag();
}

void GraphView::wantLayer()
{
    const auto nodes = selection().nodes;
    auto before = m_focus->isMarked() && nodes.empty() ? focusNode() : std::nullopt;
    m_focus->setMarked(true);
    const auto mouse = viewport()->mapFromGlobal(QCursor::pos());
    const bool isInside = viewport()->rect().contains(mouse);
    if (nodes.size() == 1)
        before = *nodes.begin();
    else if (!before && !isInside)
        before = edits::openEnd(network());
    if (before) {
        bringIntoSight(graph().item(*before)->sceneBoundingRect());
        emit layerWanted({ .point = {}, .after = before, .pull = {} });
        return;
    }
    emit layerWanted({ .point = isInside ? mapToScene(mouse) : middle(), .after = {}, .pull = {} });
}

void GraphView::beginLink(Side side)
{
    const auto node = focusNode();
    if (!node)
        return;
    const auto* item = graph().item(*node);
    if (side == Side::Output && item->ports(side) == 0)
        side = Side::Input; // a loss: what feeds it is chosen
    if (item->ports(side) == 0)
        return;
    (void)cancelDrag();
    setFocus();
    m_focus->setMarked(true);
    m_keyLink = std::make_unique<KeyLink>(graph(), *node, side);
    showLinkHint();
}

void GraphView::pressLinking(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        (void)cancelDrag();
    } else if (isEnter(event->key())) {
        const auto link = m_keyLink->link();
        const auto refusal = m_keyLink->refusal();
        if (!link && refusal.isEmpty())
            return; // nothing is meant yet
        (void)cancelDrag();
        makeLink(link, refusal);
    } else if (m_keyLink->press(*event)) {
        showLinkHint();
    }
}

void GraphView::showLinkHint()
{
    const auto& refusal = m_keyLink->refusal();
    hint().tell(refusal.isEmpty() ? m_keyLink->text() : tr("%1: %2").arg(m_keyLink->text(), refusal),
                tr("Type a name or use the arrows   ·   Tab: another port   ·   Enter: link   ·   "
                   "Esc: cancel"));
    if (const auto aimed = m_keyLink->aimed()) {
        bringIntoSight(graph().item(*aimed)->sceneBoundingRect());
        emit focusMoved(*aimed);
    }
}

} // namespace netwright::widgets
