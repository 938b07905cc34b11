// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/form/formula.hpp"

#include <QWidget>

#include <string>

namespace netwright::widgets {

/// Formulas set as such, one below the other: quantities in italics, indices below the line, powers above it.
/// A formula that is wider than the view goes on in another line, indented.
class FormulaView : public QWidget {
    Q_OBJECT

public:
    explicit FormulaView(QWidget* parent = nullptr);

    /// In the notation of formulaPieces(). Empty: the view hides.
    void setFormula(const std::string& formula);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Placed {
        const FormulaPiece* piece;
        QPointF at; ///< the beginning of its base line
    };
    struct Layout {
        std::vector<Placed> pieces;
        double height = 0;
    };
    [[nodiscard]] Layout layOut(double width) const;
    [[nodiscard]] QFont fontOf(const FormulaPiece& piece) const;
    [[nodiscard]] double widthOf(const FormulaPiece& piece) const;

    std::vector<std::vector<FormulaPiece>> m_lines;
};

} // namespace netwright::widgets
