// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/compared_network.hpp"
#include "core/network/compare.hpp"

#include <QDialog>
#include <QPointF>

#include <array>
#include <map>
#include <utility>
#include <vector>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QTableView;

namespace netwright::widgets {
class DifferenceModel;
class NetworkPicture;
class SideBySide;
} // namespace netwright::widgets

namespace netwright::pages {

/// Two networks side by side, with what differs coloured and listed. A layer that is selected on one side, or
/// in the list, is selected in all; for one inside a block, both sides show the inside.
class CompareDialog : public QDialog {
    Q_OBJECT

public:
    /// `left` and `right`: places in `choices`.
    CompareDialog(std::vector<ComparedNetwork> choices, int left, int right, QWidget* parent);

    [[nodiscard]] const network::Comparison& comparison() const { return m_comparison; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    enum Side { Left, Right };
    QWidget* makePane(Side side);
    QWidget* makePlaceBar();
    QWidget* makeList();
    void addZoomButtons(QHBoxLayout& row);
    void compareChosen();
    void compare();
    void showPlace(const std::string& block); ///< on both sides; empty: the network
    void goTo(const std::string& block); ///< by the person's own way
    void enter(Side side, network::NodeId node);
    void swapSides();
    void showMarks(Side side);
    void showSummary();
    void showFirst(); ///< difference, else the networks
    [[nodiscard]] QString titleOf(const std::string& block) const;
    void selectFromPicture(Side side);
    void selectFromList();
    [[nodiscard]] QPointF shift() const;
    [[nodiscard]] const ComparedNetwork& chosen(Side side) const;
    [[nodiscard]] const ComparedCanvas& canvas(Side side, const std::string& block);

    std::vector<ComparedNetwork> m_choices;
    std::array<QComboBox*, 2> m_pickers {};
    std::array<widgets::NetworkPicture*, 2> m_pictures {};
    widgets::SideBySide* m_sides = nullptr;
    QWidget* m_placeBar = nullptr; ///< says which block both sides show the inside of
    QLabel* m_placeTitle;
    std::string m_place;
    std::map<std::pair<int, std::string>, ComparedCanvas> m_canvases; ///< of choices, by blocks
    QLabel* m_summary;
    widgets::DifferenceModel* m_model;
    QTableView* m_list = nullptr;
    network::Comparison m_comparison;
    bool m_isFollowing = false;
};

} // namespace netwright::pages
