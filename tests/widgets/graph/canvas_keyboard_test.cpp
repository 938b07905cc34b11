// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas without a mouse: from node to node, and asking for layers.
#include "key_desk.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/focus_walk.hpp"
#include "widgets/graph/node_item.hpp"

#include <QSignalSpy>
#include <QTest>

using namespace netwright;
using namespace netwright::testing;
using namespace netwright::widgets;
using network::NodeId;

class CanvasKeyboardTest : public QObject {
    Q_OBJECT

private slots:
    void arrowsGoAlongLinksElseToTheNearest_data();
    void arrowsGoAlongLinksElseToTheNearest();
    void theFirstArrowFindsTheFirstNode();
    void shiftAndArrowsSelectOnTheWay();
    void afterADeletionTheFocusIsBesideIt();
    void afterAnUndoTheKeyboardGoesOnBesideWhatWentAway();
    void escapeLeavesNoLayerMarked();
    void whoComesByKeyboardSeesWhereItIsAtAnyZoom_data();
    void whoComesByKeyboardSeesWhereItIsAtAnyZoom();
    void aNetworkThatFlowsToTheRightIsWalkedToTheRight();
    void enterOpensTheNodeThatTheKeyboardIsOn();
    void tabAndSlashAskForALayer();
    void shiftTabAndCtrlTabLeaveTheCanvas();
    void aLinkThatIsPulledIntoEmptySpaceAsksForALayer();
    void aDoubleClickOnEmptyCanvasAsksForALayer();
};

void CanvasKeyboardTest::arrowsGoAlongLinksElseToTheNearest_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<QString>("to");
    const auto row = [](const char* name, const char* from, Qt::Key key, const char* to) {
        QTest::newRow(name) << QString(from) << key << QString(to);
    };
    row("down a link", "conv", Qt::Key_Down, "relu");
    row("down the nearer of two", "in", Qt::Key_Down, "conv");
    row("down past what is nearer and not linked", "pool", Qt::Key_Down, "sum");
    row("up a link", "relu", Qt::Key_Up, "conv");
    row("up the nearer of two", "sum", Qt::Key_Up, "relu");
    row("beside", "relu", Qt::Key_Right, "pool");
    row("and back", "pool", Qt::Key_Left, "relu");
    row("down where no link leads", "sum", Qt::Key_Down, "loss");
    row("up from what nothing feeds", "loss", Qt::Key_Up, "sum");
    row("nothing further up", "in", Qt::Key_Up, "in");
}

void CanvasKeyboardTest::arrowsGoAlongLinksElseToTheNearest()
{
    QFETCH(QString, from);
    QFETCH(Qt::Key, key);
    QFETCH(QString, to);
    KeyEditor editor;
    editor.select(from.toUtf8().constData());
    const QSignalSpy moved(&editor.view, &GraphView::focusMoved);
    editor.key(key);
    QCOMPARE(editor.focus(), to);
    QCOMPARE(editor.selected(), QStringList { to });
    QCOMPARE(moved.size(), from == to ? 0 : 1);
    QVERIFY(editor.history.isEmpty());
}

void CanvasKeyboardTest::theFirstArrowFindsTheFirstNode()
{
    KeyEditor editor;
    editor.key(Qt::Key_Down);
    QCOMPARE(editor.focus(), QStringLiteral("in"));
}

void CanvasKeyboardTest::shiftAndArrowsSelectOnTheWay()
{
    KeyEditor editor;
    editor.select("conv");
    editor.key(Qt::Key_Down, Qt::ShiftModifier);
    editor.key(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(editor.selected(), (QStringList { "conv", "relu", "sum" }));
    QCOMPARE(editor.focus(), QStringLiteral("sum"));
    editor.key(Qt::Key_Up);
    QCOMPARE(editor.selected(), QStringList { "relu" });
}

void CanvasKeyboardTest::afterADeletionTheFocusIsBesideIt()
{
    KeyEditor editor;
    editor.select("conv");
    editor.key(Qt::Key_Delete);
    QCOMPARE(editor.focus(), QStringLiteral("relu"));
    QVERIFY(editor.selected().isEmpty());
}

void CanvasKeyboardTest::afterAnUndoTheKeyboardGoesOnBesideWhatWentAway()
{
    KeyEditor editor;
    QSignalSpy wanted(&editor.view, &GraphView::layerWanted);
    const auto before = editor.view.network();
    editor.select("relu");
    editor.key(Qt::Key_Down); // the keyboard is on sum
    editor.view.addLayer(QStringLiteral("dense"));
    QVERIFY(editor.focus().startsWith(QStringLiteral("dense")));
    editor.show(before);
    QCOMPARE(editor.focus(), QStringLiteral("sum"));
    QCOMPARE(editor.selected(), QStringList { "sum" });
    editor.key(Qt::Key_Tab);
    QCOMPARE(wanted[0][0].value<LayerRequest>().after, std::optional(editor.id("sum")));
}

void CanvasKeyboardTest::escapeLeavesNoLayerMarked()
{
    KeyEditor editor;
    const auto picture = [&] { return editor.view.viewport()->grab().toImage(); };
    const auto plain = picture();
    editor.key(Qt::Key_Down);
    QVERIFY(picture() != plain);
    editor.key(Qt::Key_Escape);
    QCOMPARE(picture(), plain);
}

void CanvasKeyboardTest::whoComesByKeyboardSeesWhereItIsAtAnyZoom_data()
{
    QTest::addColumn<double>("zoom");
    QTest::newRow("near") << 1.0;
    QTest::newRow("names") << 0.4;
    QTest::newRow("colours") << 0.15;
}

void CanvasKeyboardTest::whoComesByKeyboardSeesWhereItIsAtAnyZoom()
{
    QFETCH(double, zoom);
    KeyEditor editor;
    editor.select("relu");
    editor.view.select({});
    editor.view.zoomBy(zoom / editor.view.zoom(), editor.view.mapFromScene(-150, 208));
    const auto picture = [&] { return editor.view.viewport()->grab().toImage(); };
    const auto plain = picture();
    editor.before.setFocus();
    editor.view.setFocus(Qt::TabFocusReason);
    QVERIFY(editor.selected().isEmpty());
    QVERIFY(picture() != plain);
}

void CanvasKeyboardTest::aNetworkThatFlowsToTheRightIsWalkedToTheRight()
{
    auto network = diamond();
    network.flow = network::Flow::Right;
    const auto id = [&network](const char* name) { return network.find(std::string_view(name))->id; };
    QCOMPARE(walk(network, id("relu"), Heading::Right), std::optional(id("sum")));
    QCOMPARE(walk(network, id("relu"), Heading::Left), std::optional(id("conv")));
    QCOMPARE(walk(network, id("pool"), Heading::Left), std::optional(id("in")));
}

void CanvasKeyboardTest::enterOpensTheNodeThatTheKeyboardIsOn()
{
    KeyEditor editor;
    QSignalSpy activated(&editor.view, &GraphView::activated);
    editor.key(Qt::Key_Down);
    editor.key(Qt::Key_Down);
    editor.key(Qt::Key_Escape); // nothing is selected now
    editor.key(Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0][0].value<NodeId>(), editor.id("conv"));
    QCOMPARE(editor.selected(), QStringList { "conv" });
}

void CanvasKeyboardTest::tabAndSlashAskForALayer()
{
    KeyEditor editor;
    std::vector<LayerRequest> requests;
    connect(&editor.view, &GraphView::layerWanted, this,
            [&](const LayerRequest& request) { requests.push_back(request); });
    const auto at = [&editor](const QWidget& widget) { QCursor::setPos(widget.mapToGlobal(QPoint(40, 10))); };
    at(*editor.view.viewport()); // nothing is selected: where the mouse is
    editor.key(Qt::Key_Tab);
    at(editor.before); // or, where that is elsewhere, behind what leads nowhere yet
    editor.key(Qt::Key_Tab);
    editor.select("relu");
    editor.key(Qt::Key_Tab);
    editor.key(Qt::Key_Slash);
    QCOMPARE(requests.size(), std::size_t { 4 });
    QVERIFY(requests[0].point && !requests[0].after);
    QCOMPARE(requests[1].after, edits::openEnd(editor.view.network()));
    QVERIFY(requests[1].after.has_value() != requests[1].point.has_value());
    for (const std::size_t i : { 2, 3 }) {
        QVERIFY(!requests[i].point);
        QCOMPARE(requests[i].after, std::optional(editor.id("relu")));
    }
    QVERIFY(editor.view.hasFocus());
}

void CanvasKeyboardTest::shiftTabAndCtrlTabLeaveTheCanvas()
{
    KeyEditor editor;
    editor.key(Qt::Key_Tab, Qt::ShiftModifier);
    QVERIFY(editor.before.hasFocus());
    editor.view.setFocus();
    editor.key(Qt::Key_Tab, Qt::ControlModifier);
    QVERIFY(editor.after.hasFocus());
}

void CanvasKeyboardTest::aLinkThatIsPulledIntoEmptySpaceAsksForALayer()
{
    KeyEditor editor;
    std::vector<LayerRequest> requests;
    connect(&editor.view, &GraphView::layerWanted, this,
            [&](const LayerRequest& request) { requests.push_back(request); });
    const auto* sum = editor.view.graph().item(editor.id("sum"));
    const auto pull = [&](geometry::Side side, QPointF scenePoint) {
        const auto from = editor.view.mapFromScene(sum->portPoint(side, 0));
        const auto to = editor.view.mapFromScene(scenePoint);
        QTest::mousePress(editor.view.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(editor.view.viewport(), to);
        QTest::mouseRelease(editor.view.viewport(), Qt::LeftButton, {}, to);
    };
    pull(geometry::Side::Output, { 300, 400 });
    QCOMPARE(requests.size(), std::size_t { 1 });
    QCOMPARE(requests[0].pull, (std::optional(Pull { { editor.id("sum"), 0 }, geometry::Side::Output })));
    QVERIFY(QLineF(*requests[0].point, { 300, 400 }).length() < 3);
    editor.view.dropPull();
    pull(geometry::Side::Input, { -300, 300 });
    QCOMPARE(requests.size(), std::size_t { 2 });
    QCOMPARE(requests[1].pull, (std::optional(Pull { { editor.id("sum"), 0 }, geometry::Side::Input })));
    editor.view.dropPull();
    pull(geometry::Side::Output, sum->pos()); // let go on itself: nothing
    QCOMPARE(requests.size(), std::size_t { 2 });
}

void CanvasKeyboardTest::aDoubleClickOnEmptyCanvasAsksForALayer()
{
    KeyEditor editor;
    std::vector<LayerRequest> requests;
    connect(&editor.view, &GraphView::layerWanted, this,
            [&](const LayerRequest& request) { requests.push_back(request); });
    editor.select("relu");
    const auto point = editor.view.mapFromScene(QPointF(300, 400));
    // As a window system sends it: QTest presses once more than a person does.
    QTest::mouseClick(editor.view.viewport(), Qt::LeftButton, {}, point);
    QMouseEvent second(QEvent::MouseButtonDblClick, point, editor.view.viewport()->mapToGlobal(point),
                       Qt::LeftButton, Qt::LeftButton, {});
    QApplication::sendEvent(editor.view.viewport(), &second);
    QCOMPARE(requests.size(), std::size_t { 1 });
    QVERIFY(QLineF(*requests[0].point, { 300, 400 }).length() < 3);
    QCOMPARE(requests[0].after, std::optional(editor.id("relu"))); // as it was before the first click
    QVERIFY(editor.selected().isEmpty());
    QVERIFY(!requests[0].pull);
}

QTEST_MAIN(CanvasKeyboardTest)
#include "canvas_keyboard_test.moc"
