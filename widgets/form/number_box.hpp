// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expression.hpp"
#include "core/base/parameter.hpp"

#include <QDoubleSpinBox>

#include <optional>

namespace netwright::widgets {

/// A spin box that writes numbers as people do (0.001, 1e-08, 64), takes a comma for a point and expressions
/// ("2*units"), steps in proportion to the value, and lets the wheel pass to the scroll area unless it has
/// the focus.
class NumberBox : public QDoubleSpinBox {
    Q_OBJECT

public:
    explicit NumberBox(const ParameterSpec& spec, QWidget* parent = nullptr);

    /// Shows a number even where the spec's range forbids it: the range then reaches out to it.
    void showNumber(double number);
    /// Shows that there are several numbers, until the person enters one.
    void showMixed();
    /// What expressions may name. While one is being typed its names keep their values.
    void setNames(const NamedNumbers& names);

    /// What was entered and is no number that may stand here; it stays in sight, and the value as it was.
    [[nodiscard]] std::optional<Value> refused() const;
    void forgetRefused(); ///< shows the value again

    [[nodiscard]] QString textFromValue(double value) const override;
    [[nodiscard]] double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& position) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void refusalChanged();

protected:
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    struct Refused {
        QString text;
        double before; ///< the value that it did not replace
    };

    void keepRefused();
    void dropRefused();
    [[nodiscard]] QString bare(QString text) const; ///< without unit, with a point
    [[nodiscard]] bool isSpecial(const QString& text) const; ///< the word for 0
    [[nodiscard]] bool isWhole() const;
    /// Of an expression that is finished; a whole number where one is wanted.
    [[nodiscard]] std::optional<double> number(const QString& text) const;
    [[nodiscard]] QSize sizeFor(int digits) const;

    double m_lowest;
    double m_highest;
    ParameterType m_type;
    NamedNumbers m_names;
    std::optional<Refused> m_refused;
    std::optional<double> m_mixed; ///< stands for several numbers
};

} // namespace netwright::widgets
