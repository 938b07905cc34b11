// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/graph_canvas.hpp"

#include <memory>
#include <optional>
#include <set>

namespace netwright::widgets {

class Glide;

/// A canvas with the person's commands on what is selected in it; what a hand or a key does is the business
/// of GraphView. It changes no network: an edit goes out as edited(), and its owner shows the result.
class EditableCanvas : public GraphCanvas {
    Q_OBJECT

public:
    explicit EditableCanvas(QWidget* parent = nullptr);
    ~EditableCanvas() override;

    /// Whether what is moved and added stands on the grid, which then shows.
    void setSnapping(bool isSnapping);
    [[nodiscard]] bool isSnapping() const { return m_isSnapping; }
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
    /// What an arrangeRequested() asked for: one edit, and the nodes go there, folded where they would be
    /// read better so.
    void showArranged(const network::Network& after, const std::set<network::NodeId>& nodes = {});
    /// Whether arranged nodes glide to their new places, and what changed elsewhere stands out for a moment.
    void setAnimated(bool isAnimated) { m_isAnimated = isAnimated; }
    [[nodiscard]] bool isAnimated() const { return m_isAnimated; }
    void selectAll();

signals:
    /// Edits with the same key that follow each other are one entry of the history; -1 never merges.
    void edited(const netwright::network::Network& after, const QString& what, int mergeKey);
    /// So many nodes take a while to lay out: the owner has edits::arranged() computed elsewhere, then calls
    /// showArranged().
    void arrangeRequested(netwright::network::Flow flow, const std::set<netwright::network::NodeId>& nodes);
    void nodesArrived(); ///< that were arranged, where they glide
    /// Why the last gesture did nothing.
    void refused(const QString& reason);

protected:
    /// What came of an edit; what that made is selected then.
    void showEdited(const network::Network& network, std::shared_ptr<const network::Analysis> analysis);
    void nudge(int dx, int dy); ///< in steps of the grid, while things snap to it

private:
    void arrangeAll(network::Flow flow) { arrangeNodes(flow, {}); }
    void arrangeNodes(network::Flow flow, const std::set<network::NodeId>& nodes);
    void insert(const network::Network& part, QPointF offset, const QString& what);
    [[nodiscard]] QString describeNodes(const std::set<network::NodeId>& nodes) const;

    bool m_isSnapping = true;
    bool m_isAnimated = false;
    std::unique_ptr<Glide> m_glide; ///< of nodes that were arranged
    std::optional<Selection> m_nextSelection; ///< of what the last edit made
};

} // namespace netwright::widgets
