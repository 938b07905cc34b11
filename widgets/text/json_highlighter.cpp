// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/text/json_highlighter.hpp"

#include "widgets/theme.hpp"

#include <QRegularExpression>

namespace netwright::widgets {

JsonHighlighter::JsonHighlighter(QTextDocument* document)
    : QSyntaxHighlighter(document)
{
    readColours();
}

void JsonHighlighter::readColours()
{
    m_key.setForeground(colour(Meaning::Accent));
    m_number.setForeground(categoryColour(layers::Category::Convolution));
    m_word.setForeground(categoryColour(layers::Category::Activation));
    m_mark.setForeground(colour(Meaning::Quiet));
}

void JsonHighlighter::restyle()
{
    readColours();
    rehighlight();
}

void JsonHighlighter::highlightBlock(const QString& text)
{
    static const QRegularExpression kToken(
        QStringLiteral(R"re((?<key>"(?:[^"\\]|\\.)*"(?=\s*:))|(?<text>"(?:[^"\\]|\\.)*"?)|)re"
                       R"re((?<number>-?\d[\d.eE+-]*)|(?<word>[a-z]+)|(?<mark>[\[\]{},:]+))re"));
    const std::pair<QString, const QTextCharFormat*> formats[] { { QStringLiteral("key"), &m_key },
                                                                 { QStringLiteral("number"), &m_number },
                                                                 { QStringLiteral("word"), &m_word },
                                                                 { QStringLiteral("mark"), &m_mark } };
    for (auto it = kToken.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        for (const auto& [name, format] : formats) {
            if (match.capturedLength(name) > 0)
                setFormat(static_cast<int>(match.capturedStart(name)),
                          static_cast<int>(match.capturedLength(name)), *format);
        }
    }
}

} // namespace netwright::widgets
