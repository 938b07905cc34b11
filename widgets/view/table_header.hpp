// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>

namespace netwright::widgets {

/// The headings of a table. The arrow of the column that sorts stands at the far side of its heading, which
/// stays in line with what is below it.
class TableHeader : public QHeaderView {
    Q_OBJECT

public:
    explicit TableHeader(QWidget* parent);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int column) const override;
    void initStyleOptionForIndex(QStyleOptionHeader* option, int column) const override;
};

} // namespace netwright::widgets
