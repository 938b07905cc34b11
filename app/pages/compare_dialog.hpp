// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/compare.hpp"
#include "core/tensor/column.hpp"

#include <QDialog>
#include <QPointF>

#include <array>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QTableView;

namespace netwright::widgets {
class DifferenceModel;
class NetworkPicture;
class SideBySide;
} // namespace netwright::widgets

namespace netwright::pages {

/// A network that can be compared: one of the project's, or that of a run, as it was trained.
struct ComparedNetwork {
    QString title;
    network::Network network;
    std::optional<tensor::Signature> columns; ///< of its data, where that is there
};

/// Two networks side by side, with what differs coloured and listed. A layer that is selected on one side, or
/// in the list, is selected in all.
class CompareDialog : public QDialog {
    Q_OBJECT

public:
    /// `left` and `right`: places in `choices`.
    CompareDialog(std::vector<ComparedNetwork> choices, int left, int right, QWidget* parent);

    [[nodiscard]] const network::Comparison& comparison() const { return m_comparison; }

private:
    enum Side { Left, Right };
    QWidget* makePane(Side side);
    QWidget* makeList();
    void compareChosen();
    void swapSides();
    void showMarks(Side side);
    void showSummary();
    void selectFromPicture(Side side);
    void selectFromList();
    /// In the picture of one side: the layer itself, or the uses of the block that it is inside of.
    [[nodiscard]] std::set<network::NodeId> nodesOf(const network::LayerDifference& layer, Side side) const;
    [[nodiscard]] QPointF shift() const;
    [[nodiscard]] const ComparedNetwork& chosen(Side side) const;

    std::vector<ComparedNetwork> m_choices;
    std::array<QComboBox*, 2> m_pickers {};
    std::array<widgets::NetworkPicture*, 2> m_pictures {};
    widgets::SideBySide* m_sides = nullptr;
    QLabel* m_summary;
    widgets::DifferenceModel* m_model;
    QTableView* m_list = nullptr;
    network::Comparison m_comparison;
    bool m_isFollowing = false;
};

} // namespace netwright::pages
