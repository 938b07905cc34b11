// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>

namespace netwright::widgets {

/// Colours JSON: keys, texts, numbers, and what stands between them. Line by line, as a text of JSON never
/// crosses a line.
class JsonHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    explicit JsonHighlighter(QTextDocument* document);

    /// The colours of the scheme that there is now.
    void restyle();

protected:
    void highlightBlock(const QString& text) override;

private:
    void readColours();

    QTextCharFormat m_key;
    QTextCharFormat m_number;
    QTextCharFormat m_word; ///< true, false, null
    QTextCharFormat m_mark; ///< brackets and commas
};

} // namespace netwright::widgets
