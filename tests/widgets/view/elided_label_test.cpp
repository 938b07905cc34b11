// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/elided_label.hpp"

#include <QHelpEvent>
#include <QTest>
#include <QTextDocument>
#include <QToolTip>

using netwright::widgets::ElidedLabel;

namespace {

struct Line {
    ElidedLabel label;

    explicit Line(const QString& text, int width = 160)
    {
        label.setText(text);
        label.setAlignment(Qt::AlignCenter);
        label.resize(width, 24);
    }
    [[nodiscard]] QString toolTip()
    {
        QToolTip::hideText();
        const QPoint at(8, 8);
        QHelpEvent help(QEvent::ToolTip, at, label.mapToGlobal(at));
        QApplication::sendEvent(&label, &help);
        return QToolTip::text();
    }
};

const QString kLong
    = QStringLiteral("Problem 1 of 12 · Ctrl+. to: Connect relu_1 to the first input of add_1");

} // namespace

class ElidedLabelTest : public QObject {
    Q_OBJECT

private slots:
    void whatDoesNotFitEndsInDots();
    void theToolTipSaysAllOfIt();
    void theToolTipIsPlainTextWhateverItLooksLike();
    void itNeedsNoRoom();
};

void ElidedLabelTest::whatDoesNotFitEndsInDots()
{
    Line line(kLong);
    const auto cut = line.label.fontMetrics().elidedText(kLong, Qt::ElideRight, 160);
    QVERIFY(cut.startsWith(QStringLiteral("Problem 1")) && cut.endsWith(QChar(0x2026)));
    QCOMPARE(line.label.grab().toImage(), Line(cut).label.grab().toImage());
    QCOMPARE(line.label.text(), kLong);
}

void ElidedLabelTest::theToolTipSaysAllOfIt()
{
    QCOMPARE(Line(kLong).toolTip(), kLong);
    QCOMPARE(Line(QStringLiteral("Short")).toolTip(), QString());
}

void ElidedLabelTest::theToolTipIsPlainTextWhateverItLooksLike()
{
    const auto odd
        = QStringLiteral("a layer that a file calls <b>conv</b><img src=\"http://example.org/\"> & so");
    const auto shown = Line(odd).toolTip();
    QVERIFY(!shown.contains(QStringLiteral("<b>")) && !shown.contains(QStringLiteral("<img")));
    QTextDocument document;
    document.setHtml(shown);
    QCOMPARE(document.toPlainText(), odd);
}

void ElidedLabelTest::itNeedsNoRoom()
{
    QVERIFY(Line(kLong).label.minimumSizeHint().width() < 40);
    QVERIFY(Line(kLong).label.sizeHint().width() > 160);
}

QTEST_MAIN(ElidedLabelTest)
#include "elided_label_test.moc"
