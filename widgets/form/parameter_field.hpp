// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expression.hpp"
#include "core/base/parameter.hpp"
#include "core/tensor/column.hpp"

#include <QList>
#include <QWidget>

#include <functional>

class QAction;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QStringListModel;
class QToolButton;

namespace netwright::widgets {

/// The editor of one parameter: a spin box, a combo box, a check box or a line edit, whichever its spec asks
/// for, and below it what is wrong with the value. It shows any value, also one that a file brought and the
/// range forbids.
class ParameterField : public QWidget {
    Q_OBJECT

public:
    /// `signature` offers the columns; null where the dataset is not there.
    ParameterField(const ParameterSpec& spec, const tensor::Signature* signature, QWidget* parent = nullptr);

    [[nodiscard]] const ParameterSpec& spec() const { return m_spec; }
    /// Shows a value; emits nothing, and leaves a text that is being typed alone where it means the same
    /// value.
    void setValue(const Value& value);
    /// Shows that there are several values; what the person then enters is for all of them.
    void showMixed();
    /// Shows the value again where a text that is none was left.
    void forgetRefused();
    /// Names for expressions in a number.
    void setNames(const NamedNumbers& names);
    /// Puts a button beside the editor that brings back the default, where the value is another.
    void offerReset();
    /// Puts a button of the owner's beside the editor.
    void addButton(QToolButton* button);
    [[nodiscard]] int buttonCount() const { return static_cast<int>(m_buttons.size()); }
    /// Leaves as much room behind the editor as so many buttons take, so that editors end in one line. Call
    /// once, after the last button.
    void reserveButtons(int count);
    /// Of so many buttons and the gaps before them.
    [[nodiscard]] static int buttonRoom(int count);
    /// What is wrong with the value shown; empty where nothing is.
    [[nodiscard]] QString message() const;
    /// Offers these texts for a Text; any other may be typed as well.
    void setSuggestions(const QStringList& texts);
    /// Of a File: lets the person choose one.
    void browse();
    /// In the order of the keyboard: the editor, then the buttons beside it. Tab passes by the way back to
    /// the default, whose keys (Alt+Backspace) act in the editor.
    [[nodiscard]] QList<QWidget*> stops() const;
    /// The widget that takes the keyboard.
    [[nodiscard]] QWidget* editor() const { return m_editor; }

signals:
    /// By the person alone, at each step of a change.
    void valueEdited(const netwright::Value& value);

private:
    void addEditor(QWidget* editor);
    void makeCheckBox();
    void makeNumberBox();
    void makeChoice(const tensor::Signature* signature);
    void makeLineEdit();
    void addBrowser(QLineEdit* line);
    void addCompleter(QLineEdit* line);
    void edit(const Value& value);
    void showMessage(const Value& value);
    void showText(const QString& message);

    ParameterSpec m_spec;
    QWidget* m_editor = nullptr;
    QLabel* m_message = nullptr;
    QAction* m_offer = nullptr; ///< of a Text: shows what is suggested
    QStringListModel* m_suggestions = nullptr;
    QToolButton* m_reset = nullptr;
    QList<QToolButton*> m_buttons;
    QHBoxLayout* m_row;
    std::function<void(const Value&)> m_show;
    std::function<void()> m_showMixed;
};

} // namespace netwright::widgets
