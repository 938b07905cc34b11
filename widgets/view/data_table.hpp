// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace netwright::widgets {

/// A table in the house's manner: whole rows, no grid, quiet header, sortable if asked.
class DataTable : public QTableView {
    Q_OBJECT

public:
    explicit DataTable(QWidget* parent = nullptr);
};

} // namespace netwright::widgets
