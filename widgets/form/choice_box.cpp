// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/choice_box.hpp"

#include "widgets/graph/node_card.hpp"

#include <QAbstractItemView>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QWheelEvent>

namespace netwright::widgets {

namespace {
    /// "nearest_even" -> "Nearest even".
    QString readable(const std::string& id)
    {
        auto text = QString::fromStdString(id).replace(u'_', u' ');
        if (!text.isEmpty())
            text[0] = text[0].toUpper();
        return text;
    }

    QString columnText(const tensor::Column& column)
    {
        const auto name = QString::fromStdString(column.name);
        if (column.type == tensor::ColumnType::Category)
            return ChoiceBox::tr("%1   %n classes", nullptr, static_cast<int>(column.categories.size()))
                .arg(name);
        if (column.type == tensor::ColumnType::Number)
            return ChoiceBox::tr("%1   number").arg(name);
        return QStringLiteral("%1   %2").arg(name, shapeText(column.shape));
    }
} // namespace

ChoiceBox::ChoiceBox(QWidget* parent)
    : QComboBox(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(6);
    connect(this, &QComboBox::activated, this,
            [this](int index) { emit chosen(itemData(index).toString()); });
}

ChoiceBox* ChoiceBox::ofChoices(const std::vector<std::string>& ids, QWidget* parent)
{
    auto* box = new ChoiceBox(parent);
    for (const auto& id : ids)
        box->addItem(readable(id), QString::fromStdString(id));
    box->m_offered = box->count();
    box->m_strangerMessage = tr("\"%1\" is not a choice here; choose another");
    return box;
}

ChoiceBox* ChoiceBox::ofColumns(const tensor::Signature* signature, QWidget* parent)
{
    auto* box = new ChoiceBox(parent);
    for (const auto& column : signature ? signature->columns : std::vector<tensor::Column> {})
        box->addItem(columnText(column), QString::fromStdString(column.name));
    box->m_offered = box->count();
    box->setPlaceholderText(signature ? tr("Choose a column") : tr("Dataset not open"));
    box->m_strangerMessage = signature ? tr("The dataset has no column \"%1\"; choose one that it has")
                                       : tr("The dataset is not open, so its columns are unknown");
    return box;
}

void ChoiceBox::showId(const QString& id)
{
    while (count() > m_offered)
        removeItem(m_offered);
    if (findData(id) < 0 && !id.isEmpty())
        addItem(id, id);
    setCurrentIndex(findData(id));
}

void ChoiceBox::showMixed()
{
    setPlaceholderText(QStringLiteral("—"));
    setCurrentIndex(-1);
}

QString ChoiceBox::message() const
{
    if (currentIndex() < m_offered)
        return {};
    return m_strangerMessage.contains(QStringLiteral("%1")) ? m_strangerMessage.arg(currentData().toString())
                                                            : m_strangerMessage;
}

// The base class makes room for the placeholder, which the narrowest form has not.
QSize ChoiceBox::minimumSizeHint() const
{
    constexpr int kNarrowest = 96;
    return QComboBox::minimumSizeHint().boundedTo({ kNarrowest, QWIDGETSIZE_MAX });
}

/// The base class would cut a long text without a sign.
void ChoiceBox::paintEvent(QPaintEvent* /*event*/)
{
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    if (currentIndex() < 0 && !placeholderText().isEmpty()) {
        option.palette.setBrush(QPalette::ButtonText, option.palette.placeholderText());
        option.currentText = placeholderText();
    }
    option.currentText = shownText(option);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

QString ChoiceBox::shownText(const QStyleOptionComboBox& option) const
{
    constexpr int kPadding = 6; // that a style may leave at the sides of the text
    const auto field
        = style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    return fontMetrics().elidedText(option.currentText, Qt::ElideRight, field.width() - kPadding);
}

/// The box may be narrower than what it offers.
void ChoiceBox::showPopup()
{
    view()->setMinimumWidth(view()->sizeHintForColumn(0));
    QComboBox::showPopup();
}

void ChoiceBox::wheelEvent(QWheelEvent* event)
{
    if (hasFocus())
        QComboBox::wheelEvent(event);
    else
        event->ignore();
}

} // namespace netwright::widgets
