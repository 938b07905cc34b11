// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/number_box.hpp"

#include <QWheelEvent>

#include <algorithm>

namespace netwright::widgets {

namespace {
    /// Whole numbers up to here survive the way through a double.
    constexpr double kLargestWhole = 9007199254740992.0;
    constexpr int kMostDecimals = 18;
} // namespace

NumberBox::NumberBox(const ParameterSpec& spec, QWidget* parent)
    : QDoubleSpinBox(parent)
    , m_lowest(std::max(spec.minimum, -kLargestWhole))
    , m_highest(std::min(spec.maximum, kLargestWhole))
    , m_type(spec.type)
{
    setDecimals(isWhole() ? 0 : kMostDecimals);
    setRange(m_lowest, m_highest);
    setStepType(isWhole() ? DefaultStepType : AdaptiveDecimalStepType);
    setFocusPolicy(Qt::StrongFocus);
    if (!spec.unit.empty())
        setSuffix(QStringLiteral(" ") + QString::fromStdString(spec.unit));
    if (m_lowest == 0)
        setSpecialValueText(QString::fromStdString(spec.zeroText));
}

bool NumberBox::isWhole() const { return m_type == ParameterType::Integer; }

void NumberBox::showNumber(double number)
{
    if (number == value() && hasFocus())
        return;
    setRange(std::min(m_lowest, number), std::max(m_highest, number));
    setValue(number);
}

QString NumberBox::textFromValue(double value) const
{
    return isWhole() ? QString::number(value, 'f', 0) : QString::number(value, 'g', 10);
}

QString NumberBox::bare(QString text) const
{
    if (!suffix().isEmpty() && text.endsWith(suffix()))
        text.chop(suffix().size());
    return text.trimmed().replace(u',', u'.');
}

bool NumberBox::isSpecial(const QString& text) const
{
    return !specialValueText().isEmpty() && text == specialValueText();
}

double NumberBox::valueFromText(const QString& text) const
{
    return isSpecial(text) ? minimum() : bare(text).toDouble();
}

QValidator::State NumberBox::validate(QString& text, int& /*position*/) const
{
    if (isSpecial(text))
        return QValidator::Acceptable;
    const auto number = bare(text);
    const auto isTyped = [this](QChar c) {
        return c.isDigit() || c == u'-' || (!isWhole() && QStringLiteral("+.eE").contains(c));
    };
    if (!std::ranges::all_of(number, isTyped))
        return QValidator::Invalid;
    bool isNumber = false;
    const auto value = number.toDouble(&isNumber);
    return isNumber && value >= minimum() && value <= maximum() ? QValidator::Acceptable
                                                                : QValidator::Intermediate;
}

// The base class would measure the widest number of its range: three hundred digits.
QSize NumberBox::sizeFor(int digits) const
{
    auto hint = QAbstractSpinBox::sizeHint();
    hint.setWidth(fontMetrics().horizontalAdvance(QString(digits, u'0') + suffix()) + 2 * hint.height());
    return hint;
}

QSize NumberBox::sizeHint() const { return sizeFor(10); }
QSize NumberBox::minimumSizeHint() const { return sizeFor(5); }

void NumberBox::wheelEvent(QWheelEvent* event)
{
    if (hasFocus())
        QDoubleSpinBox::wheelEvent(event);
    else
        event->ignore();
}

} // namespace netwright::widgets
