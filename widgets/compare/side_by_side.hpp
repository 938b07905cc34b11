// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointF>
#include <QRectF>

namespace netwright::widgets {

class PanZoomView;

/// Keeps two views at the same zoom and at the same place: who moves one moves both. The views outlive it.
class SideBySide : public QObject {
    Q_OBJECT

public:
    SideBySide(PanZoomView& left, PanZoomView& right, QObject* parent);

    /// Shows both contents as wholes, where they can be read so, else their beginnings. `shift` leads from
    /// what stands at the left to the same at the right.
    void show(const QRectF& left, const QRectF& right, QPointF shift);

    void zoomIn();
    void zoomOut();
    void fitAll(); ///< however small that is

private:
    void showAll(double smallestZoom);
    void watch(PanZoomView& moved, PanZoomView& other, double direction);
    void follow(const PanZoomView& moved, PanZoomView& other, double direction);

    PanZoomView& m_left;
    PanZoomView& m_right;
    QRectF m_all; ///< of both, as it stands at the left
    QPointF m_shift;
    bool m_isFollowing = false;
};

} // namespace netwright::widgets
