// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/focus_walk.hpp"
#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/layer_request.hpp"
#include "widgets/graph/pan_zoom_view.hpp"

#include <QPointer>

#include <memory>
#include <string_view>

class QMimeData;

namespace netwright::widgets {

class CanvasHint;
class KeyLink;
class Glide;
class HeatLegend;
class LinkDrag;
class Minimap;
class MoveDrag;
class NodeFocus;
class NoteResize;
class TextOverlay;
class ProblemBubbles;

/// The node editor. It shows a network and its analysis and changes neither: every edit goes out as edited()
/// with the network as it should become, once per gesture; the owner keeps history and truth, and calls
/// setNetwork() again.
class GraphView : public PanZoomView {
    Q_OBJECT

public:
    explicit GraphView(QWidget* parent = nullptr);
    ~GraphView() override;

    void setNetwork(const network::Network& network, const network::Analysis& analysis);
    [[nodiscard]] const network::Network& network() const { return m_scene->network(); }
    [[nodiscard]] GraphScene& graph() const { return *m_scene; }
    [[nodiscard]] ProblemBubbles& bubbles() const { return *m_bubbles; }

    [[nodiscard]] Selection selection() const { return m_scene->selection(); }
    void select(const Selection& selection) { m_scene->select(selection); }
    /// Selects a node and scrolls it into sight.
    void reveal(network::NodeId node);
    /// The node that the keyboard is on.
    [[nodiscard]] std::optional<network::NodeId> focusNode() const;
    /// Begins a link at this side of the node that the keyboard is on: a name, the arrows and Enter end it.
    void beginLink(geometry::Side side);
    /// What the keyboard is doing; hidden where nothing is to be said.
    [[nodiscard]] CanvasHint& hint() const { return *m_hint; }
    /// Asks for a layer below the selected one, or where the mouse is.
    void wantLayer();
    /// Forgets the link that was pulled into empty space.
    void dropPull();
    /// Whether what is moved and added stands on the grid, which then shows.
    void setSnapping(bool isSnapping);
    [[nodiscard]] bool isSnapping() const { return m_isSnapping; }
    /// Lets the person write on the canvas; what is written is one edit.
    void editNote(network::NoteId id);
    void editGroupName(network::GroupId id);
    /// Sends an edit out, where it changes anything; `next` is selected when the owner shows it. For commands
    /// that act on this view.
    void commit(const network::Network& after, const QString& what, std::optional<Selection> next = {},
                int mergeKey = -1);
    /// "conv1", "3 layers", "a note": in the names of edits.
    [[nodiscard]] QString describe(const Selection& selection) const;
    /// The nearest point of the grid, while things snap to it.
    [[nodiscard]] QPointF onGrid(QPointF point) const;
    /// The middle of what is in sight.
    [[nodiscard]] QPointF middle() const;
    /// What stands on the canvas while there is no node.
    void setEmptyText(const QString& title, const QString& text);

    // The person's commands. Without a fitting selection they do nothing.
    void
    addLayer(const QString& layer); ///< below the selected node and fed by it, else in the middle of the view
    void addLayerAt(const QString& layer, QPointF point);
    void removeSelection();
    void copySelection();
    void cutSelection();
    void paste(); ///< in the middle of the view
    void duplicateSelection();
    /// Copies of a part of a network, there or in the middle of the view; `what` names the edit.
    void addPart(const network::Network& part, std::optional<QPointF> point, const QString& what);
    void connectSelection(); ///< top to bottom, a chain
    void arrange(); ///< the selected nodes, or all where fewer than two are selected
    void arrangeDown() { arrangeAll(network::Flow::Down); }
    void arrangeRight() { arrangeAll(network::Flow::Right); }
    /// What an arrangeRequested() asked for: one edit, and the nodes go there.
    void showArranged(const network::Network& after);
    void fitSelection(); ///< all where nothing is selected
    void setRouting(Routing routing) { m_scene->setRouting(routing); }
    void setShownCosts(ShownCosts costs) { m_scene->setShownCosts(costs); }
    /// Colours the nodes by what they cost; by Time once setMeasured() has told it.
    void setHeat(Heat heat);
    void setMeasured(const std::map<network::NodeId, double>& milliseconds);
    void setMinimapWanted(bool isWanted);
    /// Whether arranged nodes glide to their new places.
    void setAnimated(bool isAnimated) { m_isAnimated = isAnimated; }
    void selectAll();
    void fitAll() { fit(m_scene->nodesRect()); }
    void fitReadable() { PanZoomView::fitReadable(m_scene->nodesRect()); }

signals:
    /// Edits with the same key that follow each other are one entry of the history; -1 never merges.
    void edited(const netwright::network::Network& after, const QString& what, int mergeKey);
    /// So many nodes take a while to lay out: the owner has edits::arranged() computed elsewhere, then calls
    /// showArranged().
    void arrangeRequested(netwright::network::Flow flow, const std::set<netwright::network::NodeId>& nodes);
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
    /// Why the last gesture did nothing.
    void refused(const QString& reason);

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
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] bool isFar() const; ///< too far to read: nodes and links are drawn at once, not as items
    /// What a press means, and where it stands.
    struct Target {
        Selection what;
        QPointF home;
    };
    [[nodiscard]] std::optional<Target> targetAt(QPointF point) const;
    [[nodiscard]] static bool contains(const Selection& all, const Selection& part); ///< nodes and notes
    [[nodiscard]] bool pressCanvas(QMouseEvent* event);
    void press(const Selection& target, QPointF home, QMouseEvent* event);
    [[nodiscard]] bool editTextAt(QPointF point);
    TextOverlay* write(const QString& text, const QRectF& place, std::string_view colour, bool isOneLine);
    void aimDrop(const QMimeData& mime, QPointF point);
    void finishMove();
    void finishLink(QPointF point);
    void makeLink(const std::optional<network::Link>& link, const QString& refusal);
    [[nodiscard]] bool cancelDrag();
    void arrangeAll(network::Flow flow) { arrangeNodes(flow, {}); }
    void arrangeNodes(network::Flow flow, const std::set<network::NodeId>& nodes);
    void showHeat();
    void nudge(int dx, int dy);
    [[nodiscard]] bool pressArrow(const QKeyEvent& event);
    [[nodiscard]] bool pressEnter(Qt::KeyboardModifiers modifiers);
    void pressLinking(QKeyEvent* event);
    void moveFocus(Heading heading, bool isExtending);
    void showLinkHint();
    void insert(const network::Network& part, QPointF offset, const QString& what);
    [[nodiscard]] QString describeNodes(const std::set<network::NodeId>& nodes) const;
    void announceSelection();

    GraphScene* m_scene;
    ProblemBubbles* m_bubbles;
    std::unique_ptr<MoveDrag> m_move;
    std::unique_ptr<LinkDrag> m_link;
    std::unique_ptr<NoteResize> m_resize;
    std::unique_ptr<NodeFocus> m_focus;
    std::unique_ptr<KeyLink> m_keyLink;
    CanvasHint* m_hint;
    bool m_isPulled = false; ///< m_link ends in empty space, and waits for a layer
    std::set<network::NodeId> m_selectedBefore; ///< the press on empty canvas
    std::optional<network::Link> m_dropTarget; ///< a layer that is dragged in would be put on it
    QPointer<TextOverlay> m_writing;
    Selection m_pressed; ///< what a click without keys selects alone
    bool m_isSnapping = true;
    QPoint m_pressedAt;
    Minimap* m_minimap;
    HeatLegend* m_legend;
    std::map<network::NodeId, double> m_measured; ///< ms a step
    bool m_isAnimated = false;
    std::unique_ptr<Glide> m_glide; ///< of nodes that were arranged
    bool m_isMoving = false; ///< past the distance that tells a drag from a click
    std::optional<Selection> m_nextSelection; ///< of what the last edit made
    QString m_emptyTitle;
    QString m_emptyText;
};

} // namespace netwright::widgets
