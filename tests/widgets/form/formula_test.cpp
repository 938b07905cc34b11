// SPDX-License-Identifier: GPL-3.0-or-later
// The notation of formulas, and how they are set.
#include "core/layers/catalogue/layer_table.hpp"
#include "widgets/form/formula_view.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::widgets;

class FormulaTest : public QObject {
    Q_OBJECT

private slots:
    void indicesAndPowersNest()
    {
        const auto pieces = formulaPieces("y_{i} = e^{x_{j}} max");
        QStringList texts;
        for (const auto& piece : pieces)
            texts << piece.text;
        QCOMPARE(texts, (QStringList { "y", "i", " ", "=", " ", "e", "x", "j", " ", "max" }));
        QVERIFY(pieces[0].isItalic && !pieces[3].isItalic && !pieces[9].isItalic);
        QCOMPARE(pieces[0].rise, 0.0);
        QVERIFY(pieces[1].rise < 0 && pieces[1].scale < 1);
        QVERIFY(pieces[6].rise > 0);
        QVERIFY(pieces[7].rise < pieces[6].rise && pieces[7].rise > 0); // an index in the power
        QVERIFY(pieces[7].scale < pieces[6].scale);
        QCOMPARE(pieces[9].rise, 0.0);
    }

    void bracesThatDoNotMatchAreWritten()
    {
        QCOMPARE(formulaPieces("a } {").size(), 5U);
        QCOMPARE(formulaPieces("").size(), 0U);
        QCOMPARE(formulaPieces("a_{b").size(), 2U);
    }

    void aFormulaIsReadAloudAndStandsInToolTips()
    {
        QCOMPARE(spokenFormula("c_{t} = f\nx^{2}"), QStringLiteral("c t = f; x to the 2"));
        QCOMPARE(formulaHtml("y_{i} < max"), QStringLiteral("<i>y</i><sub><i>i</i></sub> &lt; max"));
    }

    void aNarrowViewBreaksLinesAndCutsNothing_data()
    {
        QTest::addColumn<QString>("formula");
        for (const auto* kind : layers::layerTable())
            QTest::newRow(kind->id.c_str()) << QString::fromStdString(kind->formula);
    }
    void aNarrowViewBreaksLinesAndCutsNothing()
    {
        QFETCH(QString, formula);
        FormulaView view;
        view.setFormula(formula.toStdString());
        QVERIFY(!view.isHidden());
        const auto lines = formula.count('\n') + 1;
        const int wide = view.heightForWidth(2000);
        QVERIFY(wide >= lines * 16 && wide <= lines * 40);
        view.resize(300, view.heightForWidth(300));
        QVERIFY(view.height() >= wide);
        auto picture = view.grab().toImage();
        const auto paper = picture.pixel(0, picture.height() - 1);
        for (int y = 0; y < picture.height(); ++y) // the last column is blank: nothing is cut
            QCOMPARE(picture.pixel(picture.width() - 1, y), paper);
    }

    void nothingToSayHidesIt()
    {
        FormulaView view;
        view.setFormula("y = x");
        view.setFormula({});
        QVERIFY(view.isHidden());
    }
};

QTEST_MAIN(FormulaTest)
#include "formula_test.moc"
