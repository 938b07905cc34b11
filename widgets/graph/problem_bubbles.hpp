// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QObject>
#include <QRectF>

#include <map>
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
    /// All that the place of a bubble depends on, but for where it stands already.
    struct Room {
        bool isForced = false; ///< it is shown even where it hides something
        double scale = 1;
        std::vector<QSizeF> sizes; ///< of its forms, on the canvas
        QRectF node;
        QRectF sight;
        std::vector<QRectF> around;
        bool operator==(const Room&) const = default;
    };
    struct Place {
        Room room;
        int form = -1; ///< none: there is no place
        QRectF rect;
    };
    void place(const NodeItem& node, const QRectF& sight, bool isForced, std::vector<QRectF>& taken);
    [[nodiscard]] Room roomOf(const NodeItem& node, const QRectF& sight, bool isForced,
                              const std::vector<QRectF>& taken) const;
    [[nodiscard]] static Place placeIn(Room room, const NodeItem& node);
    [[nodiscard]] std::vector<QRectF> takenAround(const NodeItem& node, const QRectF& sight,
                                                  const std::vector<QRectF>& taken) const;
    [[nodiscard]] ProblemItem* buttonAt(QPoint point) const;
    void click(const ProblemItem& item, QPoint point);
    void hover(QPoint point);

    GraphView& m_view;
    std::vector<network::NodeId> m_nodes; ///< with problems: of thousands, a few
    std::map<network::NodeId, Place> m_places; ///< as they were found last: most stay while one pans
    double m_zoom = 0; ///< that they were placed for: while the view changes it, it scrolls several times
    ProblemItem* m_hovered = nullptr; ///< to be compared alone: it may be gone
};

} // namespace netwright::widgets
