// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/heat_map.hpp"

#include <QWidget>

namespace netwright::widgets {

/// What the colours of a heat view mean: its title, the scale with its powers of ten and the numbers at both
/// ends. Stands in a
/// corner of the canvas while there is a heat view.
class HeatLegend : public QWidget {
    Q_OBJECT

public:
    explicit HeatLegend(QWidget* canvas);

    /// `remark` stands in the place of the scale where there are no values.
    void showHeat(const HeatMap& heat, const QString& remark = {});
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintScale(QPainter& painter, const QRectF& bar) const; ///< with a tick at each power of ten

    HeatMap m_heat;
    QString m_remark;
};

} // namespace netwright::widgets
