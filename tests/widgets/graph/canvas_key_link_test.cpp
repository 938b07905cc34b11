// SPDX-License-Identifier: GPL-3.0-or-later
// Links without a mouse: by name or by arrow.
#include "key_desk.hpp"
#include "widgets/graph/canvas_hint.hpp"

#include <QAction>
#include <QSignalSpy>
#include <QTest>

using namespace netwright;
using namespace netwright::testing;
using namespace netwright::widgets;

class CanvasKeyLinkTest : public QObject {
    Q_OBJECT

private slots:
    void aLinkIsMadeByTypingAName();
    void aLinkIsMadeByArrows();
    void whatIsLinkedAlreadyIsNotAimedAtFirst();
    void tabChoosesThePort();
    void aLayerWithoutOutputIsFedByWhatIsChosen();
    void escapeMakesNoLink();
    void lettersOfANameAreNoShortcuts();
    void anUnknownNameLinksNothing();
    void cyclesAreNotOffered();
};

void CanvasKeyLinkTest::aLinkIsMadeByTypingAName()
{
    KeyEditor editor;
    editor.select("sum");
    editor.key(Qt::Key_L);
    QVERIFY(editor.view.hint().isVisible());
    editor.type("LO");
    QCOMPARE(editor.view.hint().text(), QStringLiteral("sum → loss   \"LO\""));
    editor.key(Qt::Key_Return);
    QVERIFY(editor.isLinked("sum", "loss"));
    QCOMPARE(editor.history, QStringList { "Connect sum to loss" });
    QVERIFY(!editor.view.hint().isVisible());
    QCOMPARE(editor.focus(), QStringLiteral("sum"));
}

void CanvasKeyLinkTest::aLinkIsMadeByArrows()
{
    KeyEditor editor;
    editor.select("conv");
    editor.key(Qt::Key_L);
    QCOMPARE(editor.view.hint().text(), QStringLiteral("conv → loss")); // it waits for a link
    editor.key(Qt::Key_Up);
    QCOMPARE(editor.view.hint().text(), QStringLiteral("conv → sum, input 1 of 2"));
    editor.key(Qt::Key_Up);
    QVERIFY(editor.view.hint().text().startsWith(QStringLiteral("conv → relu")));
    editor.key(Qt::Key_Right);
    QCOMPARE(editor.view.hint().text(), QStringLiteral("conv → pool"));
    editor.key(Qt::Key_Return);
    QVERIFY(editor.isLinked("conv", "pool"));
    QVERIFY(!editor.isLinked("in", "pool"));
}

void CanvasKeyLinkTest::whatIsLinkedAlreadyIsNotAimedAtFirst()
{
    KeyEditor editor;
    auto network = diamond();
    network.remove(editor.id("loss")); // nothing waits for a link now
    editor.show(network);
    editor.select("conv");
    editor.key(Qt::Key_L);
    QCOMPARE(editor.view.hint().text(), QStringLiteral("conv → sum, input 1 of 2"));
    editor.key(Qt::Key_Up);
    QCOMPARE(editor.view.hint().text(), QStringLiteral("conv → relu: These two are linked already"));
    editor.key(Qt::Key_Escape);
}

void CanvasKeyLinkTest::tabChoosesThePort()
{
    KeyEditor editor;
    editor.select("conv");
    editor.key(Qt::Key_L);
    editor.type("sum");
    QTest::keyClick(&editor.view, Qt::Key_Tab);
    QVERIFY(editor.view.hint().text().startsWith(QStringLiteral("conv → sum, input 2 of 2")));
    editor.key(Qt::Key_Return);
    QVERIFY(editor.isLinked("conv", "sum", 1));
    QVERIFY(editor.isLinked("relu", "sum", 0));
}

void CanvasKeyLinkTest::aLayerWithoutOutputIsFedByWhatIsChosen()
{
    KeyEditor editor;
    editor.select("loss");
    editor.key(Qt::Key_L);
    QCOMPARE(editor.view.hint().text(), QStringLiteral("sum → loss"));
    editor.key(Qt::Key_Return);
    QVERIFY(editor.isLinked("sum", "loss"));
    editor.select("relu");
    editor.key(Qt::Key_L, Qt::ShiftModifier);
    editor.type("in");
    editor.key(Qt::Key_Return);
    QVERIFY(editor.isLinked("in", "relu"));
}

void CanvasKeyLinkTest::escapeMakesNoLink()
{
    KeyEditor editor;
    editor.select("sum");
    editor.key(Qt::Key_L);
    editor.key(Qt::Key_Escape);
    QVERIFY(!editor.view.hint().isVisible());
    QCOMPARE(editor.selected(), QStringList { "sum" });
    QVERIFY(editor.history.isEmpty());
}

void CanvasKeyLinkTest::lettersOfANameAreNoShortcuts()
{
    KeyEditor editor;
    const QSignalSpy arranged(editor.actions.arrange, &QAction::triggered);
    editor.select("in");
    editor.key(Qt::Key_L);
    editor.type("a");
    QCOMPARE(arranged.size(), 0);
    editor.key(Qt::Key_Escape);
    editor.type("a");
    QCOMPARE(arranged.size(), 1);
}

void CanvasKeyLinkTest::anUnknownNameLinksNothing()
{
    KeyEditor editor;
    editor.select("sum");
    editor.key(Qt::Key_L);
    editor.type("xyz");
    QCOMPARE(editor.view.hint().text(), QStringLiteral("No layer is called \"xyz\""));
    editor.key(Qt::Key_Return);
    QVERIFY(editor.view.hint().isVisible());
    for (int i = 0; i < 3; ++i)
        editor.key(Qt::Key_Backspace);
    QCOMPARE(editor.view.hint().text(), QStringLiteral("sum → loss"));
    QVERIFY(editor.history.isEmpty());
}

void CanvasKeyLinkTest::cyclesAreNotOffered()
{
    KeyEditor editor;
    editor.select("sum");
    editor.key(Qt::Key_L);
    editor.type("conv");
    QCOMPARE(editor.view.hint().text(), QStringLiteral("No layer is called \"conv\""));
}

QTEST_MAIN(CanvasKeyLinkTest)
#include "canvas_key_link_test.moc"
