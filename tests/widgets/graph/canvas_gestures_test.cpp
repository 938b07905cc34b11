// SPDX-License-Identifier: GPL-3.0-or-later
#include "note_desk.hpp"
#include "widgets/graph/layer_mime.hpp"
#include "widgets/graph/link_item.hpp"

#include <QAction>
#include <QDragEnterEvent>
#include <QMenu>
#include <QMimeData>
#include <QTest>

using namespace netwright;
using namespace netwright::testing;
using namespace netwright::widgets;

class CanvasGesturesTest : public QObject {
    Q_OBJECT

private slots:
    void aFreeNodeIsDraggedOntoALink()
    {
        NoteEditor editor;
        const auto link = editor.network().links[0];
        const auto from = editor.at("free");
        const auto to = editor.at({ 16, 80 });
        QTest::mousePress(editor.view.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(editor.view.viewport(), (from + to) / 2);
        QVERIFY(!editor.view.graph().item(link)->isTarget());
        QTest::mouseMove(editor.view.viewport(), to);
        QVERIFY(editor.view.graph().item(link)->isTarget());
        QTest::mouseRelease(editor.view.viewport(), Qt::LeftButton, {}, to);
        QCOMPARE(editor.history, QStringList { "Put free on a link" });
        QVERIFY(editor.isLinked("in", "free") && editor.isLinked("free", "pool"));
        QVERIFY(!editor.isLinked("in", "pool"));
    }

    void aLinkedNodeIsOnlyMovedOverALink()
    {
        NoteEditor editor;
        editor.drag(editor.at("drop"), editor.at({ 0, 80 }));
        QCOMPARE(editor.history, QStringList { "Move drop" });
        QVERIFY(editor.isLinked("in", "pool"));
    }

    void aLayerFromThePaletteIsDroppedOnALink()
    {
        NoteEditor editor;
        const auto link = editor.network().links[1];
        QMimeData mime;
        mime.setData(kLayerMime, "relu");
        const auto to = editor.at({ 0, 240 });
        QDragEnterEvent enter(to, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(editor.view.viewport(), &enter);
        QDragMoveEvent move(to, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(editor.view.viewport(), &move);
        QVERIFY(editor.view.graph().item(link)->isTarget());
        QDropEvent drop(to, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(editor.view.viewport(), &drop);
        QCOMPARE(editor.history, QStringList { "Put relu_1 on a link" });
        QVERIFY(editor.isLinked("pool", "relu_1") && editor.isLinked("relu_1", "drop"));
    }

    void linksOfTheSelectedNodeAreHighlighted()
    {
        NoteEditor editor;
        const auto& scene = editor.view.graph();
        editor.select({ "in" });
        QVERIFY(scene.item(editor.network().links[0])->isStressed());
        QVERIFY(!scene.item(editor.network().links[1])->isStressed());
        editor.select({ "drop" });
        QVERIFY(!scene.item(editor.network().links[0])->isStressed());
        QVERIFY(scene.item(editor.network().links[1])->isStressed());
    }

    void keysAddToAndTakeFromTheSelection_data()
    {
        QTest::addColumn<int>("modifier");
        QTest::newRow("Ctrl") << int(Qt::ControlModifier);
        QTest::newRow("Shift") << int(Qt::ShiftModifier);
    }

    void keysAddToAndTakeFromTheSelection()
    {
        QFETCH(int, modifier);
        NoteEditor editor;
        const Qt::KeyboardModifiers keys(modifier);
        QTest::mouseClick(editor.view.viewport(), Qt::LeftButton, {}, editor.at("in"));
        QTest::mouseClick(editor.view.viewport(), Qt::LeftButton, keys, editor.at("pool"));
        QTest::mouseClick(editor.view.viewport(), Qt::LeftButton, keys, editor.at({ 400, 48 }));
        QCOMPARE(editor.view.selection().nodes, (std::set { editor.node("in").id, editor.node("pool").id }));
        QCOMPARE(editor.view.selection().notes.size(), std::size_t { 1 });
        QTest::mouseClick(editor.view.viewport(), Qt::LeftButton, keys, editor.at("in"));
        QCOMPARE(editor.view.selection().nodes, std::set { editor.node("pool").id });
    }

    void actionsEditWhatIsSelected_data()
    {
        QTest::addColumn<QStringList>("nodes");
        QTest::addColumn<int>("key");
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* action, QStringList nodes, QKeyCombination keys, const char* what) {
            QTest::newRow(action) << nodes << keys.toCombined() << QString(action) << QString(what);
        };
        const QKeyCombination none(Qt::Key_unknown);
        row("bypass", { "pool" }, Qt::Key_B, "Bypass pool");
        row("removeAndHeal", { "pool" }, Qt::CTRL | Qt::Key_Delete, "Delete pool and join links");
        row("alignLeft", { "drop", "free" }, Qt::CTRL | Qt::SHIFT | Qt::Key_Left, "Align 2 layers");
        row("alignRight", { "drop", "free" }, Qt::CTRL | Qt::SHIFT | Qt::Key_Right, "Align 2 layers");
        row("alignTop", { "pool", "free" }, Qt::CTRL | Qt::SHIFT | Qt::Key_Up, "Align 2 layers");
        row("alignBottom", { "pool", "free" }, Qt::CTRL | Qt::SHIFT | Qt::Key_Down, "Align 2 layers");
        row("alignCentre", { "drop", "free" }, none, "Align 2 layers");
        row("alignMiddle", { "pool", "free" }, none, "Align 2 layers");
        row("distributeAcross", { "in", "pool", "free" }, none, "Distribute 3 layers");
        row("distributeDown", { "in", "pool", "free", "drop" }, none, "Distribute 4 layers");
        row("kind:average_pool2d", { "pool" }, none, "Change pool to Average Pool 2D");
    }

    void actionsEditWhatIsSelected()
    {
        QFETCH(QStringList, nodes);
        QFETCH(int, key);
        QFETCH(QString, action);
        QFETCH(QString, what);
        NoteEditor editor;
        auto* found = editor.edits.findChild<QAction*>(action);
        for (auto* menu : { editor.edits.lines, editor.edits.kinds })
            found = found ? found : menu->findChild<QAction*>(action);
        QVERIFY(found);
        Selection selection;
        for (const auto& name : nodes)
            selection.nodes.insert(editor.node(qPrintable(name)).id);
        editor.view.select(selection);
        found->trigger();
        if (editor.history.isEmpty() && action.startsWith("distribute")) // stood so already
            return;
        QCOMPARE(editor.history, QStringList { what });
        if (key == Qt::Key_unknown)
            return;
        NoteEditor other;
        other.view.select(selection);
        const auto keys = QKeyCombination::fromCombined(key);
        other.key(keys.key(), keys.keyboardModifiers());
        QCOMPARE(other.history, QStringList { what });
        QCOMPARE(other.network(), editor.network());
    }

    void bypassedNodesLookSoAndAreEnabledAgain()
    {
        NoteEditor editor;
        editor.select({ "pool" });
        const auto before = editor.view.grab().toImage();
        editor.key(Qt::Key_B);
        QVERIFY(editor.view.grab().toImage() != before);
        const auto& card = editor.view.graph().item(editor.node("pool").id)->card();
        QVERIFY2(card.subtitle.startsWith("Bypassed"), qPrintable(card.subtitle));
        editor.key(Qt::Key_B);
        QCOMPARE(editor.history, QStringList({ "Bypass pool", "Enable pool" }));
        QCOMPARE(editor.view.grab().toImage(), before);
    }

    void thePathToANodeIsSelected()
    {
        NoteEditor editor;
        editor.select({ "pool" });
        editor.key(Qt::Key_U, Qt::ShiftModifier);
        QCOMPARE(editor.view.selection().nodes, (std::set { editor.node("in").id, editor.node("pool").id }));
        QCOMPARE(editor.view.selection().links.size(), std::size_t { 1 });
        editor.select({ "pool" });
        editor.key(Qt::Key_D, Qt::ShiftModifier);
        QCOMPARE(editor.view.selection().nodes,
                 (std::set { editor.node("pool").id, editor.node("drop").id }));
    }

    void withoutSnappingNodesStandAnywhere()
    {
        NoteEditor editor;
        const auto step = editor.at({ 13, 0 }) - editor.at({ 0, 0 });
        const auto before = editor.view.grab().toImage();
        editor.key(Qt::Key_G, Qt::ShiftModifier);
        QVERIFY(!editor.view.isSnapping());
        QVERIFY(editor.view.grab().toImage() != before); // no dots
        editor.drag(editor.at("free"), editor.at("free") + 3 * step);
        QVERIFY(std::fmod(editor.node("free").position.x, geometry::kSnap) != 0);
    }

    void everyActionSaysWhatItDoes()
    {
        const NoteEditor editor;
        for (const auto* action : editor.edits.findChildren<QAction*>()) {
            if (action->isSeparator())
                continue;
            QVERIFY(!action->text().isEmpty());
            QVERIFY2(!action->toolTip().isEmpty(), qPrintable(action->text()));
        }
    }
};

QTEST_MAIN(CanvasGesturesTest)
#include "canvas_gestures_test.moc"
