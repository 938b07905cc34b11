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

    /// Shows both contents as wholes. `shift` leads from what stands at the left to the same at the right.
    void show(const QRectF& left, const QRectF& right, QPointF shift);

private:
    void watch(PanZoomView& moved, PanZoomView& other, double direction);
    void follow(const PanZoomView& moved, PanZoomView& other, double direction);

    PanZoomView& m_left;
    PanZoomView& m_right;
    QPointF m_shift;
    bool m_isFollowing = false;
};

} // namespace netwright::widgets
