// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;

namespace netwright::widgets {

/// One big number and what it is.
class FigureCard : public QFrame {
    Q_OBJECT

public:
    explicit FigureCard(const QString& caption, QWidget* parent = nullptr);

    void setCaption(const QString& caption);
    void setValue(const QString& value); ///< empty: a dash
    [[nodiscard]] QString caption() const;
    [[nodiscard]] QString value() const;

private:
    void describe();

    QLabel* m_value;
    QLabel* m_caption;
};

/// Figures side by side.
class FigureRow : public QWidget {
    Q_OBJECT

public:
    explicit FigureRow(QWidget* parent = nullptr);
    FigureCard* add(const QString& caption);

private:
    QHBoxLayout* m_layout;
};

} // namespace netwright::widgets
