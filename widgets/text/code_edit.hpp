// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

#include <optional>
#include <vector>

namespace netwright::widgets {

class JsonHighlighter;

/// A text of JSON to be edited: line numbers, colours, a marked fault, marked parts. The text that setText()
/// brings is no edit of the person's, and none of the history. Ctrl+Z is its own as long as there is
/// something of the person's to undo; then it is the window's.
class CodeEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    /// Characters of the text; `end` is past the last.
    struct Range {
        int begin = 0;
        int end = 0;
        bool operator==(const Range&) const = default;
    };

    explicit CodeEdit(QWidget* parent = nullptr);

    /// Changes no more than what differs, so that the cursor and what is in sight stay.
    void setText(const QString& text);
    /// Underlined, and its line marked; nothing: no fault.
    void setFault(std::optional<Range> fault);
    /// The lines of these parts get a quiet background.
    void setMarked(const std::vector<Range>& parts);
    [[nodiscard]] const std::vector<Range>& marked() const { return m_marked; }
    /// Puts the cursor there and scrolls it into sight.
    void goTo(int position);

    [[nodiscard]] int marginWidth() const;
    void paintMargin(QPaintEvent* event);

signals:
    void edited(); ///< by the person
    void entered(); ///< the keyboard came
    void left();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void breakLine();
    void placeMargin();
    void showMarks();

    JsonHighlighter* m_highlighter;
    QWidget* m_margin;
    std::optional<Range> m_fault;
    std::vector<Range> m_marked;
    bool m_isSetting = false;
};

} // namespace netwright::widgets
