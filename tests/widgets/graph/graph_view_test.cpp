// SPDX-License-Identifier: GPL-3.0-or-later
#include "chain_desk.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/link_item.hpp"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace netwright;
using namespace netwright::testing;
using namespace netwright::widgets;
using geometry::Side;
using network::Network;
using network::NodeId;

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
    void rubberBandSelects();
    void zoomsAtTheMouse();
    void twoThousandNodesUpdateQuickly();
};

void GraphViewTest::showsEveryNodeAndLinkOfANetwork()
{
    const ChainEditor editor(chain());
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
    ChainEditor editor(chain());
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
    ChainEditor editor(chain());
    auto after = editor.view.network();
    after.find(editor.id("drop"))->parameters.set("rate", 0.25);
    editor.show(after);
    QVERIFY2(editor.item("drop")->card().subtitle.contains("0.25"),
             qPrintable(editor.item("drop")->card().subtitle));
}

void GraphViewTest::writesShapesOnLinks()
{
    const ChainEditor editor(chain());
    QCOMPARE(editor.view.graph().item(editor.view.network().links[0])->shapeText(),
             QStringLiteral("1 × 28 × 28"));
    QCOMPARE(editor.view.graph().item(editor.view.network().links[1])->shapeText(),
             QStringLiteral("1 × 14 × 14"));
}

void GraphViewTest::writesAProblemOnItsNode()
{
    ChainEditor editor(chain());
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
    ChainEditor editor(chain());
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
    ChainEditor editor(chain());
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
    ChainEditor editor(chain());
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
    ChainEditor editor(network);
    const auto output = editor.port("pool", Side::Output);
    const auto input = editor.port("drop", Side::Input);
    editor.drag(isFromOutput ? output : input, isFromOutput ? input : output);
    QCOMPARE(editor.history, QStringList { "Connect pool to drop" });
    QCOMPARE(editor.view.network().links, chain().links);
}

void GraphViewTest::replacesTheLinkOfATakenInput()
{
    ChainEditor editor(chain());
    editor.drag(editor.port("in", Side::Output), editor.port("drop", Side::Input));
    const network::Link expected { { editor.id("in"), 0 }, { editor.id("drop"), 0 } };
    QCOMPARE(editor.view.network().links.size(), std::size_t(2));
    QCOMPARE(editor.view.network().links.back(), expected);
}

void GraphViewTest::refusesACycle()
{
    ChainEditor editor(chain());
    QSignalSpy refused(&editor.view, &GraphView::refused);
    editor.drag(editor.port("drop", Side::Output), editor.port("pool", Side::Input));
    QVERIFY(editor.history.isEmpty());
    QCOMPARE(refused.count(), 1);
    QVERIFY(refused[0][0].toString().contains("cycle"));
}

void GraphViewTest::rubberBandSelects()
{
    ChainEditor editor(chain());
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
    ChainEditor editor(chain());
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
    ChainEditor editor(large);
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
