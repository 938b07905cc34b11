// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QTableView>

namespace netwright::widgets {

class ProblemModel;

/// A ProblemModel as a list. Choosing a row leads to its layer; the button at its end mends it. Enter does
/// the first, Ctrl+Enter the second.
class ProblemList : public QTableView {
    Q_OBJECT

public:
    explicit ProblemList(QWidget* parent = nullptr);

    void setProblemModel(ProblemModel* model); ///< not owned
    [[nodiscard]] const ProblemModel& problems() const { return *m_model; }

signals:
    void chosen(netwright::network::NodeId node);
    void fixClicked(int row);
    /// The person wants to see all fixes of the row; the point is global.
    void fixesWanted(int row, QPoint at);

protected:
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void choose(int row);
    void fitRows();
    void fitRow(int row);

    ProblemModel* m_model = nullptr;
};

} // namespace netwright::widgets
