// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/number_box.hpp"

#include <QKeyEvent>
#include <QLineEdit>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace netwright::widgets {

namespace {
    /// Whole numbers up to here survive the way through a double.
    constexpr double kLargestWhole = 9007199254740992.0;
    constexpr int kMostDecimals = 18;
    const QString kMixedText = QStringLiteral("—");
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
    connect(lineEdit(), &QLineEdit::textEdited, this, &NumberBox::dropRefused);
    connect(this, &QDoubleSpinBox::valueChanged, this, [this](double number) {
        if (m_refused && m_refused->before != number)
            dropRefused();
    });
}

std::optional<Value> NumberBox::refused() const
{
    if (!m_refused)
        return std::nullopt;
    const auto meant = number(m_refused->text);
    if (!meant || std::abs(*meant) > kLargestWhole)
        return Value(m_refused->text.toStdString());
    return isWhole() ? Value(static_cast<std::int64_t>(*meant)) : Value(*meant);
}

/// Before the base class puts the value in its place.
void NumberBox::keepRefused()
{
    const auto text = bare(lineEdit()->text());
    if (m_refused || text.isEmpty() || hasAcceptableInput())
        return;
    m_refused = { text, value() };
    emit refusalChanged();
}

void NumberBox::dropRefused()
{
    if (std::exchange(m_refused, std::nullopt))
        emit refusalChanged();
}

void NumberBox::forgetRefused()
{
    if (!m_refused)
        return;
    dropRefused();
    setValue(value());
}

void NumberBox::focusOutEvent(QFocusEvent* event)
{
    keepRefused();
    QDoubleSpinBox::focusOutEvent(event);
}

void NumberBox::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        keepRefused();
    QDoubleSpinBox::keyPressEvent(event);
}

bool NumberBox::isWhole() const { return m_type == ParameterType::Integer; }

void NumberBox::showNumber(double number)
{
    m_mixed.reset();
    if (number == value() && hasFocus())
        return;
    setRange(std::min(m_lowest, number), std::max(m_highest, number));
    setValue(number);
}

void NumberBox::showMixed()
{
    m_refused.reset();
    // A value of its own, so that whatever the person enters is a change.
    m_mixed = m_lowest > -kLargestWhole ? m_lowest - 1 : m_highest;
    setRange(std::min(m_lowest, *m_mixed), m_highest);
    setValue(*m_mixed);
    lineEdit()->setText(kMixedText + suffix());
}

void NumberBox::setNames(const NamedNumbers& names)
{
    if (!hasFocus() || !lineEdit()->isModified())
        m_names = names;
}

QString NumberBox::textFromValue(double value) const
{
    if (m_refused && value == m_refused->before)
        return m_refused->text;
    if (value == m_mixed)
        return kMixedText;
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

std::optional<double> NumberBox::number(const QString& text) const
{
    if (m_mixed && text == kMixedText)
        return m_mixed;
    const auto value = evaluate(text.toStdString(), m_names);
    if (!value)
        return std::nullopt;
    return isWhole() && *value != std::floor(*value) ? std::nullopt : std::optional(*value);
}

double NumberBox::valueFromText(const QString& text) const
{
    return isSpecial(text) ? minimum() : number(bare(text)).value_or(value());
}

QValidator::State NumberBox::validate(QString& text, int& /*position*/) const
{
    if (isSpecial(text))
        return QValidator::Acceptable;
    const auto typed = bare(text);
    const auto isTyped = [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || QStringLiteral("_+-*/(). ").contains(c));
    };
    if (typed != kMixedText && !std::ranges::all_of(typed, isTyped))
        return QValidator::Invalid;
    const auto value = number(typed);
    return value && *value >= minimum() && *value <= maximum() ? QValidator::Acceptable
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
