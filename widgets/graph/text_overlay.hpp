// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace netwright::widgets {

/// An editor that stands over something on a canvas for as long as its text is being typed. Losing the
/// keyboard, and Ctrl+Enter, keep the text; Escape leaves it as it was. Deletes itself at the end.
class TextOverlay : public QPlainTextEdit {
    Q_OBJECT

public:
    enum class Lines { One /**< Enter keeps the text too */, Many };

    TextOverlay(const QString& text, Lines lines, QWidget* canvas);
    /// In these colours.
    void setColours(const QColor& paper, const QColor& ink);
    /// Ends it as Escape does; says nothing.
    void discard();

signals:
    /// Once. `text` is what it was before where it is to be left so.
    void finished(const QString& text);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void finish(const QString& text);

    QString m_before;
    Lines m_lines;
    bool m_isFinished = false;
};

} // namespace netwright::widgets
