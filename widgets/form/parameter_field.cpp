// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/parameter_field.hpp"

#include "widgets/form/choice_box.hpp"
#include "widgets/form/number_box.hpp"
#include "widgets/form/path_edit.hpp"
#include "widgets/form/undo_passage.hpp"
#include "widgets/palette/command_hints.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QAction>
#include <QCheckBox>
#include <QCompleter>
#include <QFileDialog>
#include <QLineEdit>
#include <QShortcut>
#include <QSignalBlocker>
#include <QStringListModel>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace netwright::widgets {

namespace {
    constexpr int kButtonWidth = 22; // two of them fit beside a number in the narrowest form
    constexpr int kButtonGap = kGrid / 4;

    double numberOf(const Value& value)
    {
        const auto* whole = std::get_if<std::int64_t>(&value);
        return whole ? static_cast<double>(*whole) : std::get<double>(value);
    }
} // namespace

ParameterField::ParameterField(const ParameterSpec& spec, const tensor::Signature* signature, QWidget* parent)
    : QWidget(parent)
    , m_spec(spec)
    , m_message(new TintedLabel(Meaning::Bad, TextRole::Caption, {}, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(kGrid / 2);
    m_row = new QHBoxLayout;
    m_row->setContentsMargins({});
    m_row->setSpacing(kButtonGap);
    layout->addLayout(m_row);
    switch (spec.type) {
    case ParameterType::Boolean:
        makeCheckBox();
        break;
    case ParameterType::Integer:
    case ParameterType::Real:
        makeNumberBox();
        break;
    case ParameterType::Choice:
    case ParameterType::Column:
        makeChoice(signature);
        break;
    case ParameterType::Text:
    case ParameterType::File:
        makeLineEdit();
        break;
    }
    m_message->setWordWrap(true);
    m_message->setObjectName(QStringLiteral("message"));
    m_message->hide();
    layout->addWidget(m_message);
    setValue(spec.fallback);
}

void ParameterField::addEditor(QWidget* editor)
{
    m_editor = editor;
    editor->setObjectName(QString::fromStdString(m_spec.id));
    editor->setAccessibleName(QString::fromStdString(m_spec.label));
    editor->setAccessibleDescription(QString::fromStdString(m_spec.help));
    editor->setToolTip(QString::fromStdString(m_spec.help));
    editor->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_row->addWidget(editor);
    setFocusProxy(editor);
    new UndoPassage(editor, UndoPassage::Rule::Always);
}

void ParameterField::makeCheckBox()
{
    auto* box = new QCheckBox(this);
    box->setText(QString::fromStdString(m_spec.label));
    addEditor(box);
    m_show = [box](const Value& value) {
        box->setTristate(false);
        box->setChecked(std::get<bool>(value));
    };
    m_showMixed = [box] { box->setCheckState(Qt::PartiallyChecked); };
    connect(box, &QCheckBox::clicked, this, [this, box] {
        box->setTristate(false); // from several values, a click leads to one
        edit(box->isChecked());
    });
}

void ParameterField::makeNumberBox()
{
    auto* box = new NumberBox(m_spec, this);
    addEditor(box);
    m_show = [box](const Value& value) { box->showNumber(numberOf(value)); };
    m_showMixed = [box] { box->showMixed(); };
    const bool isWhole = m_spec.type == ParameterType::Integer;
    const auto asValue = [isWhole](double number) {
        return isWhole ? Value(static_cast<std::int64_t>(number)) : Value(number);
    };
    connect(box, &QDoubleSpinBox::valueChanged, this,
            [this, asValue](double number) { edit(asValue(number)); });
    connect(box, &NumberBox::refusalChanged, this,
            [this, box, asValue] { showMessage(asValue(box->value())); });
}

void ParameterField::makeChoice(const tensor::Signature* signature)
{
    auto* box = m_spec.type == ParameterType::Column ? ChoiceBox::ofColumns(signature, this)
                                                     : ChoiceBox::ofChoices(m_spec.choices, this);
    addEditor(box);
    m_show = [box](const Value& value) { box->showId(QString::fromStdString(std::get<std::string>(value))); };
    m_showMixed = [box] { box->showMixed(); };
    connect(box, &ChoiceBox::chosen, this, [this](const QString& id) { edit(id.toStdString()); });
}

void ParameterField::makeLineEdit()
{
    const bool isFile = m_spec.type == ParameterType::File;
    auto* line = isFile ? new PathEdit(this) : new QLineEdit(this);
    addEditor(line);
    m_show = [line, isFile](const Value& value) {
        const auto text = QString::fromStdString(std::get<std::string>(value));
        line->setPlaceholderText({});
        if (text == line->text())
            return;
        line->setText(text);
        line->setCursorPosition(isFile ? static_cast<int>(text.size()) : 0); // a path's end tells most
    };
    m_showMixed = [line] {
        line->clear();
        line->setPlaceholderText(QStringLiteral("—"));
    };
    connect(line, &QLineEdit::textEdited, this, [this](const QString& text) { edit(text.toStdString()); });
    if (isFile)
        addBrowser(line);
    else
        addCompleter(line);
}

void ParameterField::addCompleter(QLineEdit* line)
{
    m_suggestions = new QStringListModel(this);
    auto* completer = new QCompleter(m_suggestions, line);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    line->setCompleter(completer);
    m_offer = line->addAction(icon(QStringLiteral("arrow-down")), QLineEdit::TrailingPosition);
    m_offer->setText(tr("Choose"));
    m_offer->setProperty(kCommandName, tr("Choose: %1").arg(QString::fromStdString(m_spec.label)));
    m_offer->setToolTip(tr("Choose one of those that there are"));
    m_offer->setVisible(false);
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this,
            [this](const QString& text) { edit(text.toStdString()); });
    connect(m_offer, &QAction::triggered, this, [completer] {
        completer->setCompletionPrefix({}); // all of them
        completer->complete();
    });
}

void ParameterField::setSuggestions(const QStringList& texts)
{
    if (!m_offer)
        return;
    if (m_suggestions->stringList() != texts)
        m_suggestions->setStringList(texts);
    m_offer->setVisible(!texts.isEmpty());
}

void ParameterField::addBrowser(QLineEdit* line)
{
    auto* chooser = line->addAction(icon(QStringLiteral("folder")), QLineEdit::TrailingPosition);
    chooser->setText(tr("Choose a file"));
    chooser->setProperty(kCommandName, tr("Choose file: %1").arg(QString::fromStdString(m_spec.label)));
    chooser->setToolTip(tr("Choose a file"));
    connect(chooser, &QAction::triggered, this, &ParameterField::browse);
}

void ParameterField::browse()
{
    auto* line = qobject_cast<QLineEdit*>(m_editor);
    if (m_spec.type != ParameterType::File || !line)
        return;
    const auto file = QFileDialog::getOpenFileName(this, QString::fromStdString(m_spec.label), line->text());
    if (file.isEmpty())
        return;
    line->setText(file);
    edit(file.toStdString()); // last: its owner may show another way to write it
}

void ParameterField::setValue(const Value& value)
{
    const QSignalBlocker blocker(m_editor);
    m_show(value);
    showMessage(value);
    if (m_reset)
        m_reset->setVisible(value != m_spec.fallback);
}

void ParameterField::showMixed()
{
    const QSignalBlocker blocker(m_editor);
    m_showMixed();
    showText({});
    if (m_reset)
        m_reset->setVisible(true);
}

void ParameterField::forgetRefused()
{
    if (auto* box = qobject_cast<NumberBox*>(m_editor))
        box->forgetRefused();
}

void ParameterField::setNames(const NamedNumbers& names)
{
    if (auto* box = qobject_cast<NumberBox*>(m_editor))
        box->setNames(names);
}

void ParameterField::addButton(QToolButton* button)
{
    button->setAutoRaise(true);
    button->setFixedWidth(kButtonWidth);
    auto policy = button->sizePolicy();
    policy.setRetainSizeWhenHidden(true); // so that the editors stay in line
    button->setSizePolicy(policy);
    m_row->addWidget(button);
    m_buttons << button;
}

QList<QWidget*> ParameterField::stops() const
{
    QList<QWidget*> stops { m_editor };
    for (auto* button : m_buttons)
        stops << button;
    return stops;
}

int ParameterField::buttonRoom(int count) { return count * (kButtonWidth + kButtonGap); }

void ParameterField::reserveButtons(int count)
{
    if (const auto missing = buttonRoom(count - buttonCount()); missing > 0)
        m_row->addSpacing(missing);
}

void ParameterField::offerReset()
{
    m_reset = new QToolButton(this);
    m_reset->setObjectName(QStringLiteral("reset"));
    m_reset->setIcon(icon(QStringLiteral("reset")));
    const QKeySequence keys(Qt::ALT | Qt::Key_Backspace);
    m_reset->setToolTip(tr("Back to the default: %1   %2")
                            .arg(QString::fromStdString(valueText(m_spec.fallback)),
                                 keys.toString(QKeySequence::NativeText)));
    m_reset->setAccessibleName(tr("Reset %1").arg(QString::fromStdString(m_spec.label)));
    m_reset->setFocusPolicy(Qt::ClickFocus); // Tab leads from field to field
    addButton(m_reset);
    connect(m_reset, &QToolButton::clicked, this, [this] {
        setValue(m_spec.fallback);
        edit(m_spec.fallback);
        m_editor->setFocus(Qt::OtherFocusReason); // the button is gone
    });
    auto* shortcut = new QShortcut(keys, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, m_reset, &QToolButton::click);
}

void ParameterField::edit(const Value& value)
{
    showMessage(value);
    if (m_reset)
        m_reset->setVisible(value != m_spec.fallback);
    emit valueEdited(value);
}

void ParameterField::showMessage(const Value& value)
{
    const auto* number = qobject_cast<NumberBox*>(m_editor);
    const auto refused = number ? number->refused() : std::nullopt;
    const auto checked = checkValue(m_spec, refused.value_or(value));
    auto message = checked ? QString() : QString::fromStdString(checked.error().message);
    if (const auto* box = qobject_cast<ChoiceBox*>(m_editor); box && message.isEmpty())
        message = box->message();
    showText(message);
}

void ParameterField::showText(const QString& message)
{
    if (message == m_message->text() && m_editor->property("invalid").isValid())
        return; // polishing is slow
    m_message->setText(message);
    m_editor->setProperty("invalid", !message.isEmpty());
    m_editor->style()->polish(m_editor);
    m_message->setVisible(!message.isEmpty());
}

QString ParameterField::message() const { return m_message->text(); }

} // namespace netwright::widgets
