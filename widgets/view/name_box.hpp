// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace netwright::widgets {

/// A box to choose among names that people made up: one that is longer than the box ends in "…", and stands
/// whole in the tool tip, before what the box is for.
class NameBox : public QComboBox {
    Q_OBJECT

public:
    using QComboBox::QComboBox;

    [[nodiscard]] QSize minimumSizeHint() const override; ///< of a few letters

protected:
    void initStyleOption(QStyleOptionComboBox* option) const override;
    bool event(QEvent* event) override;
};

} // namespace netwright::widgets
