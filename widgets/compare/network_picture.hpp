// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"
#include "core/network/compare.hpp"
#include "widgets/graph/pan_zoom_view.hpp"

#include <map>

namespace netwright::widgets {

class ChangeMark;
class GraphScene;

/// A network to be looked at and not to be edited, with marks at what differs from another one.
class NetworkPicture : public PanZoomView {
    Q_OBJECT

public:
    explicit NetworkPicture(QWidget* parent = nullptr);
    ~NetworkPicture() override;

    /// Its problems are not shown: they are the business of the editor.
    void setNetwork(const network::Network& network, network::Analysis analysis);
    void setMarks(const std::map<network::NodeId, network::Change>& changes);
    [[nodiscard]] GraphScene& graph() const { return *m_scene; }

    [[nodiscard]] std::set<network::NodeId> selectedNodes() const;
    /// Selects them and scrolls to the first; says nothing.
    void reveal(const std::set<network::NodeId>& nodes);

signals:
    void nodesSelected(); ///< by the person
    /// Double click or Enter: the person wants what is in this node.
    void nodeActivated(netwright::network::NodeId node);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    GraphScene* m_scene;
    std::map<network::NodeId, ChangeMark*> m_marks; ///< of the scene
};

} // namespace netwright::widgets
