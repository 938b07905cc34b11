// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;

namespace netwright::widgets {

/// One big number and what it is.
class FigureCard : public QFrame {
    Q_OBJECT

public:
    explicit FigureCard(const QString& caption, QWidget* parent = nullptr);
    void setValue(const QString& value);
    [[nodiscard]] QString value() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void fade();

    QLabel* m_value;
    QLabel* m_caption;
};

} // namespace netwright::widgets
