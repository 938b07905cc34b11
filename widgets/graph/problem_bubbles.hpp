// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QObject>
#include <QRectF>

#include <vector>

namespace netwright::widgets {

class GraphView;
class NodeItem;
class ProblemItem;

/// Keeps the messages beside the nodes of a GraphView where they can be read: inside what is in sight, off
/// nodes and each other, and large enough. Hears clicks on their buttons. Belongs to its view.
class ProblemBubbles : public QObject {
    Q_OBJECT

public:
    explicit ProblemBubbles(GraphView& view);

    void renew(); ///< the network is another one
    void place(); ///< again, for what is in sight now

signals:
    void placed();
    void fixClicked(netwright::network::NodeId node);
    /// The person wants to see all fixes of the node; the point is global.
    void fixesWanted(netwright::network::NodeId node, QPoint at);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// `isForced`: even where it hides something.
    void place(const NodeItem& node, const QRectF& room, bool isForced, std::vector<QRectF>& taken) const;
    [[nodiscard]] std::vector<QRectF> takenAround(const NodeItem& node, const QRectF& sight,
                                                  const std::vector<QRectF>& taken) const;
    [[nodiscard]] ProblemItem* buttonAt(QPoint point) const;
    void click(const ProblemItem& item, QPoint point);
    void hover(QPoint point);

    GraphView& m_view;
    std::vector<network::NodeId> m_nodes; ///< with problems: of thousands, a few
    double m_zoom = 0; ///< that they were placed for: while the view changes it, it scrolls several times
    ProblemItem* m_hovered = nullptr; ///< to be compared alone: it may be gone
};

} // namespace netwright::widgets
