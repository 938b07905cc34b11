// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace netwright::widgets {

/// A field for a path. While the keyboard is elsewhere, one that is too long is shown without its folders:
/// what the file is called tells most. Its tool tip has all of it.
class PathEdit : public QLineEdit {
    Q_OBJECT

public:
    using QLineEdit::QLineEdit;

    /// As much of the path as there is room for.
    [[nodiscard]] QString shownText() const;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QRect room() const; ///< between the frame and the buttons
};

} // namespace netwright::widgets
