// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsView>

#include <optional>

namespace netwright::widgets {

/// A canvas to move about on: the wheel scrolls, Ctrl + wheel and a pinch zoom at the mouse, the middle
/// button or Space and the left one drag it.
class PanZoomView : public QGraphicsView {
    Q_OBJECT

public:
    explicit PanZoomView(QWidget* parent = nullptr);

    [[nodiscard]] double zoom() const { return transform().m11(); }
    void zoomBy(double factor, QPoint anchor); ///< the anchor, in the viewport, stays where it is
    void zoomIn();
    void zoomOut();
    void resetZoom();
    /// Shows all of `content`, never larger than 100 %; waits until the view has its size.
    void fit(const QRectF& content) { startFit(content, 0); }
    /// The same, but where it would be smaller than `smallestZoom`: where it begins, comfortable to read.
    void fitReadable(const QRectF& content, double smallestZoom);
    struct Sight {
        double zoom = 1;
        QPointF middle;
    };
    /// What the person chose to see; nothing while all of a content is shown.
    [[nodiscard]] std::optional<Sight> sight() const;
    void lookAt(const Sight& sight);
    /// Qt::TopEdge or Qt::LeftEdge.
    void setBeginning(Qt::Edge edge) { m_beginning = edge; }
    /// Where `content` may be scrolled to; what is in sight stays in sight.
    void setContentRect(const QRectF& content);
    /// The dots in the background; from afar they are left out.
    void setGridShown(bool isShown);
    /// Scrolls so that this point of the scene is in the middle.
    void showAt(QPointF point);
    /// Scrolls as little as shows all of `rect`.
    void bringIntoSight(const QRectF& rect);

signals:
    void zoomChanged(double zoom);

protected:
    /// Whether pressing this drags the canvas.
    [[nodiscard]] bool pansWith(const QMouseEvent& event) const;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    bool viewportEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void scrollBy(QPoint delta);
    void startFit(const QRectF& content, double smallestZoom);
    void fitNow();
    void setSpaceDown(bool isDown);

    QRectF m_fit;
    double m_smallestFit = 0;
    Qt::Edge m_beginning = Qt::TopEdge;
    bool m_isGridShown = true;
    bool m_isFitPending = false;
    bool m_keepsFit = false; ///< until someone scrolls or zooms
    bool m_isSpaceDown = false;
    bool m_isPanning = false;
    QPoint m_panFrom;
};

} // namespace netwright::widgets
