// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/network_json.hpp"
#include "tests/widgets/digits.hpp"
#include "widgets/graph/clipboard.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/geometry.hpp"
#include "widgets/graph/graph_actions.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/layer_mime.hpp"
#include "widgets/graph/link_item.hpp"
#include "widgets/graph/node_item.hpp"

#include <QAction>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <nlohmann/json.hpp>

using namespace netwright;
using namespace netwright::widgets;
using geometry::Side;
using network::Network;
using network::NodeId;

namespace {
using testing::digits;

/// input -> max_pool2d -> dropout, from top to bottom.
Network chain()
{
    const auto json = nlohmann::ordered_json::parse(R"({
        "dataset": "digits",
        "nodes": [
            { "name": "in", "layer": "input", "parameters": { "column": "image" }, "position": [0, 0] },
            { "name": "pool", "layer": "max_pool2d", "position": [0, 104] },
            { "name": "drop", "layer": "dropout", "position": [0, 208] }
        ],
        "links": ["in -> pool", "pool -> drop"]
    })");
    return network::networkFromJson(json, "chain").value();
}

/// A view with an owner who does what it asks.
struct Editor {
    GraphView view;
    GraphActions actions { view };
    QStringList history;
    QList<int> mergeKeys;

    explicit Editor(const Network& network)
    {
        QObject::connect(&view, &GraphView::edited, &view,
                         [this](const Network& after, const QString& what, int key) {
                             history << what;
                             mergeKeys << key;
                             show(after);
                         });
        view.resize(900, 700);
        show(network);
        view.fitAll();
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
        view.setFocus();
    }

    void show(const Network& network) { view.setNetwork(network, network::analyse(network, &digits())); }
    [[nodiscard]] NodeId id(const char* name) const
    {
        return view.network().find(std::string_view(name))->id;
    }
    [[nodiscard]] NodeItem* item(const char* name) const { return view.graph().item(id(name)); }
    [[nodiscard]] QPoint at(QPointF scenePoint) const { return view.mapFromScene(scenePoint); }
    [[nodiscard]] QPoint port(const char* name, Side side) const
    {
        return at(item(name)->portPoint(side, 0));
    }
    void select(std::initializer_list<const char*> names)
    {
        Selection selection;
        for (const auto* name : names)
            selection.nodes.insert(id(name));
        view.select(selection);
    }
    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(view.viewport(), (from + to) / 2);
        QTest::mouseMove(view.viewport(), to);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
    }
    void drop(const QByteArray& layer, QPoint at)
    {
        QMimeData mime;
        mime.setData(kLayerMime, layer);
        QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view.viewport(), &enter);
        QDropEvent drop(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view.viewport(), &drop);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, key, modifiers); }
};

} // namespace

class GraphViewTest : public QObject {
    Q_OBJECT

private slots:
    void showsEveryNodeAndLinkOfANetwork();
    void keepsTheItemsOfWhatStays();
    void redrawsWhatChanged();
    void writesShapesOnLinks();
    void writesAProblemOnItsNode();
    void movesTheSelectionByMouseInOneEdit();
    void escapeTakesADragBack();
    void movesTheSelectionByCtrlAndArrows();
    void connectsFromPortToPort_data();
    void connectsFromPortToPort();
    void replacesTheLinkOfATakenInput();
    void refusesACycle();
    void deletesByKeyboard_data();
    void deletesByKeyboard();
    void deletesALinkThatIsClicked();
    void copiesAndPastesUnderNewNames();
    void pastingForeignTextIsRefused();
    void duplicatesWithLinks();
    void addsBelowTheSelectedNode();
    void takesALayerThatIsDropped();
    void rubberBandSelects();
    void zoomsAtTheMouse();
    void twoThousandNodesUpdateQuickly();
};

void GraphViewTest::showsEveryNodeAndLinkOfANetwork()
{
    const Editor editor(chain());
    for (const auto& node : editor.view.network().nodes) {
        const auto* item = editor.view.graph().item(node.id);
        QVERIFY2(item, node.name.c_str());
        QCOMPARE(item->card().name, QString::fromStdString(node.name));
        QCOMPARE(item->pos(), QPointF(node.position.x, node.position.y));
    }
    for (const auto& link : editor.view.network().links)
        QVERIFY(editor.view.graph().item(link));
}

void GraphViewTest::keepsTheItemsOfWhatStays()
{
    Editor editor(chain());
    const auto before = editor.view.graph().nodeItems();
    const auto kept = editor.view.network().links[0];
    const auto* link = editor.view.graph().item(kept);
    auto after = edits::without(editor.view.network(), { .nodes = { editor.id("drop") }, .links = {} });
    after = edits::moved(after, { editor.id("in") }, 80, 0);
    after.add("dropout", { 300, 0 });
    editor.show(after);
    for (const auto* name : { "in", "pool" })
        QCOMPARE(editor.item(name), before.at(editor.id(name)));
    QCOMPARE(editor.view.graph().item(kept), link);
    QCOMPARE(editor.view.graph().nodeItems().size(), std::size_t(3));
    QCOMPARE(editor.item("in")->x(), 80.0);
}

void GraphViewTest::redrawsWhatChanged()
{
    Editor editor(chain());
    auto after = editor.view.network();
    after.find(editor.id("drop"))->parameters.set("rate", 0.25);
    editor.show(after);
    QVERIFY2(editor.item("drop")->card().subtitle.contains("0.25"),
             qPrintable(editor.item("drop")->card().subtitle));
}

void GraphViewTest::writesShapesOnLinks()
{
    const Editor editor(chain());
    QCOMPARE(editor.view.graph().item(editor.view.network().links[0])->shapeText(),
             QStringLiteral("1 × 28 × 28"));
    QCOMPARE(editor.view.graph().item(editor.view.network().links[1])->shapeText(),
             QStringLiteral("1 × 14 × 14"));
}

void GraphViewTest::writesAProblemOnItsNode()
{
    Editor editor(chain());
    QVERIFY(editor.item("pool")->card().problem.isEmpty());
    const auto before = editor.view.grab().toImage();
    editor.show(
        edits::without(editor.view.network(), { .nodes = {}, .links = { editor.view.network().links[0] } }));
    const auto card = editor.item("pool")->card();
    QVERIFY2(card.problem.startsWith("Its input is not connected"), qPrintable(card.problem));
    const auto& pool = *editor.view.network().find(editor.id("pool"));
    QVERIFY(toolTipOf(editor.view.network(), pool, nullptr, card).contains(card.problem));
    QVERIFY(!editor.item("pool")->childItems().isEmpty());
    QVERIFY(editor.view.grab().toImage() != before);
}

void GraphViewTest::movesTheSelectionByMouseInOneEdit()
{
    Editor editor(chain());
    editor.select({ "pool", "drop" });
    const auto* pool = editor.item("pool");
    const auto from = editor.at(pool->pos());
    editor.drag(from, from + QPoint(67, 41));
    QCOMPARE(editor.history, QStringList { "Move 2 layers" });
    QCOMPARE(editor.mergeKeys, QList<int> { -1 });
    QCOMPARE(pool->pos(), QPointF(64, 144));
    QCOMPARE(editor.item("drop")->pos(), QPointF(64, 248));
    QCOMPARE(editor.item("in")->pos(), QPointF(0, 0));
}

void GraphViewTest::escapeTakesADragBack()
{
    Editor editor(chain());
    const auto from = editor.at(editor.item("pool")->pos());
    QTest::mousePress(editor.view.viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(editor.view.viewport(), from + QPoint(90, 0));
    QVERIFY(editor.item("pool")->x() > 0);
    editor.key(Qt::Key_Escape);
    QTest::mouseRelease(editor.view.viewport(), Qt::LeftButton, {}, from + QPoint(90, 0));
    QCOMPARE(editor.item("pool")->x(), 0.0);
    QVERIFY(editor.history.isEmpty());
}

void GraphViewTest::movesTheSelectionByCtrlAndArrows()
{
    Editor editor(chain());
    editor.select({ "drop" });
    editor.key(Qt::Key_Right, Qt::ControlModifier);
    editor.key(Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(editor.item("drop")->pos(), QPointF(8, 216));
    QCOMPARE(editor.mergeKeys.size(), 2);
    QVERIFY(editor.mergeKeys[0] >= 0);
    QCOMPARE(editor.mergeKeys[0], editor.mergeKeys[1]);
}

void GraphViewTest::connectsFromPortToPort_data()
{
    QTest::addColumn<bool>("isFromOutput");
    QTest::newRow("output to input") << true;
    QTest::newRow("input to output") << false;
}

void GraphViewTest::connectsFromPortToPort()
{
    QFETCH(bool, isFromOutput);
    auto network = chain();
    network.links.pop_back();
    Editor editor(network);
    const auto output = editor.port("pool", Side::Output);
    const auto input = editor.port("drop", Side::Input);
    editor.drag(isFromOutput ? output : input, isFromOutput ? input : output);
    QCOMPARE(editor.history, QStringList { "Connect pool to drop" });
    QCOMPARE(editor.view.network().links, chain().links);
}

void GraphViewTest::replacesTheLinkOfATakenInput()
{
    Editor editor(chain());
    editor.drag(editor.port("in", Side::Output), editor.port("drop", Side::Input));
    const network::Link expected { { editor.id("in"), 0 }, { editor.id("drop"), 0 } };
    QCOMPARE(editor.view.network().links.size(), std::size_t(2));
    QCOMPARE(editor.view.network().links.back(), expected);
}

void GraphViewTest::refusesACycle()
{
    Editor editor(chain());
    QSignalSpy refused(&editor.view, &GraphView::refused);
    editor.drag(editor.port("drop", Side::Output), editor.port("pool", Side::Input));
    QVERIFY(editor.history.isEmpty());
    QCOMPARE(refused.count(), 1);
    QVERIFY(refused[0][0].toString().contains("cycle"));
}

void GraphViewTest::deletesByKeyboard_data()
{
    QTest::addColumn<int>("key");
    QTest::newRow("Delete") << int(Qt::Key_Delete);
    QTest::newRow("Backspace") << int(Qt::Key_Backspace);
}

void GraphViewTest::deletesByKeyboard()
{
    QFETCH(int, key);
    Editor editor(chain());
    editor.select({ "pool" });
    editor.key(static_cast<Qt::Key>(key));
    QCOMPARE(editor.history, QStringList { "Delete pool" });
    QCOMPARE(editor.view.network().nodes.size(), std::size_t(2));
    QVERIFY(editor.view.network().links.empty());
}

void GraphViewTest::deletesALinkThatIsClicked()
{
    Editor editor(chain());
    const auto middle = (editor.port("in", Side::Output) + editor.port("pool", Side::Input)) / 2;
    QTest::mouseClick(editor.view.viewport(), Qt::LeftButton, {}, middle);
    QCOMPARE(editor.view.selection().links.size(), std::size_t(1));
    editor.key(Qt::Key_Delete);
    QCOMPARE(editor.history, QStringList { "Delete link" });
    QCOMPARE(editor.view.network().links.size(), std::size_t(1));
}

void GraphViewTest::copiesAndPastesUnderNewNames()
{
    Editor editor(chain());
    editor.key(Qt::Key_A, Qt::ControlModifier);
    editor.key(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(clipboard::fromText(QApplication::clipboard()->text()).has_value());
    editor.key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(editor.view.network().nodes.size(), std::size_t(6));
    QCOMPARE(editor.view.network().links.size(), std::size_t(4));
    QVERIFY(editor.view.network().find("max_pool2d_1"));
    QCOMPARE(editor.view.selection().nodes.size(), std::size_t(3));
    QVERIFY(!editor.view.selection().nodes.contains(editor.id("pool")));
}

void GraphViewTest::pastingForeignTextIsRefused()
{
    Editor editor(chain());
    QSignalSpy refused(&editor.view, &GraphView::refused);
    for (const auto* text :
         { "", "a letter", "[1, 2]", "{\"nodes\": 3}", R"({"nodes": [{"name": "x", "layer": "none"}]})" }) {
        QApplication::clipboard()->setText(text);
        editor.key(Qt::Key_V, Qt::ControlModifier);
    }
    QVERIFY(editor.history.isEmpty());
    QCOMPARE(refused.count(), 5);
}

void GraphViewTest::duplicatesWithLinks()
{
    Editor editor(chain());
    editor.select({ "pool", "drop" });
    editor.key(Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(editor.view.network().nodes.size(), std::size_t(5));
    QCOMPARE(editor.view.network().links.size(), std::size_t(3));
}

void GraphViewTest::addsBelowTheSelectedNode()
{
    Editor editor(chain());
    editor.select({ "pool" });
    editor.view.addLayer("softmax");
    const auto& network = editor.view.network();
    const auto* added = network.find("softmax_1");
    QVERIFY(added);
    const std::vector<network::Link> expected { { { editor.id("in"), 0 }, { editor.id("pool"), 0 } },
                                                { { editor.id("pool"), 0 }, { added->id, 0 } },
                                                { { added->id, 0 }, { editor.id("drop"), 0 } } };
    QCOMPARE(network.links, expected);
    QVERIFY(network.find(editor.id("drop"))->position.y > added->position.y);
    QCOMPARE(editor.view.selection().nodes, std::set { added->id });
}

void GraphViewTest::takesALayerThatIsDropped()
{
    Editor editor(chain());
    editor.drop("dropout", { 700, 100 });
    QVERIFY(editor.view.network().find("dropout_1"));
    editor.drop("no such layer", { 100, 100 });
    QCOMPARE(editor.history.size(), 1);
}

void GraphViewTest::rubberBandSelects()
{
    Editor editor(chain());
    const auto first = editor.at(editor.item("in")->place().topLeft() - QPointF(20, 20));
    const auto last = editor.at(editor.item("pool")->place().bottomRight() + QPointF(20, 10));
    editor.drag(first, last);
    QVERIFY(editor.item("in")->isSelected());
    QVERIFY(editor.item("pool")->isSelected());
    QVERIFY(!editor.item("drop")->isSelected());
    QVERIFY(editor.history.isEmpty());
}

void GraphViewTest::zoomsAtTheMouse()
{
    Editor editor(chain());
    const QPoint mouse(620, 240);
    const auto fixed = editor.view.mapToScene(mouse);
    const auto before = editor.view.zoom();
    QWheelEvent wheel(mouse, editor.view.viewport()->mapToGlobal(mouse), {}, { 0, 240 }, Qt::NoButton,
                      Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(editor.view.viewport(), &wheel);
    QVERIFY(editor.view.zoom() > before * 1.3);
    QVERIFY(QLineF(editor.view.mapToScene(mouse), fixed).length() < 2);
}

void GraphViewTest::twoThousandNodesUpdateQuickly()
{
    Network large;
    large.dataset = "digits";
    NodeId last = large.add("input", {});
    for (int i = 1; i < 2000; ++i) {
        const auto next = large.add("dropout", { (i / 50) * 240.0, (i % 50) * 104.0 });
        large.connect({ { last, 0 }, { next, 0 } });
        last = next;
    }
    Editor editor(large);
    const auto analysis = network::analyse(large, &digits());
    const auto moved = edits::moved(large, { last }, 80, 0);
    QElapsedTimer clock;
    clock.start();
    editor.view.setNetwork(moved, analysis);
    const auto update = clock.restart();
    (void)editor.view.grab();
    const auto paint = clock.elapsed();
    qInfo("2,000 nodes: an edit is shown in %lld ms, all are painted in %lld ms", update, paint);
    // Loose, so that a busy machine does not fail it; the bench of the editor is strict.
    QVERIFY(update < 500);
    QVERIFY(paint < 1000);
}

QTEST_MAIN(GraphViewTest)
#include "graph_view_test.moc"
