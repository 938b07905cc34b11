// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>

#include <array>
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
    /// In a corner of the view where it hides none of these, the lower right one if it can; it stays where it
    /// is for as long as that is so.
    void place(std::span<const QRect> inTheWay);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] std::array<QRect, 4> corners() const; ///< the best first
    void follow(); ///< what is in sight has changed
    [[nodiscard]] QTransform toMap() const; ///< from the scene
    void render();
    void goTo(QPoint point);

    PanZoomView& m_view;
    GraphScene& m_scene;
    QRectF m_content;
    QPixmap m_picture; ///< null: to be drawn again
    bool m_isWanted = true;
};

} // namespace netwright::widgets
