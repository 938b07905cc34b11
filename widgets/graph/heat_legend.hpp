// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/heat_map.hpp"

#include <QWidget>

namespace netwright::widgets {

/// What the colours of a heat view mean: its title, the scale with its powers of ten and the numbers at both
/// ends, in one line. Stands below the canvas, where it hides no layer, while there is a heat view.
class HeatLegend : public QWidget {
    Q_OBJECT

public:
    explicit HeatLegend(QWidget* canvas);

    /// `remark` says what is missing; it stands in the place of the scale where there are no values.
    void showHeat(const HeatMap& heat, const QString& remark = {});
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// The room that is left of it; `room` loses what the text takes, on that side.
    void paintText(QPainter& painter, QRect& room, Qt::Edge side, const QString& text) const;
    void paintScale(QPainter& painter, const QRectF& bar) const; ///< with a tick at each power of ten

    HeatMap m_heat;
    QString m_remark;
};

} // namespace netwright::widgets
