// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network_json.hpp"
#include "tests/widgets/digits.hpp"
#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/clipboard.hpp"
#include "widgets/graph/edit_actions.hpp"
#include "widgets/graph/graph_actions.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/group_item.hpp"
#include "widgets/graph/layer_mime.hpp"
#include "widgets/graph/link_item.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/note_item.hpp"
#include "widgets/graph/text_overlay.hpp"

#include <QAction>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <nlohmann/json.hpp>

using namespace netwright;
using namespace netwright::widgets;
using network::Network;
using network::NodeId;

namespace {
using testing::digits;

/// input -> pool -> dropout, from top to bottom, and a free node and a note beside them; dropout and the free
/// node are a group.
Network sample()
{
    const auto json = nlohmann::ordered_json::parse(R"({
        "dataset": "digits",
        "nodes": [
            { "name": "in", "layer": "input", "parameters": { "column": "image" }, "position": [0, 0] },
            { "name": "pool", "layer": "max_pool2d", "position": [0, 160] },
            { "name": "drop", "layer": "dropout", "position": [0, 320] },
            { "name": "free", "layer": "relu", "position": [320, 320] }
        ],
        "links": ["in -> pool", "pool -> drop"],
        "notes": [{ "text": "why", "position": [320, 0], "size": [160, 96] }],
        "groups": [{ "name": "tail", "colour": "green", "nodes": ["drop", "free"] }]
    })");
    return network::networkFromJson(json, "sample").value();
}

/// A view with an owner who does what it asks.
struct Editor {
    GraphView view;
    GraphActions actions { view };
    EditActions edits { view };
    QStringList history;

    explicit Editor(const Network& network = sample())
    {
        QObject::connect(&view, &GraphView::edited, &view, [this](const Network& after, const QString& what) {
            history << what;
            show(after);
        });
        view.resize(1200, 900);
        show(network);
        view.fitAll();
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
        view.setFocus();
    }

    void show(const Network& network) { view.setNetwork(network, network::analyse(network, &digits())); }
    [[nodiscard]] const Network& network() const { return view.network(); }
    [[nodiscard]] const network::Node& node(const char* name) const
    {
        return *network().find(std::string_view(name));
    }
    [[nodiscard]] QPoint at(QPointF scenePoint) const { return view.mapFromScene(scenePoint); }
    [[nodiscard]] QPoint at(const char* name) const
    {
        return at({ node(name).position.x, node(name).position.y });
    }
    [[nodiscard]] NoteItem* note() const
    {
        return view.graph().annotations().item(network().notes.front().id);
    }
    [[nodiscard]] GroupItem* group() const
    {
        return view.graph().annotations().item(network().groups.front().id);
    }
    void select(std::initializer_list<const char*> names)
    {
        Selection selection;
        for (const auto* name : names)
            selection.nodes.insert(node(name).id);
        view.select(selection);
    }
    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(view.viewport(), (from + to) / 2);
        QTest::mouseMove(view.viewport(), to);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, key, modifiers); }
    [[nodiscard]] TextOverlay* overlay() const
    {
        for (auto* found : view.viewport()->findChildren<TextOverlay*>()) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }
    [[nodiscard]] bool isLinked(const char* from, const char* to) const
    {
        const network::Link link { { node(from).id, 0 }, { node(to).id, 0 } };
        return std::ranges::count(network().links, link) == 1;
    }
};

} // namespace

class CanvasGesturesTest : public QObject {
    Q_OBJECT

private slots:
    void aFreeNodeIsDraggedOntoALink()
    {
        Editor editor;
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
        Editor editor;
        editor.drag(editor.at("drop"), editor.at({ 0, 80 }));
        QCOMPARE(editor.history, QStringList { "Move drop" });
        QVERIFY(editor.isLinked("in", "pool"));
    }

    void aLayerFromThePaletteIsDroppedOnALink()
    {
        Editor editor;
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
        Editor editor;
        const auto& scene = editor.view.graph();
        editor.select({ "in" });
        QVERIFY(scene.item(editor.network().links[0])->isStressed());
        QVERIFY(!scene.item(editor.network().links[1])->isStressed());
        editor.select({ "drop" });
        QVERIFY(!scene.item(editor.network().links[0])->isStressed());
        QVERIFY(scene.item(editor.network().links[1])->isStressed());
    }

    void theTabOfAGroupMovesItsNodes()
    {
        Editor editor;
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
        Editor editor;
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
        Editor editor;
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
        Editor editor;
        QTest::mouseDClick(editor.view.viewport(), Qt::LeftButton, {},
                           editor.at(editor.group()->tab().center()));
        QVERIFY(editor.overlay());
        QTest::keyClicks(editor.overlay(), "head");
        editor.view.setFocus(); // which keeps what was typed
        QCOMPARE(editor.network().groups.front().name, std::string("head"));
    }

    void aNoteIsWrittenInPlace()
    {
        Editor editor;
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
        Editor editor;
        const auto* pool = editor.view.graph().item(editor.network().find("pool")->id);
        editor.view.centerOn(pool->scenePos());
        editor.key(Qt::Key_N);
        const auto* note = editor.view.graph().annotations().item(editor.network().notes.back().id);
        for (const auto& [id, node] : editor.view.graph().nodeItems())
            QVERIFY(!node->place().intersects(note->sceneBoundingRect()));
    }

    void escapeLeavesANoteAsItWas()
    {
        Editor editor;
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
        Editor editor;
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

    void aRubberBandTakesNotesToo()
    {
        Editor editor;
        editor.drag(editor.at({ 600, -60 }), editor.at({ 300, 110 }));
        QCOMPARE(editor.view.selection().notes.size(), std::size_t { 1 });
        QVERIFY(editor.view.selection().nodes.empty());
    }

    void aRubberBandMayStartInsideAGroup()
    {
        Editor editor;
        const auto below = editor.group()->frame().bottom() - 10;
        editor.drag(editor.at({ 160, below }), editor.at({ 330, 310 }));
        QCOMPARE(editor.view.selection().nodes, std::set { editor.node("free").id });
        QVERIFY(editor.history.isEmpty());
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
        Editor editor;
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
        Editor editor;
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
        Editor other;
        other.view.select(selection);
        const auto keys = QKeyCombination::fromCombined(key);
        other.key(keys.key(), keys.keyboardModifiers());
        QCOMPARE(other.history, QStringList { what });
        QCOMPARE(other.network(), editor.network());
    }

    void bypassedNodesLookSoAndAreEnabledAgain()
    {
        Editor editor;
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
        Editor editor;
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
        Editor editor;
        const auto step = editor.at({ 13, 0 }) - editor.at({ 0, 0 });
        const auto before = editor.view.grab().toImage();
        editor.key(Qt::Key_G, Qt::ShiftModifier);
        QVERIFY(!editor.view.isSnapping());
        QVERIFY(editor.view.grab().toImage() != before); // no dots
        editor.drag(editor.at("free"), editor.at("free") + 3 * step);
        QVERIFY(std::fmod(editor.node("free").position.x, geometry::kSnap) != 0);
    }

    void copiesGoThroughTextToAnotherView()
    {
        Editor editor;
        editor.key(Qt::Key_A, Qt::ControlModifier);
        editor.key(Qt::Key_C, Qt::ControlModifier);
        Editor other { Network {} };
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
        Editor editor { Network {} };
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
        Editor editor;
        QSignalSpy refused(&editor.view, &GraphView::refused);
        editor.key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(refused.count(), 1);
        QVERIFY2(refused[0][0].toString().contains(expected), qPrintable(refused[0][0].toString()));
        QVERIFY(editor.history.isEmpty());
    }

    void everyActionSaysWhatItDoes()
    {
        const Editor editor;
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
