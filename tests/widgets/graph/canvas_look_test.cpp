// SPDX-License-Identifier: GPL-3.0-or-later
// What the canvas shows of a network, near and from afar, and how layers are laid out on it.
#include "canvas_desk.hpp"
#include "widgets/graph/arrange.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/heat_legend.hpp"
#include "widgets/graph/link_item.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/theme.hpp"

#include <QPainter>
#include <QSignalSpy>
#include <QStyleOptionGraphicsItem>
#include <QTest>

using namespace netwright;
using namespace netwright::testing;
using namespace netwright::widgets;
using network::Flow;
using network::Network;
using network::NodeId;

class CanvasLookTest : public QObject {
    Q_OBJECT

private slots:
    void aNodePaintsNothingOutsideOfItsBounds();
    void arrangingIsOneEditAndTurnsThePorts();
    void arrangesTheSelectedLayersByKeyboard();
    void aLongChainIsArrangedInColumns_data();
    void aLongChainIsArrangedInColumns();
    void theOwnerArrangesManyLayers();
    void arrangedLayersGlideToTheirPlaces();
    void aLinkGoesAroundANodeThatIsMovedIntoItsWay();
    void linksCanBeAtRightAngles();
    void costsStandOnTheLayersWhereWanted();
    void heatColoursLayersByWhatTheyCost();
    void theLegendSaysWhichLayersHaveNoFigures();
    void theLegendHidesNoLayer();
    void theLegendSaysWhereTheScaleIsCut();
    void aCardUsesItsWholeWidth();
    void measuredTimesAreAHeatViewToo();
    void heatColoursGrowLighter();
    void theWayBetweenSelectedLayersIsShown();
    void linksOfOnePortSayTheirShapeOnce();
    void aSelectionShowsBesideAnyColour();
    void aLayerIsAsSharpOnAFineScreen();
};

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

void CanvasLookTest::aLongChainIsArrangedInColumns_data()
{
    QTest::addColumn<int>("selected");
    QTest::addColumn<Qt::Key>("key");
    QTest::newRow("nothing selected") << 0 << Qt::Key_A;
    QTest::newRow("all selected") << 60 << Qt::Key_A;
    QTest::newRow("a part of it") << 50 << Qt::Key_A;
    QTest::newRow("all, the other way, whatever is selected") << 2 << Qt::Key_H;
}

void CanvasLookTest::aLongChainIsArrangedInColumns()
{
    QFETCH(int, selected);
    QFETCH(Qt::Key, key);
    Editor editor(longChain(60));
    const auto& nodes = editor.view.network().nodes;
    Selection chosen;
    for (int i = 0; i < selected; ++i)
        chosen.nodes.insert(nodes[static_cast<std::size_t>(i)].id);
    editor.view.select(chosen);
    QTest::keyClick(&editor.view, key, key == Qt::Key_H ? Qt::ShiftModifier : Qt::NoModifier);
    QCOMPARE(editor.history.size(), 1);
    QRectF bounds;
    for (int i = 0; i < (selected < 3 ? 60 : selected); ++i) {
        const auto& place = nodes[static_cast<std::size_t>(i)].position;
        bounds |= geometry::nodeRect().translated(place.x, place.y);
    }
    const auto shape = bounds.width() / bounds.height();
    QVERIFY2(shape > 0.3 && shape < 5, qPrintable(QString::number(shape)));
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
    QCOMPARE(editor.item("small")->card().cost, "68 par · 64 m-adds · 16 B");
}

void CanvasLookTest::heatColoursLayersByWhatTheyCost()
{
    Editor editor(sample());
    auto* legend = editor.overlay<HeatLegend>();
    QVERIFY(!legend->isVisible());
    const auto usual = editor.view.viewport()->grab().toImage();
    editor.view.setHeat(Heat::Parameters);
    QVERIFY(legend->isVisible());
    QCOMPARE(legend->accessibleDescription(), "From 68 to 2,560, logarithmic");
    QCOMPARE(editor.item("large")->heat(), heatColour(1));
    QCOMPARE(editor.item("small")->heat(), heatColour(0));
    QVERIFY(!editor.item("relu")->heat().isValid());
    QVERIFY(editor.view.viewport()->grab().toImage() != usual);
    editor.view.setHeat(Heat::None);
    QVERIFY(!legend->isVisible());
    QCOMPARE(editor.view.viewport()->grab().toImage(), usual);
}

void CanvasLookTest::theLegendSaysWhichLayersHaveNoFigures()
{
    auto network = sample();
    const auto whole = network;
    std::erase_if(network.links, [&](const auto& link) { return link.to.node == network.find("relu")->id; });
    Editor editor(whole);
    editor.view.setHeat(Heat::Parameters);
    const auto* legend = editor.overlay<HeatLegend>();
    QVERIFY(!legend->accessibleDescription().contains("no figures"));
    editor.show(network); // what follows is not known any more
    QVERIFY2(legend->accessibleDescription().endsWith(
                 "logarithmic. 3 layers have no figures until the network is valid"),
             qPrintable(legend->accessibleDescription()));
    QVERIFY(!editor.item("large")->heat().isValid());
}

void CanvasLookTest::theLegendHidesNoLayer()
{
    for (const QSize size : { QSize(900, 700), QSize(360, 300) }) {
        Editor editor(longChain(12));
        editor.view.resize(size);
        editor.view.fitAll();
        editor.view.setHeat(Heat::Memory);
        const auto* legend = editor.overlay<HeatLegend>();
        QVERIFY(editor.view.rect().contains(legend->geometry()));
        QVERIFY(!legend->geometry().intersects(editor.view.viewport()->geometry()));
        const auto inSight = editor.view.mapToScene(editor.view.viewport()->rect()).boundingRect();
        QVERIFY(inSight.contains(editor.view.graph().nodesRect())); // it was shown as a whole, and still is
    }
}

void CanvasLookTest::theLegendSaysWhereTheScaleIsCut()
{
    HeatMap heat { .kind = Heat::Parameters, .values = { { NodeId { 1 }, 2000.0 }, { NodeId { 2 }, 5e6 } } };
    QCOMPARE(heat.lowestText(), QString("≤ 5,000"));
    heat.values[NodeId { 1 }] = 6000;
    QCOMPARE(heat.lowestText(), QString("6,000"));
    heat.values[NodeId { 3 }] = 0; // has none: no colour
    QCOMPARE(heat.lowestText(), QString("6,000"));
}

void CanvasLookTest::aCardUsesItsWholeWidth()
{
    const auto style = CanvasStyle::current();
    NodeFace face;
    face.card.name = "conv1";
    for (const auto* fits : { "Conv 2D · 32 filters, 3 × 3", "Conv 2D · 32 filters, 3 × 3, same" }) {
        face.card.subtitle = fits;
        layOut(face, style);
        QVERIFY2(!face.subtitle.text().contains(QChar(0x2026)), fits);
    }
    face.card.subtitle = "Conv 2D · 32 filters, 3 × 3, same, 2 × 2, 2 × 2, no bias";
    layOut(face, style);
    QVERIFY2(face.subtitle.text().startsWith("Conv 2D · 32 filters, 3×3"), qPrintable(face.subtitle.text()));
    QVERIFY2(face.subtitle.text().endsWith(" …"), qPrintable(face.subtitle.text())); // parts are whole
    face.card.cost = "36,864 par · 7.23 M MAC · 50.2 kB";
    layOut(face, style);
    QCOMPARE(face.cost.text(), QString("36,864 par·7.23 M MAC·50.2 kB"));
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

void CanvasLookTest::linksOfOnePortSayTheirShapeOnce()
{
    Editor editor(sample());
    const auto labelOf = [&](const char* from, const char* to) {
        return editor.view.graph()
            .item(network::Link { { editor.id(from), 0 }, { editor.id(to), 0 } })
            ->labelRect();
    };
    QVERIFY(labelOf("in", "small").isEmpty() != labelOf("in", "side").isEmpty());
    const auto label = labelOf("in", "small") | labelOf("in", "side");
    const auto port = editor.item("in")->portPoint(geometry::Side::Output, 0);
    QVERIFY(label.top() > port.y() && label.top() < port.y() + 12);
    const auto middle = labelOf("small", "relu").center().y();
    QCOMPARE(middle, (editor.item("small")->pos().y() + editor.item("relu")->pos().y()) / 2);
    editor.show(edits::without(editor.view.network(), { .nodes = { editor.id("side") }, .links = {} }));
    QCOMPARE(labelOf("in", "small").center().y(), geometry::kRowHeight / 2); // the only one again
}

void CanvasLookTest::aSelectionShowsBesideAnyColour()
{
    Editor editor(sample());
    editor.view.resetZoom();
    editor.view.setHeat(Heat::Parameters);
    const auto edge = editor.item("large")->pos() + QPointF(60, geometry::kNodeHeight / 2); // no port there
    const auto isOutlined = [&] {
        for (const double beyond : { 2.5, 3.0, 3.5, 4.0, 4.5 }) {
            if (editor.pixelAt(edge + QPointF(0, beyond)).rgb() == colour(Meaning::Accent).rgb())
                return true;
        }
        return false;
    };
    QVERIFY(!isOutlined());
    editor.view.select({ .nodes = { editor.id("large") }, .links = {} });
    QVERIFY(isOutlined());
    QCOMPARE(editor.item("large")->heat(), heatColour(1));
}

/// Twice as many pixels for the same size, or the same pixels for twice the size: the same picture.
void CanvasLookTest::aLayerIsAsSharpOnAFineScreen()
{
    Editor editor(sample());
    const auto painted = [&](double pixelRatio, double zoom) {
        QImage picture(800, 400, QImage::Format_ARGB32_Premultiplied);
        picture.setDevicePixelRatio(pixelRatio);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        painter.scale(zoom, zoom);
        painter.translate(150, 80);
        QStyleOptionGraphicsItem option;
        editor.item("large")->paint(&painter, &option, nullptr);
        painter.end();
        picture.setDevicePixelRatio(1);
        return picture;
    };
    QCOMPARE(painted(2, 1), painted(1, 2));
}

QTEST_MAIN(CanvasLookTest)
#include "canvas_look_test.moc"
