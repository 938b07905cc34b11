// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/text_overlay.hpp"

#include <QKeyEvent>

#include <utility>

namespace netwright::widgets {

TextOverlay::TextOverlay(const QString& text, Lines lines, QWidget* canvas)
    : QPlainTextEdit(text, canvas)
    , m_before(text)
    , m_lines(lines)
{
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    document()->setDocumentMargin(2);
    setVerticalScrollBarPolicy(lines == Lines::One ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setLineWrapMode(lines == Lines::One ? NoWrap : WidgetWidth);
    selectAll();
}

void TextOverlay::setColours(const QColor& paper, const QColor& ink)
{
    // The style sheet of the theme would draw a field of a form.
    setStyleSheet(QStringLiteral("QPlainTextEdit { border: none; padding: 0; background: %1; color: %2; }")
                      .arg(paper.name(), ink.name()));
}

void TextOverlay::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape)
        finish(m_before);
    else if (isEnter && (m_lines == Lines::One || event->modifiers().testFlag(Qt::ControlModifier)))
        finish(toPlainText());
    else
        QPlainTextEdit::keyPressEvent(event);
}

void TextOverlay::focusOutEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        finish(toPlainText());
}

void TextOverlay::finish(const QString& text)
{
    if (std::exchange(m_isFinished, true))
        return;
    if (hasFocus() && parentWidget())
        parentWidget()->setFocus();
    hide();
    emit finished(text);
    deleteLater();
}

void TextOverlay::discard()
{
    m_isFinished = true;
    hide();
    deleteLater();
}

} // namespace netwright::widgets
