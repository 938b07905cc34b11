// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/fix_delegate.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/problem_bubbles.hpp"
#include "widgets/graph/problem_item.hpp"
#include "widgets/graph/problem_list.hpp"
#include "widgets/graph/problem_model.hpp"
#include "widgets/theme.hpp"

#include "core/network/advice.hpp"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

using namespace netwright;
using namespace netwright::widgets;
using network::Network;
using network::NodeId;

namespace {

/// Two layers side by side, neither connected: two problems of nodes and two of the network.
struct Fixture {
    Network network { .name = "two", .dataset = "", .nodes = {}, .links = {} };
    NodeId left = network.add("dense", { 0, 0 });
    NodeId right = network.add("relu", { 500, 0 });

    [[nodiscard]] network::Analysis analysis() const { return network::analyse(network, nullptr); }
};

struct Canvas : Fixture {
    GraphView view;

    Canvas()
    {
        view.resize(900, 600);
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
        view.setNetwork(network, analysis());
        view.resetZoom();
    }

    [[nodiscard]] ProblemItem& bubble(NodeId id) const { return *view.graph().item(id)->problem(); }
    [[nodiscard]] QRectF placeOf(NodeId id) const { return bubble(id).mapRectToScene(bubble(id).bubble()); }
    [[nodiscard]] QRectF inSight() const { return view.mapToScene(view.viewport()->rect()).boundingRect(); }
    [[nodiscard]] QPoint buttonOf(NodeId id, double share) const
    {
        const auto rect = bubble(id).buttonRect();
        return view.mapFromScene(QPointF(rect.left() + share * rect.width(), rect.center().y()));
    }
};

} // namespace

class ProblemsTest : public QObject {
    Q_OBJECT

private slots:
    void theModelHoldsWhatIsWrong();
    void theModelSurvivesEveryChange();
    void enterLeadsToTheLayerAndControlEnterMends();
    void aClickOnTheArrowAsksForAllFixes();
    void aBubbleStaysInSight_data();
    void aBubbleStaysInSight();
    void aBubbleLeavesOtherNodesInSight();
    void aBubbleWithoutRoomWaitsUntilItsLayerIsSelected();
    void bubblesInACrowdHideNothingAtAnyZoom_data();
    void bubblesInACrowdHideNothingAtAnyZoom();
    void aBubbleStandsBesideItsLayerInANarrowWindow();
    void fromAfarTheBadgeSaysWhatIsWrong();
    void aBubbleCanBeReadFromAfar();
    void aTitleThatIsTooLongForItsButtonWraps();
    void aRowIsAsHighAsTheTitleOfItsFix();
    void namesThatLookLikeHtmlStandInToolTipsAsTheyAre();
    void fromAfarTheSelectedLayerSaysWhatIsWrong();
    void aFaultIsMarkedAtAnyZoom_data();
    void aFaultIsMarkedAtAnyZoom();
    void aClickInABubbleIsNoClickOnTheCanvas();
    void aFixIsForgottenWithItsProblem();
};

void ProblemsTest::theModelHoldsWhatIsWrong()
{
    Fixture two;
    auto analysis = two.analysis();
    analysis.warnings.push_back({ .node = two.left,
                                  .message = "dense \"dense_1\": odd",
                                  .code = network::ProblemCode::LargeLayer,
                                  .severity = network::Severity::Warning,
                                  .reason = "odd" });
    ProblemModel model;
    model.setProblems(two.network, analysis);
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.rowOf(two.right), 1);
    QCOMPARE(model.index(0, ProblemModel::Layer).data().toString(), QString("dense_1"));
    QVERIFY(model.index(0, ProblemModel::Message).data().toString().startsWith("Its input is not connected"));
    QCOMPARE(model.index(2, ProblemModel::Layer).data().toString(), QString("Network"));
    QCOMPARE(model.index(4, ProblemModel::Message).data().toString(), QString("Odd"));
    QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(), QString("Error: dense_1"));
    QCOMPARE(model.index(4, 0).data(Qt::AccessibleTextRole).toString(), QString("Warning: dense_1"));
    QCOMPARE(problemText(two.network, analysis.problems[0]),
             QString("dense_1 (Dense): Its input is not connected; link the output of another layer to it"));
}

void ProblemsTest::theModelSurvivesEveryChange()
{
    const Fixture two;
    ProblemModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setProblems(two.network, two.analysis());
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setFixes(1, { "Remove relu_1" });
    model.setFixes(1, { "Remove relu_1" });
    QCOMPARE(changed.count(), 1);
    model.setProblems(two.network, two.analysis()); // the same: nothing flickers
    QCOMPARE(reset.count(), 0);
    QCOMPARE(model.fixes(1), QStringList { "Remove relu_1" });
    model.setProblems({}, {});
    QCOMPARE(model.rowCount(), 0);
}

void ProblemsTest::enterLeadsToTheLayerAndControlEnterMends()
{
    const Fixture two;
    ProblemModel model;
    ProblemList list;
    list.setProblemModel(&model);
    model.setProblems(two.network, two.analysis());
    list.show();
    list.setCurrentIndex(model.index(1, 0));
    QSignalSpy chosen(&list, &ProblemList::chosen);
    const QSignalSpy fixed(&list, &ProblemList::fixClicked);
    QTest::keyClick(&list, Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].value<NodeId>(), two.right);
    QTest::keyClick(&list, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(fixed.count(), 1);
    QCOMPARE(fixed[0][0].toInt(), 1);
}

void ProblemsTest::aClickOnTheArrowAsksForAllFixes()
{
    const Fixture two;
    ProblemModel model;
    ProblemList list;
    list.resize(900, 300);
    list.setProblemModel(&model);
    model.setProblems(two.network, two.analysis());
    model.setFixes(0, { "One way", "Another" });
    list.show();
    QVERIFY(QTest::qWaitForWindowExposed(&list));
    const QSignalSpy wanted(&list, &ProblemList::fixesWanted);
    const QSignalSpy fixed(&list, &ProblemList::fixClicked);
    const QSignalSpy chosen(&list, &ProblemList::chosen);
    const auto index = model.index(0, ProblemModel::FixColumn);
    const auto more = FixDelegate::moreRect(list.visualRect(index), index);
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, more.center());
    QCOMPARE(wanted.count(), 1);
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, more.center() - QPoint(more.width(), 0));
    QCOMPARE(fixed.count(), 1);
    QCOMPARE(chosen.count(), 0);
}

void ProblemsTest::aBubbleStaysInSight_data()
{
    QTest::addColumn<QPointF>("corner"); // of the node, as shares of the view
    QTest::newRow("right") << QPointF(0.95, 0.5);
    QTest::newRow("left") << QPointF(0.05, 0.5);
    QTest::newRow("top") << QPointF(0.5, 0.02);
    QTest::newRow("bottom right") << QPointF(0.95, 0.98);
}

void ProblemsTest::aBubbleStaysInSight()
{
    QFETCH(QPointF, corner);
    Canvas canvas;
    canvas.view.graph().item(canvas.left)->setFixes({ "Connect something to dense_1" });
    const auto sight = canvas.inSight();
    // Scrolls so that the node stands there.
    canvas.view.centerOn(QPointF(sight.width() * (0.5 - corner.x()), sight.height() * (0.5 - corner.y())));
    const auto place = canvas.placeOf(canvas.left);
    QVERIFY2(canvas.inSight().contains(place),
             qPrintable(QStringLiteral("%1 %2").arg(place.x()).arg(place.y())));
}

void ProblemsTest::aBubbleLeavesOtherNodesInSight()
{
    Canvas canvas;
    canvas.network.find(canvas.right)->position = { 280, 0 };
    canvas.view.setNetwork(canvas.network, canvas.analysis());
    canvas.view.centerOn(140, 0);
    const auto place = canvas.placeOf(canvas.left);
    QVERIFY(!place.intersects(geometry::nodeRect().translated(280, 0)));
    QVERIFY(!place.intersects(canvas.placeOf(canvas.right)));
    QVERIFY(canvas.inSight().contains(place));
}

void ProblemsTest::aBubbleWithoutRoomWaitsUntilItsLayerIsSelected()
{
    Canvas canvas;
    Network network { .name = "crowd", .dataset = "", .nodes = {}, .links = {} };
    for (int row = -2; row <= 2; ++row) {
        for (int column = -1; column <= 1; ++column)
            network.add("dense", { column * 272.0, row * 88.0 });
    }
    const auto middle = network.nodes[7].id;
    canvas.view.setNetwork(network, network::analyse(network, nullptr));
    canvas.view.centerOn(0, 0);
    QVERIFY(!canvas.bubble(middle).isVisible());
    int visible = 0;
    for (const auto& node : network.nodes) {
        if (!canvas.bubble(node.id).isVisible())
            continue;
        ++visible;
        QVERIFY(canvas.view.graph().nodesWithin(canvas.placeOf(node.id)).empty());
    }
    QVERIFY(visible > 0);
    canvas.view.select({ .nodes = { middle }, .links = {} });
    QVERIFY(canvas.bubble(middle).isVisible());
    canvas.view.select({});
    QVERIFY(!canvas.bubble(middle).isVisible());
}

/// The usual form would hide other layers, or stand away from its own.
void ProblemsTest::bubblesInACrowdHideNothingAtAnyZoom_data()
{
    QTest::addColumn<double>("zoom");
    for (const double zoom : { 0.46, 0.5, 0.61, 0.7, 0.83, 1.0 })
        QTest::addRow("%.2f", zoom) << zoom;
}

void ProblemsTest::bubblesInACrowdHideNothingAtAnyZoom()
{
    QFETCH(double, zoom);
    Canvas canvas;
    for (int i = 0; i < 64; ++i)
        canvas.network.add("relu", { i % 8 * 320.0, 200 + i / 8 * 88.0 }); // with nothing to feed them
    canvas.view.setNetwork(canvas.network, canvas.analysis());
    canvas.view.zoomBy(zoom / canvas.view.zoom(), { 450, 300 });
    canvas.view.centerOn(800, 400);
    std::vector<QRectF> places;
    for (const auto& [id, item] : canvas.view.graph().nodeItems())
        places.push_back(geometry::nodeRect().translated(item->pos()));
    for (const auto& node : canvas.network.nodes) {
        if (!canvas.bubble(node.id).isVisible())
            continue;
        const auto place = canvas.placeOf(node.id);
        for (const auto& other : places)
            QVERIFY2(!place.intersects(other), node.name.c_str());
        places.push_back(place);
    }
}

void ProblemsTest::aBubbleStandsBesideItsLayerInANarrowWindow()
{
    Canvas canvas;
    Network network { .name = "chain", .dataset = "", .nodes = {}, .links = {} };
    for (int row = -2; row <= 2; ++row)
        network.add("dense", { 0, row * geometry::kRowHeight });
    canvas.view.resize(600, 520); // no room above or below them
    canvas.view.setNetwork(network, network::analyse(network, nullptr));
    canvas.view.centerOn(0, 0);
    for (const auto& node : network.nodes) {
        QVERIFY(canvas.bubble(node.id).isVisible());
        const auto place = canvas.placeOf(node.id);
        QVERIFY(canvas.view.graph().nodesWithin(place).empty());
        QVERIFY(canvas.inSight().contains(place));
        const auto own = geometry::nodeRect().translated(node.position.x, node.position.y);
        QVERIFY2(place.top() < own.bottom() && place.bottom() > own.top(), node.name.c_str());
    }
}

void ProblemsTest::aRowIsAsHighAsTheTitleOfItsFix()
{
    const Fixture two;
    ProblemModel model;
    ProblemList list;
    list.resize(480, 300);
    list.setProblemModel(&model);
    model.setProblems(two.network, two.analysis());
    list.show();
    QVERIFY(QTest::qWaitForWindowExposed(&list));
    model.setFixes(0, { "Insert 1 x 1 Conv 2D with 16 filters before B of add_1 in stage1", "Another" });
    const auto index = model.index(0, ProblemModel::FixColumn);
    const auto cell = list.visualRect(index);
    const auto button = FixDelegate::buttonRect(cell, index);
    QVERIFY2(cell.contains(button), "the button is cut");
    const FixButton shown { .title = model.fixes(0).front(), .hasMore = true, .rect = button };
    const auto lines = shown.shownTitle(font(TextRole::Caption));
    QCOMPARE(lines.count('\n'), 2);
    QVERIFY2(!lines.contains(QChar(0x2026)), qPrintable(lines));
}

void ProblemsTest::namesThatLookLikeHtmlStandInToolTipsAsTheyAre()
{
    Fixture two;
    two.network.find(two.left)->layer = "<b>layer</b>";
    ProblemModel model;
    model.setProblems(two.network, two.analysis());
    model.setFixes(0, { "Remove <img src=x>" });
    const auto tip = [&model](int column) { return model.index(0, column).data(Qt::ToolTipRole).toString(); };
    QVERIFY2(tip(ProblemModel::Layer).contains("&lt;b&gt;layer"), qPrintable(tip(ProblemModel::Layer)));
    QVERIFY2(tip(ProblemModel::FixColumn).contains("&lt;img"), qPrintable(tip(ProblemModel::FixColumn)));
}

void ProblemsTest::aTitleThatIsTooLongForItsButtonWraps()
{
    const auto small = font(TextRole::Caption);
    const auto shownIn = [&small](const QString& title, double widest, bool mayWrap) {
        FixButton button { .title = title, .hasMore = true };
        button.rect = QRectF(QPointF(), button.sizeHint(small, widest, mayWrap));
        return button.shownTitle(small);
    };
    const QString title("Connect relu_1 to batch_norm_3");
    QCOMPARE(shownIn(title, 400, true), title);
    QVERIFY(shownIn(title, 150, false).endsWith(QChar(0x2026)));
    QCOMPARE(shownIn(title, 150, true), QString("Connect relu_1 to\nbatch_norm_3"));
    QCOMPARE(shownIn("Reduce the kernel of conv2 to 5 x 5", 240, true),
             QString("Reduce the kernel of conv2 to\n5\u00a0x\u00a05")); // a shape stays in one line
    QVERIFY(shownIn("Connect a_name_that_is_much_too_long_for_it", 112, true).endsWith(QChar(0x2026)));
}

void ProblemsTest::fromAfarTheSelectedLayerSaysWhatIsWrong()
{
    Canvas canvas;
    canvas.view.graph().item(canvas.left)->setFixes({ "One way" });
    canvas.view.bubbles().place();
    const auto heightNow
        = [&] { return canvas.view.mapFromScene(canvas.placeOf(canvas.left)).boundingRect().height(); };
    const auto usual = heightNow();
    canvas.view.zoomBy(0.15, canvas.view.viewport()->rect().center());
    QVERIFY(!canvas.bubble(canvas.left).isVisible());
    const auto silent = canvas.view.viewport()->grab().toImage();
    canvas.view.select({ .nodes = { canvas.left }, .links = {} });
    QVERIFY(canvas.bubble(canvas.left).isVisible());
    QVERIFY(!canvas.bubble(canvas.right).isVisible());
    QVERIFY(heightNow() > 0.8 * usual && heightNow() < 1.1 * usual);
    const auto place
        = canvas.view.mapFromScene(canvas.placeOf(canvas.left)).boundingRect().adjusted(2, 2, -2, -2);
    QVERIFY(canvas.view.viewport()->grab().toImage().copy(place) != silent.copy(place));
    QSignalSpy fixed(&canvas.view.bubbles(), &ProblemBubbles::fixClicked);
    QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.buttonOf(canvas.left, 0.3));
    QCOMPARE(fixed.count(), 1);
}

void ProblemsTest::aFaultIsMarkedAtAnyZoom_data()
{
    QTest::addColumn<double>("zoom");
    for (const double zoom : { 0.02, 0.1, 0.3, 0.44 })
        QTest::newRow(qPrintable(QString::number(zoom))) << zoom;
}

void ProblemsTest::aFaultIsMarkedAtAnyZoom()
{
    QFETCH(double, zoom);
    Canvas canvas;
    canvas.view.zoomBy(zoom, canvas.view.viewport()->rect().center());
    const auto card = canvas.view.mapFromScene(geometry::nodeRect()).boundingRect();
    const auto picture = canvas.view.viewport()->grab().toImage();
    int marked = 0;
    for (int x = card.right() - 12; x <= card.right() + 12; ++x) {
        for (int y = card.top() - 12; y <= card.top() + 12; ++y)
            marked += picture.pixelColor(x, y) == colour(Meaning::Bad) ? 1 : 0;
    }
    QVERIFY2(marked > 60, qPrintable(QString::number(marked))); // pixels: more than half of a disc
}

/// Under the mouse; it reaches beyond its node.
void ProblemsTest::fromAfarTheBadgeSaysWhatIsWrong()
{
    Canvas canvas;
    canvas.view.zoomBy(0.05, canvas.view.viewport()->rect().center());
    auto& viewport = *canvas.view.viewport();
    const auto card = canvas.view.mapFromScene(geometry::nodeRect()).boundingRect();
    const auto at = card.topLeft() - QPoint(5, 4);
    QVERIFY(!canvas.view.graph().nodeAt(canvas.view.mapToScene(at)));
    QHelpEvent help(QEvent::ToolTip, at, viewport.mapToGlobal(at));
    QApplication::sendEvent(&viewport, &help);
    QVERIFY2(QToolTip::text().contains("<b>dense_1</b>") && QToolTip::text().contains("not connected"),
             qPrintable(QToolTip::text()));
}

void ProblemsTest::aBubbleCanBeReadFromAfar()
{
    Canvas canvas;
    const auto heightAt = [&](double zoom) {
        canvas.view.zoomBy(zoom / canvas.view.zoom(), canvas.view.viewport()->rect().center());
        return canvas.view.mapFromScene(canvas.placeOf(canvas.left)).boundingRect().height();
    };
    const auto actual = heightAt(1);
    QVERIFY(heightAt(0.5) > 0.8 * actual);
    QCOMPARE(heightAt(1), actual);
}

void ProblemsTest::aClickInABubbleIsNoClickOnTheCanvas()
{
    Canvas canvas;
    canvas.view.graph().item(canvas.left)->setFixes({ "One way", "Another" });
    canvas.view.bubbles().place();
    canvas.view.select({ .nodes = { canvas.right }, .links = {} });
    QSignalSpy fixed(&canvas.view.bubbles(), &ProblemBubbles::fixClicked);
    const QSignalSpy wanted(&canvas.view.bubbles(), &ProblemBubbles::fixesWanted);
    QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.buttonOf(canvas.left, 0.2));
    QCOMPARE(fixed.count(), 1);
    QCOMPARE(fixed[0][0].value<NodeId>(), canvas.left);
    QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.buttonOf(canvas.left, 0.95));
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(canvas.view.selection().nodes, std::set { canvas.right });
}

void ProblemsTest::aFixIsForgottenWithItsProblem()
{
    Canvas canvas;
    auto* item = canvas.view.graph().item(canvas.left);
    item->setFixes({ "Connect something to dense_1" });
    QCOMPARE(item->problem()->fixTitle(), QString("Connect something to dense_1"));
    canvas.view.setNetwork(canvas.network, canvas.analysis());
    QCOMPARE(item->problem()->fixTitle(), QString("Connect something to dense_1"));
    canvas.network.find(canvas.left)->parameters.set("units", std::int64_t { 0 });
    canvas.view.setNetwork(canvas.network, canvas.analysis());
    QCOMPARE(item->problem()->fixTitle(), QString());
}

QTEST_MAIN(ProblemsTest)
#include "problems_test.moc"
