// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"

#include <QAbstractTableModel>
#include <QStringList>

#include <vector>

namespace netwright::widgets {

/// What is wrong with a network and what it is warned of, one row each, errors first: the layer, the message,
/// and the fix that is offered first.
class ProblemModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Layer, Message, FixColumn, ColumnCount };
    enum Role {
        FixesRole = Qt::UserRole, ///< the titles of all fixes
    };

    explicit ProblemModel(QObject* parent = nullptr);

    void setProblems(const network::Network& network, const network::Analysis& analysis);
    void setFixes(int row, const QStringList& titles);

    [[nodiscard]] const network::Problem* problem(int row) const; ///< null beyond the last
    [[nodiscard]] QStringList fixes(int row) const;
    /// The first row about a node; -1 for none.
    [[nodiscard]] int rowOf(network::NodeId node) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        network::Problem problem;
        QString layer;
        QString kind;
        QString message;
        QStringList fixes = {};
    };

    [[nodiscard]] QVariant text(const Row& row, int column) const;

    std::vector<Row> m_rows;
};

/// A problem's message as it stands beside the layer's name.
[[nodiscard]] QString reasonText(const network::Problem& problem);
/// "conv1 (Conv 2D): Kernel 5x5 is larger than ...", for where the layer does not stand beside it.
[[nodiscard]] QString problemText(const network::Network& network, const network::Problem& problem);

} // namespace netwright::widgets
