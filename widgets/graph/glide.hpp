// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QPointF>
#include <QVariantAnimation>

#include <functional>
#include <utility>
#include <vector>

namespace netwright::widgets {

class GraphScene;

/// Nodes on their way, for a moment, from where they stood to where the network has them: the eye can follow.
/// Nothing but the picture moves; whoever destroys it sees the network as it is.
class Glide {
public:
    using Places = std::vector<std::pair<network::NodeId, QPointF>>;

    /// Too many nodes to be followed stand in their new places at once. `arrived` is called where they have
    /// gone all the way.
    Glide(GraphScene& scene, const Places& before, const std::function<void()>& arrived);
    ~Glide();
    Glide(const Glide&) = delete;
    Glide& operator=(const Glide&) = delete;

private:
    void show(double share);

    struct Way {
        network::NodeId node;
        QPointF from;
        QPointF to;
    };
    GraphScene& m_scene;
    std::vector<Way> m_ways;
    QVariantAnimation m_animation;
};

} // namespace netwright::widgets
