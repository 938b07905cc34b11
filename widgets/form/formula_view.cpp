// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/formula_view.hpp"

#include "widgets/theme.hpp"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace netwright::widgets {

namespace {
    constexpr double kIndent = 3 * kGrid; ///< of what did not fit into the line before
    constexpr double kLeading = 1.75; ///< from base line to base line, in heights of the letters' body
    constexpr int kUsualWidth = 36 * kGrid;

    QFont formulaFont()
    {
        auto serif = font(TextRole::Body);
        serif.setFamilies({ QStringLiteral("STIX Two Text"), QStringLiteral("DejaVu Serif"),
                            QStringLiteral("Noto Serif"), serif.family() });
        serif.setStyleHint(QFont::Serif);
        return serif;
    }

    double bodyOf(const QFont& font) { return QFontMetricsF(font).ascent(); }
} // namespace

FormulaView::FormulaView(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("formula"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setFormula({});
}

void FormulaView::setFormula(const std::string& formula)
{
    m_lines.clear();
    for (const auto& line : QString::fromStdString(formula).split(u'\n', Qt::SkipEmptyParts))
        m_lines.push_back(formulaPieces(line.toStdString()));
    setAccessibleName(tr("Formula: %1").arg(spokenFormula(formula)));
    setVisible(!m_lines.empty());
    updateGeometry();
    update();
}

QFont FormulaView::fontOf(const FormulaPiece& piece) const
{
    auto font = formulaFont();
    font.setPointSizeF(font.pointSizeF() * piece.scale);
    font.setItalic(piece.isItalic);
    return font;
}

double FormulaView::widthOf(const FormulaPiece& piece) const
{
    return QFontMetricsF(fontOf(piece)).horizontalAdvance(piece.text);
}

FormulaView::Layout FormulaView::layOut(double width) const
{
    const auto body = bodyOf(formulaFont());
    Layout layout;
    double base = 0;
    for (const auto& line : m_lines) {
        base += kLeading * body;
        double x = 0;
        for (std::size_t i = 0; i < line.size();) {
            auto end = i + 1; // a word: up to the next place where the line may break
            double word = widthOf(line[i]);
            while (end < line.size() && line[i].text != QStringLiteral(" ")
                   && !(line[end].text == QStringLiteral(" ") && line[end].scale == 1))
                word += widthOf(line[end++]);
            if (x > kIndent && x + word > width) {
                x = kIndent;
                base += kLeading * body;
                i += line[i].text == QStringLiteral(" ") ? 1 : 0;
            }
            for (; i < end; ++i) {
                layout.pieces.push_back({ &line[i], { x, base - line[i].rise * body } });
                x += widthOf(line[i]);
            }
        }
    }
    layout.height = base + body / 2; // what hangs below the last line
    return layout;
}

QSize FormulaView::sizeHint() const { return { kUsualWidth, heightForWidth(kUsualWidth) }; }
QSize FormulaView::minimumSizeHint() const { return { kUsualWidth / 2, 0 }; }
int FormulaView::heightForWidth(int width) const { return static_cast<int>(std::ceil(layOut(width).height)); }

void FormulaView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    for (const auto& [piece, at] : layOut(width()).pieces) {
        painter.setFont(fontOf(*piece));
        painter.drawText(at, piece->text);
    }
}

} // namespace netwright::widgets
