// SPDX-License-Identifier: GPL-3.0-or-later
// What of a network is in sight: from afar, on the map, as a whole, as it was seen before.
#include "canvas_desk.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/minimap.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/problem_item.hpp"
#include "widgets/theme.hpp"

#include <QApplication>
#include <QMouseEvent>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include <array>

using namespace netwright;
using namespace netwright::testing;
using namespace netwright::widgets;

namespace {
/// How often a widget was painted since it last came to rest.
class PaintCount : public QObject {
public:
    explicit PaintCount(QWidget& widget) { widget.installEventFilter(this); }

    void settle()
    {
        QCoreApplication::processEvents();
        QCoreApplication::processEvents(); // what the first asked for
        m_count = 0;
    }
    [[nodiscard]] int count() const { return m_count; }

protected:
    bool eventFilter(QObject* /*watched*/, QEvent* event) override
    {
        m_count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }

private:
    int m_count = 0;
};
} // namespace

class CanvasSightTest : public QObject {
    Q_OBJECT

private slots:
    void theMapShowsWhereSomethingIsOutOfSight();
    void aClickOnTheMapGoesThere();
    void theMapCanBeSwitchedOff();
    void theMapShowsWhatIsSelectedNow();
    void fromAfarANodeIsItsCategorysColour();
    void fromAfarASelectionShowsAtOnce();
    void fromAfarEveryChangeShows();
    void fromAfarTheHeatIsPaintedWhenItComes();
    void textAppearsWhenItCanBeRead();
    void showsTheSelectedLayersAlone();
    void theMapLeavesWhatIsSelectedInSight();
    void theMapKeepsItsCornerWhileTheNetworkGrows();
    void theMapFitsACanvasThatShrinks();
    void theMapLeavesALayerForACornerThatIsFree();
    void theMapStaysWhileAButtonIsHeld();
    void theMapStaysWhileItIsHeldItself();
    void whatIsSelectedStaysInSightInASmallerView();
    void whatChangedElsewhereIsSelectedAndInSight();
    void aNetworkOpensAsAWholeWhileItsNamesCanBeRead_data();
    void aNetworkOpensAsAWholeWhileItsNamesCanBeRead();
    void whatWasSeenOfANetworkIsSeenAgain();
    void aWholeThatCannotBeReadIsSaidToBeOne();
};

void CanvasSightTest::theMapShowsWhereSomethingIsOutOfSight()
{
    Editor editor(longChain(60));
    auto* map = editor.overlay<Minimap>();
    QVERIFY(!map->isVisible()); // all in sight
    editor.view.resetZoom();
    QVERIFY(map->isVisible());
    QVERIFY(editor.view.rect().contains(map->geometry()));
    editor.show(longChain(2));
    editor.view.fitAll();
    QVERIFY(!map->isVisible());
}

void CanvasSightTest::aClickOnTheMapGoesThere()
{
    Editor editor(longChain(60));
    editor.view.resetZoom();
    editor.view.showAt({ 0, 0 });
    auto* map = editor.overlay<Minimap>();
    QTest::mouseClick(map, Qt::LeftButton, {}, { map->width() / 2, map->height() / 2 });
    const auto middle = editor.view.mapToScene(editor.view.viewport()->rect().center());
    QVERIFY2(std::abs(middle.y() - 59 * geometry::kRowHeight / 2) < 100,
             qPrintable(QString::number(middle.y())));
    QTest::mousePress(map, Qt::LeftButton, {}, { map->width() / 2, map->height() / 2 });
    QTest::mouseMove(map, { map->width() / 2, map->height() - 4 });
    QVERIFY(editor.view.mapToScene(editor.view.viewport()->rect().center()).y() > middle.y() + 2000);
}

void CanvasSightTest::theMapCanBeSwitchedOff()
{
    Editor editor(longChain(60));
    editor.view.resetZoom();
    editor.view.setMinimapWanted(false);
    QVERIFY(!editor.overlay<Minimap>()->isVisible());
    editor.view.setMinimapWanted(true);
    QVERIFY(editor.overlay<Minimap>()->isVisible());
}

void CanvasSightTest::theMapShowsWhatIsSelectedNow()
{
    Editor editor(longChain(60));
    editor.view.resetZoom();
    auto* map = editor.overlay<Minimap>();
    const auto none = map->grab().toImage();
    editor.view.selectAll();
    QVERIFY(map->grab().toImage() != none);
    editor.view.scene()->clearSelection();
    QCOMPARE(map->grab().toImage(), none);
}

void CanvasSightTest::fromAfarANodeIsItsCategorysColour()
{
    Editor editor(longChain(60));
    QVERIFY(editor.view.zoom() < kNameScale);
    const auto last = editor.view.network().nodes.back().position;
    QCOMPARE(editor.pixelAt({ last.x, last.y }).rgb(), categoryColour(layers::Category::Activation).rgb());
    QCOMPARE(editor.pixelAt({ 0, 0 }).rgb(), categoryColour(layers::Category::Data).rgb());
}

void CanvasSightTest::fromAfarASelectionShowsAtOnce()
{
    Editor editor(longChain(60));
    const auto before = editor.view.viewport()->grab().toImage();
    editor.view.select({ .nodes = { editor.view.network().nodes[30].id }, .links = {} });
    QVERIFY(editor.view.viewport()->grab().toImage() != before);
}

/// The picture that is kept is that of what there is now.
void CanvasSightTest::fromAfarEveryChangeShows()
{
    Editor editor(longChain(60));
    auto network = editor.view.network();
    network.notes.push_back({ .id = { 1000 }, .text = "a note", .position = { 400, 0 } });
    network.nextId = 1001;
    editor.show(network);
    const auto now = [&] { return editor.view.viewport()->grab().toImage(); };
    auto before = now();
    const auto hasChanged = [&] { return std::exchange(before, now()) != before; };
    QVERIFY(!hasChanged());
    editor.show(edits::moved(editor.view.network(), { editor.view.network().nodes[30].id }, 300, 0));
    QVERIFY(hasChanged());
    editor.view.select({ .nodes = {}, .links = {}, .notes = { { 1000 } } });
    QVERIFY(hasChanged());
    editor.view.setHeat(Heat::Memory);
    QVERIFY(hasChanged());
    editor.view.zoomIn();
    QVERIFY(hasChanged());
    auto* moved = editor.view.graph().item(editor.view.network().nodes[20].id);
    editor.view.graph().place(*moved, moved->pos() + QPointF(300, 0)); // as a drag does
    QVERIFY(hasChanged());
    editor.view.graph().placeAll();
    QVERIFY(hasChanged());
    editor.view.resize(editor.view.size() + QSize(40, 40));
    QVERIFY(hasChanged());
}

void CanvasSightTest::fromAfarTheHeatIsPaintedWhenItComes()
{
    Editor editor(longChain(60));
    editor.view.fitAll();
    PaintCount painted(*editor.view.viewport());
    const auto isPaintedAfter = [&painted](const auto& change) {
        painted.settle();
        change();
        return QTest::qWaitFor([&painted] { return painted.count() > 0; });
    };
    for (int round = 0; round < 2; ++round) {
        QVERIFY(isPaintedAfter([&] { editor.view.setHeat(Heat::Memory); }));
        QVERIFY(isPaintedAfter([&] { editor.view.setHeat(Heat::Time); }));
        QVERIFY(isPaintedAfter([&] {
            editor.view.setMeasured({ { editor.view.network().nodes[1].id, 1.0 } });
        }));
        editor.view.setMeasured({});
    }
}

void CanvasSightTest::textAppearsWhenItCanBeRead()
{
    Editor editor(sample());
    editor.view.resetZoom();
    const auto colours = [&] {
        const auto image = editor.view.viewport()->grab().toImage();
        const auto rect = QRect(editor.view.mapFromScene(-106, -25), editor.view.mapFromScene(110, 25));
        QSet<QRgb> found;
        for (int x = rect.left(); x < rect.right(); ++x) {
            for (int y = rect.top(); y < rect.bottom(); ++y)
                found.insert(image.pixel(x, y));
        }
        return found.size();
    };
    const auto zoomTo
        = [&](double zoom) { editor.view.zoomBy(zoom / editor.view.zoom(), editor.view.mapFromScene(0, 0)); };
    QVERIFY(colours() > 3);
    for (const double zoom : { 0.6, 0.4, 0.25 }) {
        zoomTo(zoom);
        QVERIFY2(colours() > 3, qPrintable(QString::number(zoom)));
    }
    zoomTo(0.2);
    QCOMPARE(colours(), 1);
}

void CanvasSightTest::showsTheSelectedLayersAlone()
{
    Editor editor(longChain(60));
    const auto& nodes = editor.view.network().nodes;
    QVERIFY(!editor.actions.fitSelection->isEnabled());
    editor.view.select({ .nodes = { nodes[40].id, nodes[42].id }, .links = {} });
    QTest::keyClick(&editor.view, Qt::Key_F, Qt::ShiftModifier);
    const auto inSight = editor.view.mapToScene(editor.view.viewport()->rect()).boundingRect();
    QVERIFY(inSight.contains(editor.view.graph().item(nodes[40].id)->place()));
    QVERIFY(inSight.contains(editor.view.graph().item(nodes[42].id)->place()));
    QVERIFY(!inSight.contains(editor.view.graph().item(nodes[20].id)->place()));
}

/// The map, then what the person works at: a layer under it, and its message.
void CanvasSightTest::theMapLeavesWhatIsSelectedInSight()
{
    auto network = longChain(60);
    std::erase(network.links, network::Link { { network.nodes[30].id }, { network.nodes[31].id } });
    Editor editor(network);
    editor.view.resetZoom();
    auto* map = editor.overlay<Minimap>();
    const auto* node = editor.view.graph().item(network.nodes[31].id);
    for (const auto& share : { QPointF(1, 1), QPointF(0, 1), QPointF(1, 0), QPointF(0, 0) }) {
        const auto half = QPointF(editor.view.width(), editor.view.height()) / 2 - QPointF(130, 40);
        editor.view.showAt(node->pos()
                           - QPointF(half.x() * (2 * share.x() - 1), half.y() * (2 * share.y() - 1)));
        editor.view.select({ .nodes = { node->id() }, .links = {} });
        const auto onScreen
            = [&](const QRectF& rect) { return editor.view.mapFromScene(rect).boundingRect(); };
        QVERIFY(editor.view.rect().contains(map->geometry()));
        QVERIFY(!map->geometry().intersects(onScreen(geometry::nodeRect().translated(node->pos()))));
        QVERIFY(!map->geometry().intersects(
            onScreen(node->problem()->mapRectToScene(node->problem()->bubble()))));
        editor.view.select({});
    }
}

namespace {
/// A layer of a chain, shown where the map is, and selected or not.
struct UnderTheMap : Editor {
    Minimap* map = overlay<Minimap>();
    NodeId node = view.network().nodes[30].id;

    UnderTheMap()
        : Editor(longChain(60))
    {
        view.resetZoom();
        const auto middle = view.mapToScene(view.viewport()->rect().center());
        const auto there = view.mapToScene(map->geometry().center());
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, { 300, 20 }); // it would leave otherwise
        view.showAt(item()->pos() - (there - middle));
    }
    void release() { QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, { 300, 20 }); }
    [[nodiscard]] NodeItem* item() const { return view.graph().item(node); }
    void selectIt() { view.select({ .nodes = { node }, .links = {} }); }
};
} // namespace

/// Its shape follows the network's.
void CanvasSightTest::theMapKeepsItsCornerWhileTheNetworkGrows()
{
    UnderTheMap editor;
    const auto corner = [&] {
        const auto there = editor.map->geometry().center() - editor.view.rect().center();
        return std::pair(there.x() > 0, there.y() > 0);
    };
    const auto usual = corner();
    const auto width = editor.map->width();
    editor.release();
    editor.selectIt();
    const auto now = corner();
    QVERIFY(now != usual);
    editor.view.select({});
    QCOMPARE(corner(), now);
    auto network = editor.view.network();
    for (int column = 1; column < 30; ++column)
        network.add("relu", { column * 300.0, 0 });
    editor.show(network);
    QVERIFY(editor.map->width() > 2 * width);
    QCOMPARE(corner(), now);
}

void CanvasSightTest::theMapFitsACanvasThatShrinks()
{
    constexpr QSize kSmall(420, 300);
    const auto mapOf = [](Editor& editor) {
        editor.view.resetZoom();
        editor.view.showAt({ 0, 0 });
        return editor.overlay<Minimap>()->grab().toImage();
    };
    Editor shrunk(longChain(60));
    static_cast<void>(mapOf(shrunk));
    shrunk.view.resize(kSmall);
    Editor small(longChain(60));
    small.view.resize(kSmall);
    QCOMPARE(mapOf(shrunk), mapOf(small));
}

void CanvasSightTest::theMapLeavesALayerForACornerThatIsFree()
{
    Editor editor(longChain(60));
    auto& view = editor.view;
    view.resetZoom();
    const auto* map = editor.overlay<Minimap>();
    const auto inSight = [&](const QRect& rect) { return view.mapToScene(rect).boundingRect(); };
    for (int step = 0; step < 30; ++step) { // the chain passes below the map
        const auto there = inSight(map->geometry()).center() - inSight(view.viewport()->rect()).center();
        view.showAt(QPointF(0, 2000 + 37 * step) - there);
        QVERIFY(map->isVisible());
        QVERIFY(view.graph().nodesWithin(inSight(map->geometry())).empty());
    }
}

void CanvasSightTest::theMapStaysWhileAButtonIsHeld()
{
    UnderTheMap editor;
    const auto usual = editor.map->geometry();
    editor.selectIt(); // as a rubber band does
    QCOMPARE(editor.map->geometry(), usual);
    editor.release();
    editor.selectIt();
    QVERIFY(editor.map->geometry() != usual);
}

void CanvasSightTest::theMapStaysWhileItIsHeldItself()
{
    Editor editor(longChain(60));
    editor.view.resetZoom();
    auto* map = editor.overlay<Minimap>();
    const QPoint middle(map->width() / 2, map->height() / 2);
    const auto release = [&](Qt::MouseButton button, Qt::MouseButtons stillDown) {
        QMouseEvent event(QEvent::MouseButtonRelease, middle, map->mapToGlobal(middle), button, stillDown,
                          Qt::NoModifier);
        QApplication::sendEvent(map, &event);
    };
    const auto moves = [&] { // where something is worked at below it
        const auto there = map->geometry();
        map->place(std::array { there });
        return map->geometry() != there;
    };
    QTest::mousePress(map, Qt::LeftButton, {}, middle);
    QVERIFY(!moves());
    release(Qt::RightButton, Qt::LeftButton);
    QVERIFY(!moves());
    release(Qt::LeftButton, Qt::NoButton);
    QVERIFY(moves());
    QTest::mousePress(map, Qt::LeftButton, {}, middle);
    editor.view.setMinimapWanted(false); // by a key
    editor.view.setMinimapWanted(true);
    QVERIFY(moves());
    release(Qt::LeftButton, Qt::NoButton);
}

void CanvasSightTest::whatIsSelectedStaysInSightInASmallerView()
{
    Editor editor(longChain(60));
    auto& view = editor.view;
    view.resetZoom();
    const auto* item = view.graph().item(view.network().nodes[30].id);
    view.showAt(item->pos() - QPointF(0, 250)); // far down
    view.select({ .nodes = { item->id() }, .links = {} });
    const auto isInSight
        = [&] { return view.mapToScene(view.viewport()->rect()).boundingRect().contains(item->place()); };
    QVERIFY(isInSight());
    view.resize(view.width(), view.height() / 2);
    QTRY_VERIFY(isInSight());
}

void CanvasSightTest::whatChangedElsewhereIsSelectedAndInSight()
{
    Editor editor(longChain(60));
    editor.view.resetZoom();
    editor.view.showAt({ 0, 0 });
    const auto& nodes = editor.view.network().nodes;
    const Selection few { .nodes = { nodes[40].id, nodes[41].id }, .links = {} };
    const auto inSight
        = [&] { return editor.view.mapToScene(editor.view.viewport()->rect()).boundingRect(); };
    editor.view.showChanged(few);
    QCOMPARE(editor.view.selection(), few);
    for (const auto id : few.nodes)
        QVERIFY(inSight().contains(editor.view.graph().item(id)->place()));
    const auto before = inSight();
    editor.view.showChanged({ .nodes = { nodes[0].id, nodes[40].id, nodes[59].id }, .links = {} });
    QCOMPARE(inSight(), before); // not all have room, and one is there
    editor.view.showChanged({ .nodes = { nodes[0].id, nodes[59].id }, .links = {} });
    QVERIFY(inSight().contains(editor.view.graph().item(nodes[0].id)->place()));
}

void CanvasSightTest::aNetworkOpensAsAWholeWhileItsNamesCanBeRead_data()
{
    QTest::addColumn<int>("layers");
    QTest::addColumn<bool>("isWhole");
    QTest::newRow("small") << 5 << true;
    QTest::newRow("a page") << 22 << true;
    QTest::newRow("far too long") << 60 << false;
}

void CanvasSightTest::aNetworkOpensAsAWholeWhileItsNamesCanBeRead()
{
    QFETCH(int, layers);
    QFETCH(bool, isWhole);
    Editor editor(longChain(layers));
    editor.view.fitReadable();
    const auto inSight = editor.view.mapToScene(editor.view.viewport()->rect()).boundingRect();
    QCOMPARE(inSight.contains(editor.view.graph().nodesRect()), isWhole);
    QVERIFY(editor.view.zoom() >= kNameScale);
    QVERIFY(inSight.contains(editor.view.graph().item(editor.view.network().nodes[0].id)->place()));
}

void CanvasSightTest::whatWasSeenOfANetworkIsSeenAgain()
{
    Editor editor(longChain(60));
    const auto middle = [&] { return editor.view.mapToScene(editor.view.viewport()->rect().center()); };
    editor.view.showAs("long");
    editor.view.zoomBy(0.6 / editor.view.zoom(), { 300, 300 });
    editor.view.showAt({ 0, 3000 });
    const auto place = middle();
    editor.show(sample());
    editor.view.showAs("sample");
    QVERIFY(editor.view.zoom() != 0.6);
    editor.show(longChain(60));
    editor.view.showAs("long");
    QCOMPARE(editor.view.zoom(), 0.6);
    QVERIFY((middle() - place).manhattanLength() < 5);
    editor.view.forgetSights();
    editor.view.showAs("sample");
    editor.view.showAs("long");
    QVERIFY(editor.view.zoom() != 0.6);
}

void CanvasSightTest::aWholeThatCannotBeReadIsSaidToBeOne()
{
    Editor editor(longChain(60));
    QSignalSpy told(&editor.view, &GraphView::told);
    QTest::keyClick(&editor.view, Qt::Key_F);
    QCOMPARE(told.size(), 1);
    QVERIFY2(told[0][0].toString().contains("10 %"), qPrintable(told[0][0].toString()));
    editor.show(sample());
    QTest::keyClick(&editor.view, Qt::Key_F);
    QCOMPARE(told.size(), 1);
}

QTEST_MAIN(CanvasSightTest)
#include "canvas_sight_test.moc"
