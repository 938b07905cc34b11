// SPDX-License-Identifier: GPL-3.0-or-later
// What the canvas shows of a network, near and from afar, and how layers are laid out on it.
#include "core/network/network_json.hpp"
#include "widgets/graph/arrange.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/graph_actions.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/heat_legend.hpp"
#include "widgets/graph/link_item.hpp"
#include "widgets/graph/minimap.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/theme.hpp"

#include <QPainter>
#include <QSignalSpy>
#include <QStyleOptionGraphicsItem>
#include <QTest>
#include <QWheelEvent>
#include <nlohmann/json.hpp>

using namespace netwright;
using namespace netwright::widgets;
using network::Flow;
using network::Network;
using network::NodeId;

namespace {

const tensor::Signature& numbers()
{
    static const tensor::Signature kNumbers { {
        { "features", tensor::ColumnType::Vector, { 16 } },
        { "price", tensor::ColumnType::Number, {} },
    } };
    return kNumbers;
}

/// in -> small -> relu -> large -> end, and in -> side; from top to bottom.
Network sample()
{
    const auto json = nlohmann::ordered_json::parse(R"({
        "dataset": "numbers",
        "nodes": [
            { "name": "in", "layer": "input", "parameters": { "column": "features" }, "position": [0, 0] },
            { "name": "small", "layer": "dense", "parameters": { "units": 4 }, "position": [0, 104] },
            { "name": "relu", "layer": "relu", "position": [0, 208] },
            { "name": "large", "layer": "dense", "parameters": { "units": 512 }, "position": [0, 312] },
            { "name": "end", "layer": "tanh", "position": [0, 416] },
            { "name": "side", "layer": "relu", "position": [400, 104] }
        ],
        "links": ["in -> small", "small -> relu", "relu -> large", "large -> end", "in -> side"]
    })");
    return network::networkFromJson(json, "sample").value();
}

/// Far more than fits into a window.
Network longChain(int count)
{
    Network network { .name = "long", .dataset = "numbers", .nodes = {}, .links = {} };
    NodeId last;
    for (int i = 0; i < count; ++i) {
        const auto id = network.add(i == 0 ? "input" : "relu", { 0, i * geometry::kRowHeight });
        if (i == 0)
            network.find(id)->parameters.set("column", std::string("features"));
        else
            network.connect({ { last, 0 }, { id, 0 } });
        last = id;
    }
    return network;
}

/// A view with an owner who does what it asks.
struct Editor {
    GraphView view;
    GraphActions actions { view };
    QStringList history;

    explicit Editor(const Network& network)
    {
        QObject::connect(&view, &GraphView::edited, &view,
                         [this](const Network& after, const QString& what, int) {
                             history << what;
                             show(after);
                         });
        view.resize(900, 700);
        show(network);
        view.fitAll();
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
    }

    void show(const Network& network) { view.setNetwork(network, network::analyse(network, &numbers())); }
    [[nodiscard]] NodeId id(const char* name) const
    {
        return view.network().find(std::string_view(name))->id;
    }
    [[nodiscard]] NodeItem* item(const char* name) const { return view.graph().item(id(name)); }
    [[nodiscard]] QColor pixelAt(QPointF scenePoint)
    {
        return view.viewport()->grab().toImage().pixelColor(view.mapFromScene(scenePoint));
    }
    template <class Overlay> [[nodiscard]] Overlay* overlay() const { return view.findChild<Overlay*>(); }
};

} // namespace

class CanvasLookTest : public QObject {
    Q_OBJECT

private slots:
    void fromAfarANodeIsItsCategorysColour();
    void fromAfarASelectionShowsAtOnce();
    void textAppearsWhenItCanBeRead();
    void aNodePaintsNothingOutsideOfItsBounds();
    void theMapShowsWhereSomethingIsOutOfSight();
    void aClickOnTheMapGoesThere();
    void theMapCanBeSwitchedOff();
    void showsTheSelectedLayersAlone();
    void arrangingIsOneEditAndTurnsThePorts();
    void arrangesTheSelectedLayersByKeyboard();
    void theOwnerArrangesManyLayers();
    void arrangedLayersGlideToTheirPlaces();
    void aLinkGoesAroundANodeThatIsMovedIntoItsWay();
    void linksCanBeAtRightAngles();
    void costsStandOnTheLayersWhereWanted();
    void heatColoursLayersByWhatTheyCost();
    void measuredTimesAreAHeatViewToo();
    void heatColoursGrowLighter();
    void theWayBetweenSelectedLayersIsShown();
};

void CanvasLookTest::fromAfarANodeIsItsCategorysColour()
{
    Editor editor(longChain(60));
    QVERIFY(editor.view.zoom() < kTextScale);
    const auto last = editor.view.network().nodes.back().position;
    QCOMPARE(editor.pixelAt({ last.x, last.y }).rgb(), categoryColour(layers::Category::Activation).rgb());
    QCOMPARE(editor.pixelAt({ 0, 0 }).rgb(), categoryColour(layers::Category::Data).rgb());
}

void CanvasLookTest::fromAfarASelectionShowsAtOnce()
{
    Editor editor(longChain(60));
    const auto before = editor.view.viewport()->grab().toImage();
    editor.view.select({ .nodes = { editor.view.network().nodes[30].id }, .links = {} });
    QVERIFY(editor.view.viewport()->grab().toImage() != before);
}

void CanvasLookTest::textAppearsWhenItCanBeRead()
{
    Editor editor(sample());
    editor.view.resetZoom();
    const auto colours = [&] {
        const auto image = editor.view.viewport()->grab().toImage();
        const auto rect = QRect(editor.view.mapFromScene(-70, -25), editor.view.mapFromScene(110, 25));
        QSet<QRgb> found;
        for (int x = rect.left(); x < rect.right(); ++x) {
            for (int y = rect.top(); y < rect.bottom(); ++y)
                found.insert(image.pixel(x, y));
        }
        return found.size();
    };
    QVERIFY(colours() > 3);
    editor.view.zoomBy(0.3 / editor.view.zoom(), editor.view.mapFromScene(0, 0));
    QCOMPARE(colours(), 1);
}

void CanvasLookTest::theMapShowsWhereSomethingIsOutOfSight()
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

void CanvasLookTest::aClickOnTheMapGoesThere()
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

void CanvasLookTest::theMapCanBeSwitchedOff()
{
    Editor editor(longChain(60));
    editor.view.resetZoom();
    editor.view.setMinimapWanted(false);
    QVERIFY(!editor.overlay<Minimap>()->isVisible());
    editor.view.setMinimapWanted(true);
    QVERIFY(editor.overlay<Minimap>()->isVisible());
}

/// What it does leave there stays when the node changes. The last one has an open output with its shape.
void CanvasLookTest::aNodePaintsNothingOutsideOfItsBounds()
{
    Editor editor(longChain(4));
    auto* node = editor.view.graph().item(editor.view.network().nodes[3].id);
    QVERIFY(node);
    QImage picture(800, 400, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.translate(400, 200);
    QStyleOptionGraphicsItem option;
    option.state |= QStyle::State_Selected;
    node->paint(&painter, &option, nullptr);
    painter.end();
    QRect painted;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            if (qAlpha(picture.pixel(x, y)) > 0)
                painted |= QRect(x, y, 1, 1);
    const auto bounds = node->boundingRect().translated(400, 200);
    QVERIFY(painted.bottom() > 200 + geometry::kNodeHeight / 2 + 8); // the shape is there
    QVERIFY2(bounds.contains(painted),
             qPrintable(QStringLiteral("painted %1 x %2 to %3, %4")
                            .arg(painted.width())
                            .arg(painted.height())
                            .arg(painted.right())
                            .arg(painted.bottom())));
}

void CanvasLookTest::showsTheSelectedLayersAlone()
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

void CanvasLookTest::arrangingIsOneEditAndTurnsThePorts()
{
    Editor editor(sample());
    editor.actions.arrangeRight->trigger();
    QCOMPARE(editor.history.size(), 1);
    QCOMPARE(editor.view.network().flow, Flow::Right);
    const auto* in = editor.item("in");
    const auto* small = editor.item("small");
    QVERIFY(in->pos().x() + geometry::kNodeWidth < small->pos().x());
    QCOMPARE(in->portPoint(geometry::Side::Output, 0), in->pos() + QPointF(geometry::kNodeWidth / 2, 0));
    const auto* link = editor.view.graph().item(network::Link { { in->id(), 0 }, { small->id(), 0 } });
    QCOMPARE(link->ends().from, in->portPoint(geometry::Side::Output, 0));
    QCOMPARE(link->ends().to, small->portPoint(geometry::Side::Input, 0));
    QTest::keyClick(&editor.view, Qt::Key_V, Qt::ShiftModifier);
    QCOMPARE(editor.view.network().flow, Flow::Down);
    QCOMPARE(in->portPoint(geometry::Side::Output, 0), in->pos() + QPointF(0, geometry::kNodeHeight / 2));
}

void CanvasLookTest::arrangesTheSelectedLayersByKeyboard()
{
    Editor editor(sample());
    editor.show(edits::moved(editor.view.network(), { editor.id("end") }, 600, -40));
    editor.view.select({ .nodes = { editor.id("large"), editor.id("end") }, .links = {} });
    const auto side = editor.item("side")->pos();
    QTest::keyClick(&editor.view, Qt::Key_A);
    QCOMPARE(editor.history, QStringList { "Arrange layers" });
    QCOMPARE(editor.item("end")->pos() - editor.item("large")->pos(), QPointF(0, geometry::kRowHeight));
    QCOMPARE(editor.item("side")->pos(), side);
}

void CanvasLookTest::theOwnerArrangesManyLayers()
{
    const int count = static_cast<int>(edits::kMostArrangedAtOnce) + 1;
    Editor editor(longChain(count));
    QSignalSpy requested(&editor.view, &GraphView::arrangeRequested);
    editor.actions.arrangeRight->trigger();
    QCOMPARE(requested.size(), 1);
    QCOMPARE(requested[0][0].value<Flow>(), Flow::Right);
    QVERIFY(editor.history.isEmpty());
    editor.view.showArranged(edits::arranged(editor.view.network(), Flow::Right));
    QCOMPARE(editor.history.size(), 1);
    QCOMPARE(editor.view.network().flow, Flow::Right);
}

void CanvasLookTest::arrangedLayersGlideToTheirPlaces()
{
    Editor editor(sample());
    editor.view.setAnimated(true);
    const auto before = editor.item("end")->pos();
    editor.view.arrangeRight();
    const auto place = editor.view.network().find(editor.id("end"))->position;
    const QPointF after(place.x, place.y);
    QVERIFY(before != after);
    QVERIFY(editor.item("end")->pos() != after); // on its way
    QTRY_COMPARE(editor.item("end")->pos(), after);
}

void CanvasLookTest::aLinkGoesAroundANodeThatIsMovedIntoItsWay()
{
    auto network = sample();
    network.links.push_back({ { network.find("in")->id, 0 }, { network.find("end")->id, 0 } });
    network.find(network.find("end")->id)->position = { 800, 416 };
    network.find(network.find("in")->id)->position = { 800, 0 };
    Editor editor(network);
    const network::Link link { { editor.id("in"), 0 }, { editor.id("end"), 0 } };
    const auto* item = editor.view.graph().item(link);
    const auto straight = item->boundingRect().width();
    editor.show(edits::moved(editor.view.network(), { editor.id("side") }, 400, 104));
    QVERIFY(item->boundingRect().width() > straight + geometry::kNodeWidth / 4);
    editor.show(edits::moved(editor.view.network(), { editor.id("side") }, -400, 0));
    QCOMPARE(item->boundingRect().width(), straight);
}

void CanvasLookTest::linksCanBeAtRightAngles()
{
    Editor editor(sample());
    const auto* link
        = editor.view.graph().item(network::Link { { editor.id("in"), 0 }, { editor.id("side"), 0 } });
    const QPointF corner(0, (link->ends().from.y() + link->ends().to.y()) / 2 + 2);
    const auto isOnLevel = [&] { return link->shape().contains({ 200, corner.y() }); };
    const auto smooth = editor.view.viewport()->grab().toImage();
    editor.view.setRouting(Routing::Orthogonal);
    QVERIFY(isOnLevel());
    QVERIFY(editor.view.viewport()->grab().toImage() != smooth);
    editor.view.setRouting(Routing::Smooth);
    QCOMPARE(editor.view.viewport()->grab().toImage(), smooth);
}

void CanvasLookTest::costsStandOnTheLayersWhereWanted()
{
    Editor editor(sample());
    QVERIFY(editor.item("large")->card().cost.isEmpty());
    editor.view.setShownCosts({ .hasParameters = true });
    QCOMPARE(editor.item("large")->card().cost, "2,560 params");
    QVERIFY(editor.item("relu")->card().cost.isEmpty());
    editor.view.setShownCosts({ .hasParameters = true, .hasMultiplyAdds = true, .hasMemory = true });
    QCOMPARE(editor.item("small")->card().cost, "68 par · 64 MAC · 16 B");
}

void CanvasLookTest::heatColoursLayersByWhatTheyCost()
{
    Editor editor(sample());
    auto* legend = editor.overlay<HeatLegend>();
    QVERIFY(!legend->isVisible());
    const auto usual = editor.view.viewport()->grab().toImage();
    editor.view.setHeat(Heat::Parameters);
    QVERIFY(legend->isVisible());
    QCOMPARE(legend->accessibleDescription(), "From 68 to 2,560");
    QCOMPARE(editor.item("large")->heat(), heatColour(1));
    QCOMPARE(editor.item("small")->heat(), heatColour(0));
    QVERIFY(!editor.item("relu")->heat().isValid());
    QVERIFY(editor.view.viewport()->grab().toImage() != usual);
    editor.view.setHeat(Heat::None);
    QVERIFY(!legend->isVisible());
    QCOMPARE(editor.view.viewport()->grab().toImage(), usual);
}

void CanvasLookTest::measuredTimesAreAHeatViewToo()
{
    Editor editor(sample());
    editor.view.setHeat(Heat::Time);
    QCOMPARE(editor.overlay<HeatLegend>()->accessibleDescription(), "Not measured yet");
    editor.view.setMeasured({ { editor.id("small"), 0.5 }, { editor.id("large"), 2.0 } });
    QCOMPARE(editor.item("large")->heat(), heatColour(1));
    QCOMPARE(editor.item("small")->heat(), heatColour(0));
    editor.show(edits::moved(editor.view.network(), { editor.id("side") }, 8, 0));
    QCOMPARE(editor.item("large")->heat(), heatColour(1)); // stays through an edit that changes nothing
}

void CanvasLookTest::heatColoursGrowLighter()
{
    int lightest = -1;
    for (int step = 0; step <= 20; ++step) {
        const int lightness = qGray(heatColour(step / 20.0).rgb());
        QVERIFY(lightness > lightest);
        lightest = lightness;
    }
}

void CanvasLookTest::theWayBetweenSelectedLayersIsShown()
{
    Editor editor(sample());
    const auto isShown = [&](const char* from, const char* to) {
        return editor.view.graph()
            .item(network::Link { { editor.id(from), 0 }, { editor.id(to), 0 } })
            ->isStressed();
    };
    editor.view.select({ .nodes = { editor.id("in"), editor.id("end") }, .links = {} });
    QVERIFY(isShown("in", "small") && isShown("small", "relu") && isShown("relu", "large"));
    editor.view.select({ .nodes = { editor.id("in") }, .links = {} });
    QVERIFY(isShown("in", "small") && isShown("in", "side") && !isShown("small", "relu"));
    editor.view.select({});
    QVERIFY(!isShown("in", "small") && !isShown("in", "side"));
}

QTEST_MAIN(CanvasLookTest)
#include "canvas_look_test.moc"
