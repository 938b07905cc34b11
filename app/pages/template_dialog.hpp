// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"
#include "core/network/template.hpp"

#include <QDialog>

#include <string>
#include <vector>

class QLabel;
class QListWidget;
class QPushButton;

namespace netwright::widgets {
class TintedLabel;
}

namespace netwright::pages {

/// Offers the networks that come with the program, each for the first of the datasets that it fits, with its
/// picture: a click shows it, a double click or the button takes it. Where there is no dataset, as they are.
class TemplateDialog : public QDialog {
    Q_OBJECT

public:
    struct Data {
        std::string name;
        tensor::Signature columns;
    };
    explicit TemplateDialog(std::vector<Data> datasets, QWidget* parent = nullptr);

    /// The template that is selected, by name in the project "lenet-5".
    [[nodiscard]] const network::Network& network() const;
    void choose(std::string_view id);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Offer {
        const network::Template* from = nullptr;
        network::Network network; ///< as the template has it where it does not fit
        network::Analysis analysis;
        std::string misfit; ///< why it fits no dataset; empty: it does
    };
    [[nodiscard]] Offer offer(const network::Template& from) const;
    void fillList();
    void showThumbnails();
    QWidget* makeDetails();
    void showOffer(int row);

    std::vector<Data> m_datasets;
    std::vector<Offer> m_offers;
    QListWidget* m_list;
    QLabel* m_title;
    QLabel* m_summary;
    widgets::TintedLabel* m_facts;
    widgets::TintedLabel* m_fit;
    widgets::TintedLabel* m_misfit;
    QLabel* m_picture;
    QPushButton* m_add;
};

} // namespace netwright::pages
