// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/column.hpp"

#include <QComboBox>

#include <string>
#include <vector>

class QStyleOptionComboBox;

namespace netwright::widgets {

/// A combo box of ids. It shows an id that is not among its choices too, so that a file's fault stays in
/// sight.
class ChoiceBox : public QComboBox {
    Q_OBJECT

public:
    [[nodiscard]] static ChoiceBox* ofChoices(const std::vector<std::string>& ids, QWidget* parent);
    /// Null: the dataset is not there, and nothing is offered.
    [[nodiscard]] static ChoiceBox* ofColumns(const tensor::Signature* signature, QWidget* parent);

    void showId(const QString& id);
    void showMixed(); ///< that there are several
    /// Why the id shown is no good; empty where it is.
    [[nodiscard]] QString message() const;

    void showPopup() override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void chosen(const QString& id);

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    explicit ChoiceBox(QWidget* parent);
    [[nodiscard]] QString shownText(const QStyleOptionComboBox& option) const;

    int m_offered = 0; ///< items before the one that only a file asks for
    QString m_strangerMessage; ///< with the id as %1
};

} // namespace netwright::widgets
