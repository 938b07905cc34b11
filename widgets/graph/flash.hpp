// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QVariantAnimation>

#include <memory>
#include <vector>

class QGraphicsItem;

namespace netwright::widgets {

class GraphScene;

/// Rings around what has just changed elsewhere than under the person's hands; they widen and pale within a
/// second, so that the eye goes there.
class Flash {
public:
    /// `places` are in the scene.
    Flash(GraphScene& scene, std::vector<QRectF> places);
    ~Flash();
    Flash(const Flash&) = delete;
    Flash& operator=(const Flash&) = delete;

    [[nodiscard]] QGraphicsItem& rings() const { return *m_rings; }

private:
    std::unique_ptr<QGraphicsItem> m_rings;
    QVariantAnimation m_animation;
};

} // namespace netwright::widgets
