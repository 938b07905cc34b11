// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>

#include <array>
#include <cstddef>
#include <span>

namespace netwright::widgets {

class GraphScene;
class PanZoomView;

/// The whole network in a corner of its canvas, and a frame around what is in sight: a click or a drag goes
/// there. Hidden where everything is in sight.
class Minimap : public QWidget {
    Q_OBJECT

public:
    Minimap(PanZoomView& view, GraphScene& scene);

    void setWanted(bool isWanted);
    /// The network, or its colours, are others than before.
    void refresh();
    /// Stays in its corner unless it hides one of these there, or a layer while another corner has none; then
    /// it goes where it hides none, and the fewest layers: that will do for long.
    void place(std::span<const QRect> inTheWay);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    [[nodiscard]] std::array<QRect, 4> corners() const; ///< the usual one first
    void follow(); ///< what is in sight has changed
    [[nodiscard]] QTransform toMap() const; ///< from the scene
    void render();
    void goTo(QPoint point);

    PanZoomView& m_view;
    GraphScene& m_scene;
    QRectF m_content;
    QPixmap m_picture; ///< null: to be drawn again
    std::size_t m_corner = 0;
    bool m_isWanted = true;
    bool m_isHeld = false; ///< by the mouse: it stays under it
};

} // namespace netwright::widgets
