// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/formula.hpp"

#include <QStringList>

namespace netwright::widgets {

namespace {
    constexpr double kScriptScale = 0.72;
    constexpr double kAbove = 0.40; // of the size of what it belongs to
    constexpr double kBelow = -0.22;

    struct Level {
        double rise = 0;
        double scale = 1;

        [[nodiscard]] Level script(double shift) const
        {
            return { rise + shift * scale, scale * kScriptScale };
        }
    };

    QString text(std::string_view utf8)
    {
        return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    }

    class Reader {
    public:
        explicit Reader(const QString& line)
        {
            for (qsizetype i = 0; i < line.size(); ++i) {
                const auto next = i + 1 < line.size() ? line[i + 1] : QChar();
                if ((line[i] == u'_' || line[i] == u'^') && next == u'{') {
                    finish();
                    m_levels.push_back(m_levels.back().script(line[i] == u'^' ? kAbove : kBelow));
                    ++i;
                } else if (line[i] == u'}' && m_levels.size() > 1) {
                    finish();
                    m_levels.pop_back();
                } else {
                    take(line[i]);
                }
            }
            finish();
        }
        [[nodiscard]] std::vector<FormulaPiece> pieces() && { return std::move(m_pieces); }

    private:
        void take(QChar letter)
        {
            const bool isBreak = letter == u' ' && m_levels.size() == 1;
            const bool wasBreak = m_text == QStringLiteral(" ") && m_levels.size() == 1;
            const bool hasLetters = !m_text.isEmpty() && m_text.back().isLetter();
            if (isBreak || wasBreak || (!m_text.isEmpty() && letter.isLetter() != hasLetters))
                finish();
            m_text += letter;
        }

        void finish()
        {
            const bool isQuantity = m_text.size() == 1 && m_text[0].isLetter() && m_text[0] != u'Σ';
            if (!m_text.isEmpty())
                m_pieces.push_back({ m_text, m_levels.back().rise, m_levels.back().scale, isQuantity });
            m_text.clear();
        }

        std::vector<Level> m_levels { Level {} };
        std::vector<FormulaPiece> m_pieces;
        QString m_text;
    };

    QStringList linesOf(std::string_view formula) { return text(formula).split(u'\n', Qt::SkipEmptyParts); }
} // namespace

std::vector<FormulaPiece> formulaPieces(std::string_view line) { return Reader(text(line)).pieces(); }

QString spokenFormula(std::string_view formula)
{
    auto spoken = linesOf(formula).join(QStringLiteral("; "));
    return spoken.replace(QStringLiteral("_{"), QStringLiteral(" "))
        .replace(QStringLiteral("^{"), QStringLiteral(" to the "))
        .remove(u'}');
}

QString formulaHtml(std::string_view formula)
{
    QStringList lines;
    for (const auto& line : linesOf(formula)) {
        QString html;
        for (const auto& piece : formulaPieces(line.toStdString())) {
            const auto plain = piece.text.toHtmlEscaped();
            const auto letters = piece.isItalic ? QStringLiteral("<i>%1</i>").arg(plain) : plain;
            const auto tag = piece.rise > 0 ? QStringLiteral("<sup>%1</sup>")
                : piece.rise < 0            ? QStringLiteral("<sub>%1</sub>")
                                            : QStringLiteral("%1");
            html += tag.arg(letters);
        }
        lines << html;
    }
    return lines.join(QStringLiteral("<br>"));
}

} // namespace netwright::widgets
