// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/annotation.hpp"

#include <QPointF>

#include <functional>

namespace netwright::widgets {

class GraphScene;

/// A note that is dragged by its lower right corner. The network learns of it at the end only.
class NoteResize {
public:
    using Snap = std::function<QPointF(QPointF)>;

    NoteResize(GraphScene& scene, const network::Note& note, QPointF start, Snap snap);

    void moveTo(QPointF point);
    /// Puts the note back as the network has it, and says what it would become.
    [[nodiscard]] network::Note finish();

private:
    GraphScene& m_scene;
    network::Note m_before;
    network::Note m_after;
    QPointF m_start;
    Snap m_snap;
};

} // namespace netwright::widgets
