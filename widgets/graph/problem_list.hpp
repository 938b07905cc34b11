// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"

#include <QListWidget>

namespace netwright::widgets {

/// What is wrong with a network, one line each; choosing a line leads to its node.
class ProblemList : public QListWidget {
    Q_OBJECT

public:
    explicit ProblemList(QWidget* parent = nullptr);

    void setProblems(const std::vector<network::Problem>& problems);

signals:
    void chosen(netwright::network::NodeId node);

private:
    void choose(const QListWidgetItem* item);

    std::vector<network::Problem> m_problems;
};

} // namespace netwright::widgets
