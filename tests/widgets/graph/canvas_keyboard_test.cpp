// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas without a mouse: from node to node, and links by name or by arrow.
#include "core/network/network_json.hpp"
#include "tests/widgets/digits.hpp"
#include "widgets/graph/canvas_hint.hpp"
#include "widgets/graph/edit_actions.hpp"
#include "widgets/graph/focus_walk.hpp"
#include "widgets/graph/graph_actions.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"

#include <QAction>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

using namespace netwright;
using namespace netwright::widgets;
using network::Network;
using network::NodeId;

namespace {

/// in -> conv -> relu -> sum, in -> pool -> sum (its second input), and a loss that nothing feeds.
///
///              in (0, 0)
///   conv (-150, 104)   pool (150, 208)
///   relu (-150, 208)
///              sum (0, 312)
///              loss (0, 416)
Network diamond()
{
    const auto json = nlohmann::ordered_json::parse(R"({
        "dataset": "digits",
        "nodes": [
            { "name": "in", "layer": "input", "parameters": { "column": "image" }, "position": [0, 0] },
            { "name": "conv", "layer": "conv2d", "position": [-150, 104] },
            { "name": "relu", "layer": "relu", "position": [-150, 208] },
            { "name": "pool", "layer": "max_pool2d", "position": [150, 208] },
            { "name": "sum", "layer": "add", "position": [0, 312] },
            { "name": "loss", "layer": "mean_squared_error", "position": [0, 416] }
        ],
        "links": ["in -> conv", "conv -> relu", "in -> pool", "relu -> sum.a", "pool -> sum.b"]
    })");
    return network::networkFromJson(json, "diamond").value();
}

/// A canvas between two fields, with an owner who does what it asks.
struct Editor {
    QWidget window;
    QLineEdit before { &window };
    GraphView view { &window };
    QLineEdit after { &window };
    GraphActions actions { view };
    EditActions edits { view };
    QStringList history;

    Editor()
    {
        auto* layout = new QVBoxLayout(&window);
        layout->addWidget(&before);
        layout->addWidget(&view, 1);
        layout->addWidget(&after);
        QObject::connect(&view, &GraphView::edited, &view,
                         [this](const Network& network, const QString& what) {
                             history << what;
                             show(network);
                         });
        window.resize(900, 800);
        show(diamond());
        view.fitAll();
        window.show();
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
        view.setFocus();
    }

    void show(const Network& network)
    {
        view.setNetwork(network, network::analyse(network, &testing::digits()));
    }
    [[nodiscard]] NodeId id(const char* name) const
    {
        return view.network().find(std::string_view(name))->id;
    }
    [[nodiscard]] QString nameOf(std::optional<NodeId> node) const
    {
        return node ? QString::fromStdString(view.network().find(*node)->name) : QString();
    }
    [[nodiscard]] QString focus() const { return nameOf(view.focusNode()); }
    [[nodiscard]] QStringList selected() const
    {
        QStringList names;
        for (const auto node : view.selection().nodes)
            names << nameOf(node);
        return names;
    }
    void select(const char* name) { view.select({ .nodes = { id(name) }, .links = {} }); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, key, modifiers); }
    void type(const QString& text) { QTest::keyClicks(&view, text); }
    [[nodiscard]] bool isLinked(const char* from, const char* to, int port = 0) const
    {
        return std::ranges::count(view.network().links, network::Link { { id(from), 0 }, { id(to), port } })
            > 0;
    }
};

} // namespace

class CanvasKeyboardTest : public QObject {
    Q_OBJECT

private slots:
    void arrowsGoAlongLinksElseToTheNearest_data();
    void arrowsGoAlongLinksElseToTheNearest();
    void theFirstArrowFindsTheFirstNode();
    void shiftAndArrowsSelectOnTheWay();
    void afterADeletionTheFocusIsBesideIt();
    void aNetworkThatFlowsToTheRightIsWalkedToTheRight();
    void enterOpensTheNodeThatTheKeyboardIsOn();
    void aLinkIsMadeByTypingAName();
    void aLinkIsMadeByArrows();
    void whatIsLinkedAlreadyIsNotAimedAtFirst();
    void tabChoosesThePort();
    void aLayerWithoutOutputIsFedByWhatIsChosen();
    void escapeMakesNoLink();
    void lettersOfANameAreNoShortcuts();
    void anUnknownNameLinksNothing();
    void cyclesAreNotOffered();
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
    Editor editor;
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
    Editor editor;
    editor.key(Qt::Key_Down);
    QCOMPARE(editor.focus(), QStringLiteral("in"));
}

void CanvasKeyboardTest::shiftAndArrowsSelectOnTheWay()
{
    Editor editor;
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
    Editor editor;
    editor.select("conv");
    editor.key(Qt::Key_Delete);
    QCOMPARE(editor.focus(), QStringLiteral("relu"));
    QVERIFY(editor.selected().isEmpty());
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
    Editor editor;
    QSignalSpy activated(&editor.view, &GraphView::activated);
    editor.key(Qt::Key_Down);
    editor.key(Qt::Key_Down);
    editor.key(Qt::Key_Escape); // nothing is selected now
    editor.key(Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0][0].value<NodeId>(), editor.id("conv"));
    QCOMPARE(editor.selected(), QStringList { "conv" });
}

void CanvasKeyboardTest::aLinkIsMadeByTypingAName()
{
    Editor editor;
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

void CanvasKeyboardTest::aLinkIsMadeByArrows()
{
    Editor editor;
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

void CanvasKeyboardTest::whatIsLinkedAlreadyIsNotAimedAtFirst()
{
    Editor editor;
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

void CanvasKeyboardTest::tabChoosesThePort()
{
    Editor editor;
    editor.select("conv");
    editor.key(Qt::Key_L);
    editor.type("sum");
    QTest::keyClick(&editor.view, Qt::Key_Tab);
    QVERIFY(editor.view.hint().text().startsWith(QStringLiteral("conv → sum, input 2 of 2")));
    editor.key(Qt::Key_Return);
    QVERIFY(editor.isLinked("conv", "sum", 1));
    QVERIFY(editor.isLinked("relu", "sum", 0));
}

void CanvasKeyboardTest::aLayerWithoutOutputIsFedByWhatIsChosen()
{
    Editor editor;
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

void CanvasKeyboardTest::escapeMakesNoLink()
{
    Editor editor;
    editor.select("sum");
    editor.key(Qt::Key_L);
    editor.key(Qt::Key_Escape);
    QVERIFY(!editor.view.hint().isVisible());
    QCOMPARE(editor.selected(), QStringList { "sum" });
    QVERIFY(editor.history.isEmpty());
}

void CanvasKeyboardTest::lettersOfANameAreNoShortcuts()
{
    Editor editor;
    const QSignalSpy arranged(editor.actions.arrange, &QAction::triggered);
    editor.select("in");
    editor.key(Qt::Key_L);
    editor.type("a");
    QCOMPARE(arranged.size(), 0);
    editor.key(Qt::Key_Escape);
    editor.type("a");
    QCOMPARE(arranged.size(), 1);
}

void CanvasKeyboardTest::anUnknownNameLinksNothing()
{
    Editor editor;
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

void CanvasKeyboardTest::cyclesAreNotOffered()
{
    Editor editor;
    editor.select("sum");
    editor.key(Qt::Key_L);
    editor.type("conv");
    QCOMPARE(editor.view.hint().text(), QStringLiteral("No layer is called \"conv\""));
}

void CanvasKeyboardTest::tabAndSlashAskForALayer()
{
    Editor editor;
    std::vector<LayerRequest> requests;
    connect(&editor.view, &GraphView::layerWanted, this,
            [&](const LayerRequest& request) { requests.push_back(request); });
    editor.key(Qt::Key_Tab);
    editor.select("relu");
    editor.key(Qt::Key_Tab);
    editor.key(Qt::Key_Slash);
    QCOMPARE(requests.size(), std::size_t { 3 });
    QVERIFY(requests[0].point && !requests[0].after);
    for (const std::size_t i : { 1, 2 }) {
        QVERIFY(!requests[i].point);
        QCOMPARE(requests[i].after, std::optional(editor.id("relu")));
    }
    QVERIFY(editor.view.hasFocus());
}

void CanvasKeyboardTest::shiftTabAndCtrlTabLeaveTheCanvas()
{
    Editor editor;
    editor.key(Qt::Key_Tab, Qt::ShiftModifier);
    QVERIFY(editor.before.hasFocus());
    editor.view.setFocus();
    editor.key(Qt::Key_Tab, Qt::ControlModifier);
    QVERIFY(editor.after.hasFocus());
}

void CanvasKeyboardTest::aLinkThatIsPulledIntoEmptySpaceAsksForALayer()
{
    Editor editor;
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
    Editor editor;
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
