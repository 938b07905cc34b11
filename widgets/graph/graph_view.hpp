// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/editable_canvas.hpp"
#include "widgets/graph/focus_walk.hpp"
#include "widgets/graph/layer_request.hpp"

#include <memory>

class QMimeData;

namespace netwright::widgets {

class CanvasWriting;
class Flash;
class KeyLink;
class LinkDrag;
class MoveDrag;
class NodeFocus;
class NoteResize;
class ProblemBubbles;

/// The node editor. It shows a network and its analysis and changes neither: every edit goes out as edited()
/// with the network as it should become, once per gesture; the owner keeps history and truth, and calls
/// setNetwork() again.
class GraphView : public EditableCanvas {
    Q_OBJECT

public:
    explicit GraphView(QWidget* parent = nullptr);
    ~GraphView() override;

    /// Shares the analysis: see GraphScene::setNetwork().
    void setNetwork(const network::Network& network, std::shared_ptr<const network::Analysis> analysis);
    void setNetwork(const network::Network& network, network::Analysis analysis);
    [[nodiscard]] ProblemBubbles& bubbles() const { return *m_bubbles; }

    void showAs(const QString& name) override;
    /// Selects a node and scrolls it into sight.
    void reveal(network::NodeId node);
    /// Selects what was changed elsewhere, in the history, scrolls as much of it into sight as there is room
    /// for, and lets it stand out for a moment. See edits::changedParts().
    void showChanged(const Selection& what);
    /// The node that the keyboard is on.
    [[nodiscard]] std::optional<network::NodeId> focusNode() const;
    /// Begins a link at this side of the node that the keyboard is on: a name, the arrows and Enter end it.
    void beginLink(geometry::Side side);
    /// Asks for a layer below the selected one, or the one that the keyboard is on, or where the mouse is, or
    /// where the network is gone on with.
    void wantLayer();
    /// Forgets the link that was pulled into empty space.
    void dropPull();
    /// Lets the person write on the canvas; what is written is one edit.
    void editNote(network::NoteId id);
    void editGroupName(network::GroupId id);

signals:
    void selectionChanged();
    void networkShown(); ///< setNetwork() is done
    /// Double click or Enter: the person wants what is in this node, its parameters or its block.
    void activated(netwright::network::NodeId node);
    /// Ctrl+Enter, and Enter on several nodes: the parameters of what is selected.
    void parametersWanted();
    /// Escape where there is nothing to cancel and nothing selected.
    void escaped();
    /// Dropped from the palette, but no layer of this network: a block that is kept elsewhere.
    void strangerDropped(const QString& layer, QPointF point);
    /// The person wants to choose a layer to add.
    void layerWanted(const netwright::widgets::LayerRequest& request);
    /// The keyboard is on this node now.
    void focusMoved(netwright::network::NodeId node);
    void layerDropped(const QString& layer); ///< as the palette calls it

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    [[nodiscard]] bool needsItems() const override { return m_link || m_keyLink; }
    [[nodiscard]] std::vector<QGraphicsItem*> marks() const override;
    [[nodiscard]] bool isHeld() const override { return m_isHeld; }
    [[nodiscard]] bool isDragging() const override { return m_move || m_resize; }
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    /// What a press means, and where it stands.
    struct Target {
        Selection what;
        QPointF home;
    };
    [[nodiscard]] std::optional<Target> targetAt(QPointF point) const;
    [[nodiscard]] static bool contains(const Selection& all, const Selection& part); ///< nodes and notes
    [[nodiscard]] bool pressCanvas(QMouseEvent* event);
    void press(const Selection& target, QPointF home, QMouseEvent* event);
    void aimDrop(const QMimeData& mime, QPointF point);
    void finishMove();
    void finishLink(QPointF point);
    void makeLink(const std::optional<network::Link>& link, const QString& refusal);
    [[nodiscard]] bool cancelDrag();
    [[nodiscard]] bool pressArrow(const QKeyEvent& event);
    void pressEscape();
    [[nodiscard]] bool pressEnter(Qt::KeyboardModifiers modifiers);
    void pressLinking(QKeyEvent* event);
    void moveFocus(Heading heading, bool isExtending);
    void showLinkHint();
    void announceSelection();

    ProblemBubbles* m_bubbles;
    std::unique_ptr<MoveDrag> m_move;
    std::unique_ptr<LinkDrag> m_link;
    std::unique_ptr<NoteResize> m_resize;
    std::unique_ptr<NodeFocus> m_focus;
    bool m_wasMarked = false; ///< m_focus, when the keyboard went elsewhere
    std::unique_ptr<Flash> m_flash;
    std::unique_ptr<CanvasWriting> m_writing;
    std::unique_ptr<KeyLink> m_keyLink;
    bool m_isPulled = false; ///< m_link ends in empty space, and waits for a layer
    std::set<network::NodeId> m_selectedBefore; ///< the press on empty canvas
    std::optional<network::Link> m_dropTarget; ///< a layer that is dragged in would be put on it
    Selection m_pressed; ///< what a click without keys selects alone
    QPoint m_pressedAt;
    bool m_isHeld = false; ///< a mouse button
    bool m_isMoving = false; ///< past the distance that tells a drag from a click
};

} // namespace netwright::widgets
