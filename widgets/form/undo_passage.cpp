// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/undo_passage.hpp"

#include <QKeyEvent>
#include <QLineEdit>

namespace netwright::widgets {

UndoPassage::UndoPassage(QWidget* field, Rule rule)
    : QObject(field)
    , m_rule(rule)
{
    field->installEventFilter(this);
}

bool UndoPassage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::ShortcutOverride)
        return false;
    const auto* keys = static_cast<QKeyEvent*>(event);
    const bool isHistory = keys->matches(QKeySequence::Undo) || keys->matches(QKeySequence::Redo);
    const auto* line = qobject_cast<QLineEdit*>(watched);
    const bool isTyping = m_rule == Rule::Finished && line && line->isModified();
    if (!isHistory || isTyping)
        return false;
    event->ignore(); // so the window's shortcut has it
    return true;
}

} // namespace netwright::widgets
