// SPDX-License-Identifier: GPL-3.0-or-later
// Notes and groups on the canvas, and what goes through the clipboard as text.
#include "note_desk.hpp"
#include <QAction>
#include <QClipboard>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace netwright;
using namespace netwright::testing;
using namespace netwright::widgets;
using network::Network;

class CanvasNotesTest : public QObject {
    Q_OBJECT

private slots:
    void theTabOfAGroupMovesItsNodes()
    {
        NoteEditor editor;
        const auto frame = editor.group()->frame();
        const auto tab = editor.at(editor.group()->tab().center());
        editor.drag(tab, tab + editor.at({ 80, 40 }) - editor.at({ 0, 0 }));
        QCOMPARE(editor.history, QStringList { "Move 2 layers" });
        QVERIFY((editor.node("drop").position == network::Position { 80, 360 }));
        QVERIFY((editor.node("free").position == network::Position { 400, 360 }));
        QCOMPARE(editor.group()->frame(), frame.translated(80, 40));
        QVERIFY((editor.node("pool").position == network::Position { 0, 160 }));
    }

    void aFrameFollowsANodeThatIsDragged()
    {
        NoteEditor editor;
        const auto frame = editor.group()->frame();
        const auto from = editor.at("free");
        QTest::mousePress(editor.view.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(editor.view.viewport(), from + QPoint(30, 0));
        QTest::mouseMove(editor.view.viewport(), from + QPoint(60, 0));
        QVERIFY(editor.group()->frame().right() > frame.right());
        editor.key(Qt::Key_Escape);
        QCOMPARE(editor.group()->frame(), frame);
        QTest::mouseRelease(editor.view.viewport(), Qt::LeftButton, {}, from);
    }

    void aGroupIsMadeNamedColouredAndDissolvedByKeyboard()
    {
        NoteEditor editor;
        editor.select({ "in", "pool" });
        editor.key(Qt::Key_G, Qt::ControlModifier);
        auto* overlay = editor.overlay();
        QVERIFY(overlay);
        QTest::keyClicks(overlay, "head");
        QTest::keyClick(overlay, Qt::Key_Return);
        QCOMPARE(editor.network().groups.back().name, std::string("head"));
        QVERIFY(editor.edits.ungroup->isEnabled());
        editor.edits.colours->actions()[4]->trigger();
        QCOMPARE(editor.network().groups.back().colour, std::string("red"));
        editor.view.setFocus();
        editor.key(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(editor.network().groups.size(), std::size_t { 1 });
        QCOMPARE(editor.history,
                 QStringList({ "Group 2 layers", "Rename group to head", "Colour red", "Ungroup" }));
        QVERIFY(!editor.edits.ungroup->isEnabled());
    }

    void aDoubleClickOnTheTabRenamesTheGroup()
    {
        NoteEditor editor;
        QTest::mouseDClick(editor.view.viewport(), Qt::LeftButton, {},
                           editor.at(editor.group()->tab().center()));
        QVERIFY(editor.overlay());
        QTest::keyClicks(editor.overlay(), "head");
        editor.view.setFocus(); // which keeps what was typed
        QCOMPARE(editor.network().groups.front().name, std::string("head"));
    }

    void aNoteIsWrittenInPlace()
    {
        NoteEditor editor;
        editor.key(Qt::Key_N);
        auto* overlay = editor.overlay();
        QVERIFY(overlay);
        QTest::keyClicks(overlay, "a Conv"); // no shortcut of the canvas takes a letter
        QTest::keyClick(overlay, Qt::Key_Return);
        QTest::keyClicks(overlay, "here");
        QTest::keyClick(overlay, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(editor.network().notes.back().text, std::string("a Conv\nhere"));
        QCOMPARE(editor.history, QStringList({ "Add note", "Write note" }));
    }

    void aNewNoteCoversNoLayer()
    {
        NoteEditor editor;
        const auto* pool = editor.view.graph().item(editor.network().find("pool")->id);
        editor.view.centerOn(pool->scenePos());
        editor.key(Qt::Key_N);
        const auto* note = editor.view.graph().annotations().item(editor.network().notes.back().id);
        for (const auto& [id, node] : editor.view.graph().nodeItems())
            QVERIFY(!node->place().intersects(note->sceneBoundingRect()));
    }

    void escapeLeavesANoteAsItWas()
    {
        NoteEditor editor;
        QTest::mouseDClick(editor.view.viewport(), Qt::LeftButton, {},
                           editor.at(editor.note()->sceneBoundingRect().center()));
        QVERIFY(editor.overlay());
        QTest::keyClicks(editor.overlay(), "other");
        QTest::keyClick(editor.overlay(), Qt::Key_Escape);
        QVERIFY(editor.history.isEmpty());
        QVERIFY(!editor.overlay());
    }

    void aNoteIsMovedResizedAndDeleted()
    {
        NoteEditor editor;
        const auto middle = editor.at({ 400, 48 });
        editor.drag(middle, middle + editor.at({ 40, 80 }) - editor.at({ 0, 0 }));
        QVERIFY((editor.network().notes[0].position == network::Position { 360, 80 }));
        const auto corner = editor.at(QPointF(360 + 160 - 4, 80 + 96 - 4));
        editor.drag(corner, corner + editor.at({ 80, 40 }) - editor.at({ 0, 0 }));
        QVERIFY((editor.network().notes[0].size == network::Extent { 240, 136 }));
        editor.key(Qt::Key_Delete);
        QVERIFY(editor.network().notes.empty());
        QCOMPARE(editor.history, QStringList({ "Move note", "Resize note", "Delete note" }));
    }

    void escapeLeavesANoteAsLargeAsItWasFromAfarToo()
    {
        NoteEditor editor;
        editor.view.zoomBy(0.3 / editor.view.zoom(), editor.at({ 480, 96 }));
        const auto picture = [&] { return editor.view.viewport()->grab().toImage(); };
        const auto corner = editor.at(QPointF(480 - 4, 96 - 4));
        QTest::mousePress(editor.view.viewport(), Qt::LeftButton, {}, corner);
        const auto before = picture();
        QTest::mouseMove(editor.view.viewport(), corner + QPoint(60, 40));
        QVERIFY(picture() != before);
        editor.key(Qt::Key_Escape);
        QCOMPARE(picture(), before);
        QTest::mouseRelease(editor.view.viewport(), Qt::LeftButton, {}, corner);
        QVERIFY(editor.history.isEmpty());
    }

    void aRubberBandTakesNotesToo()
    {
        NoteEditor editor;
        editor.drag(editor.at({ 600, -60 }), editor.at({ 300, 110 }));
        QCOMPARE(editor.view.selection().notes.size(), std::size_t { 1 });
        QVERIFY(editor.view.selection().nodes.empty());
    }

    void aRubberBandMayStartInsideAGroup()
    {
        NoteEditor editor;
        const auto below = editor.group()->frame().bottom() - 10;
        editor.drag(editor.at({ 160, below }), editor.at({ 330, 310 }));
        QCOMPARE(editor.view.selection().nodes, std::set { editor.node("free").id });
        QVERIFY(editor.history.isEmpty());
    }

    void copiesGoThroughTextToAnotherView()
    {
        NoteEditor editor;
        editor.key(Qt::Key_A, Qt::ControlModifier);
        editor.key(Qt::Key_C, Qt::ControlModifier);
        NoteEditor other { Network {} };
        other.key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(other.network().nodes.size(), std::size_t { 4 });
        QCOMPARE(other.network().links.size(), std::size_t { 2 });
        QCOMPARE(other.network().notes.size(), std::size_t { 1 });
        QCOMPARE(other.network().groups.size(), std::size_t { 1 });
        QCOMPARE(other.history, QStringList { "Paste 4 layers" });
    }

    void anyTextOfANetworkIsPasted_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("nodes");
        const auto nodes = QStringLiteral(R"("nodes": [{ "name": "a", "layer": "relu" }])");
        QTest::newRow("a network") << QStringLiteral(R"({ "dataset": "d", %1 })").arg(nodes) << 1;
        QTest::newRow("without a dataset") << QStringLiteral("{ %1 }").arg(nodes) << 1;
        QTest::newRow("a member of a project")
            << QStringLiteral(R"("cnn": { "dataset": "d", %1 })").arg(nodes) << 1;
        QTest::newRow("the same with a comma")
            << QStringLiteral("\"cnn\": { \"dataset\": \"d\", %1 },\n").arg(nodes) << 1;
        QTest::newRow("nodes alone") << QStringLiteral(R"([{ "name": "a", "layer": "relu" },
                                                          { "name": "b", "layer": "relu" }])")
                                     << 2;
        QTest::newRow("one node") << QStringLiteral(R"({ "name": "a", "layer": "relu" })") << 1;
        QTest::newRow("a project") << QStringLiteral(R"({ "format": 1, "networks": { "n": { "dataset": "",
                                                         %1 } } })")
                                          .arg(nodes)
                                   << 1;
    }

    void anyTextOfANetworkIsPasted()
    {
        QFETCH(QString, text);
        QFETCH(int, nodes);
        QApplication::clipboard()->setText(text);
        NoteEditor editor { Network {} };
        QSignalSpy refused(&editor.view, &GraphView::refused);
        editor.key(Qt::Key_V, Qt::ControlModifier);
        QVERIFY2(refused.isEmpty(), refused.isEmpty() ? "" : qPrintable(refused[0][0].toString()));
        QCOMPARE(std::ssize(editor.network().nodes), nodes);
    }

    void aBadTextSaysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("prose") << QString("the quick brown fox") << QString("copy layers first");
        QTest::newRow("nothing") << QString() << QString("it is empty");
        QTest::newRow("a slip") << QString("{ \"nodes\": [\n  { \"name\" \"a\" }\n] }") << QString("line 2");
        QTest::newRow("an unknown layer")
            << QString(R"({ "nodes": [{ "name": "a", "layer": "conv9d" }] })") << QString("conv9d");
        QTest::newRow("another object") << QString(R"({ "colour": 1 })") << QString("colour");
    }

    void aBadTextSaysWhatIsWrong()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QApplication::clipboard()->setText(text);
        NoteEditor editor;
        QSignalSpy refused(&editor.view, &GraphView::refused);
        editor.key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(refused.count(), 1);
        QVERIFY2(refused[0][0].toString().contains(expected), qPrintable(refused[0][0].toString()));
        QVERIFY(editor.history.isEmpty());
    }
};

QTEST_MAIN(CanvasNotesTest)
#include "canvas_notes_test.moc"
