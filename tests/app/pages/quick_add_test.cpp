// SPDX-License-Identifier: GPL-3.0-or-later
// Layers found where the work is: the popup at the cursor, below a layer, and at the end of a pulled link.
#include "app/pages/network_page.hpp"
#include "app/session/block_library.hpp"
#include "app/session/project_document.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/palette/layer_palette.hpp"
#include "widgets/palette/quick_add.hpp"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QStandardPaths>
#include <QTest>

#include <filesystem>

using namespace netwright;
using widgets::geometry::Side;

namespace {

/// The page on a project with Fashion-MNIST and a network: input -> conv2d -> flatten -> dense.
struct Desk {
    session::ProjectDocument document;
    std::unique_ptr<pages::NetworkPage> page;

    Desk()
    {
        auto project = *project::load(std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples"
                                      / "fashion-mnist.netwright");
        project.datasets.front().limit = 2000;
        project.recipes.clear();
        network::Network network { .name = "small", .dataset = "fashion-mnist", .nodes = {}, .links = {} };
        network::NodeId last;
        for (const auto* layer : { "input", "conv2d", "flatten", "dense" }) {
            const auto id = network.add(layer, { 0, 104.0 * static_cast<double>(network.nodes.size()) });
            if (last.value != 0)
                network.connect({ { last, 0 }, { id, 0 } });
            last = id;
        }
        network.find(last)->parameters.set("units", std::int64_t { 10 });
        project.networks = { network };
        document.edit("Begin", project);
        page = std::make_unique<pages::NetworkPage>(document);
        page->resize(1280, 900);
        page->show();
        page->activateWindow();
        (void)QTest::qWaitForWindowActive(page.get());
        (void)QTest::qWaitFor([this] { return document.dataset("fashion-mnist") != nullptr; });
        canvas().setFocus();
    }

    [[nodiscard]] widgets::GraphView& canvas() const
    {
        return *page->findChild<widgets::GraphView*>("canvas");
    }
    [[nodiscard]] widgets::QuickAdd& popup() const { return *page->findChild<widgets::QuickAdd*>(); }
    void putMouseOnCanvas() const
    {
        const auto& view = *canvas().viewport();
        QCursor::setPos(view.mapToGlobal(view.rect().center()));
    }
    [[nodiscard]] const network::Network& network() const { return document.project().networks.front(); }
    [[nodiscard]] network::NodeId id(std::string_view name) const { return network().find(name)->id; }
    void select(std::string_view name) const { canvas().select({ .nodes = { id(name) }, .links = {} }); }
    [[nodiscard]] bool isLinked(std::string_view from, std::string_view to) const
    {
        return std::ranges::count(network().links, network::Link { { id(from), 0 }, { id(to), 0 } }) > 0;
    }
    /// Why a layer in the popup does not fit, by layer, in their order; empty for those that do.
    [[nodiscard]] std::vector<std::pair<QString, QString>> listed() const
    {
        std::vector<std::pair<QString, QString>> layers;
        const auto* model = popup().list().model();
        for (int row = 0; row < model->rowCount(); ++row) {
            const auto index = model->index(row, 0);
            layers.emplace_back(index.data(widgets::FoundLayers::LayerRole).toString(),
                                index.data(widgets::FoundLayers::MisfitRole).toString());
        }
        return layers;
    }
    /// Those that fit.
    [[nodiscard]] QStringList offered() const
    {
        QStringList layers;
        for (const auto& [layer, misfit] : listed()) {
            if (misfit.isEmpty())
                layers << layer;
        }
        return layers;
    }
    void choose(const QString& typed) const
    {
        QTest::keyClicks(&popup().search(), typed);
        QTest::keyClick(&popup().search(), Qt::Key_Return);
    }
    void pull(std::string_view node, Side side, QPointF to) const
    {
        const auto from = canvas().mapFromScene(canvas().graph().item(id(node))->portPoint(side, 0));
        QTest::mousePress(canvas().viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(canvas().viewport(), canvas().mapFromScene(to));
        QTest::mouseRelease(canvas().viewport(), Qt::LeftButton, {}, canvas().mapFromScene(to));
    }
};

} // namespace

class QuickAddTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void cleanup()
    {
        const auto folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
        std::filesystem::remove_all(std::filesystem::path(folder.toStdString()) / "blocks");
    }

    void tabPutsALayerBehindTheSelectedOne();
    void withoutASelectionItStandsWhereTheMouseIs();
    void withTheMouseElsewhereItGoesOnWhereTheNetworkIsOpen();
    void aDoubleClickAddsThereFedByWhatWasSelected();
    void aPulledLinkOffersWhatFitsAndIsMade();
    void aPulledInputIsFedByWhatIsChosen();
    void aLossTakesTheColumnOfTheData();
    void escapeLeavesEverythingAsItWas();
    void aBlockThatIsKeptIsOfferedAndBroughtIn();
    void whatIsAddedIsRecent();
    void whatDoesNotFitIsListedLastWithTheReason();
    void theLikeliestIsFirst_data();
    void theLikeliestIsFirst();
    void theLayerThatItStartsFromStaysInSight_data();
    void theLayerThatItStartsFromStaysInSight();
    void behindALossItSaysThatTheNetworkEnds();
    void aSecondLossIsNotWhatIsMeant();
};

void QuickAddTest::tabPutsALayerBehindTheSelectedOne()
{
    Desk desk;
    desk.select("conv2d_1");
    QTest::keyClick(&desk.canvas(), Qt::Key_Tab);
    QVERIFY(desk.popup().isVisible());
    QCOMPARE(desk.popup().search().accessibleName(), QStringLiteral("Add a layer after conv2d_1"));
    QVERIFY(desk.offered().contains("max_pool2d")); // fits an image
    QVERIFY(!desk.offered().contains("softmax_cross_entropy"));
    desk.choose("relu");
    QVERIFY(desk.isLinked("conv2d_1", "relu_1"));
    QVERIFY(desk.isLinked("relu_1", "flatten_1"));
    QCOMPARE(desk.document.undoStack().undoText(), QStringLiteral("Add relu_1"));
    QCOMPARE(desk.canvas().selection().nodes, std::set { desk.id("relu_1") });
    QVERIFY(desk.canvas().hasFocus());
    QTest::keyClick(&desk.canvas(), Qt::Key_Tab); // and on
    desk.choose("max pool");
    QVERIFY(desk.isLinked("relu_1", "max_pool2d_1"));
}

void QuickAddTest::withoutASelectionItStandsWhereTheMouseIs()
{
    Desk desk;
    desk.putMouseOnCanvas();
    QTest::keyClick(&desk.canvas(), Qt::Key_Slash);
    QCOMPARE(desk.popup().search().accessibleName(), QStringLiteral("Add a layer here"));
    const auto links = desk.network().links;
    desk.choose("dropout");
    QVERIFY(desk.network().find("dropout_1"));
    QCOMPARE(desk.network().links, links);
}

void QuickAddTest::withTheMouseElsewhereItGoesOnWhereTheNetworkIsOpen()
{
    Desk desk;
    QCursor::setPos(desk.canvas().window()->mapToGlobal(QPoint(-50, -50)));
    desk.canvas().select({});
    QTest::keyClick(&desk.canvas(), Qt::Key_Slash);
    QCOMPARE(desk.popup().search().accessibleName(), QStringLiteral("Add a layer after dense_1"));
    desk.choose("dropout");
    QVERIFY(desk.isLinked("dense_1", "dropout_1"));
}

void QuickAddTest::aDoubleClickAddsThereFedByWhatWasSelected()
{
    Desk desk;
    desk.select("dense_1");
    const QPointF there(320, 416);
    const auto point = desk.canvas().mapFromScene(there);
    QTest::mouseClick(desk.canvas().viewport(), Qt::LeftButton, {}, point);
    QMouseEvent second(QEvent::MouseButtonDblClick, point, desk.canvas().viewport()->mapToGlobal(point),
                       Qt::LeftButton, Qt::LeftButton, {});
    QApplication::sendEvent(desk.canvas().viewport(), &second);
    desk.choose("softmax");
    QVERIFY(desk.isLinked("dense_1", "softmax_1"));
    const auto place = desk.network().find("softmax_1")->position;
    QVERIFY(QLineF(there, { place.x, place.y }).length() < 8);
}

void QuickAddTest::aPulledLinkOffersWhatFitsAndIsMade()
{
    Desk desk;
    desk.pull("conv2d_1", Side::Output, { 320, 260 });
    QVERIFY(desk.popup().isVisible());
    QCOMPARE(desk.popup().search().accessibleName(), QStringLiteral("What follows conv2d_1?"));
    const auto offered = desk.offered();
    for (const auto* layer : { "conv2d", "max_pool2d", "relu", "add", "flatten" })
        QVERIFY2(offered.contains(layer), layer);
    for (const auto* layer : { "input", "embedding", "lstm", "softmax_cross_entropy" })
        QVERIFY2(!offered.contains(layer), layer);
    desk.choose("max");
    QVERIFY(desk.isLinked("conv2d_1", "max_pool2d_1"));
    QVERIFY(desk.isLinked("conv2d_1", "flatten_1")); // as before
    const auto place = desk.network().find("max_pool2d_1")->position;
    QVERIFY(QLineF({ 320, 260 + widgets::geometry::kNodeHeight / 2 }, { place.x, place.y }).length() < 8);
    QCOMPARE(desk.document.undoStack().undoText(), QStringLiteral("Add max_pool2d_1"));
}

void QuickAddTest::aPulledInputIsFedByWhatIsChosen()
{
    Desk desk;
    desk.pull("dense_1", Side::Input, { 320, 260 });
    QCOMPARE(desk.popup().search().accessibleName(), QStringLiteral("What feeds dense_1?"));
    QVERIFY(desk.offered().contains("dropout"));
    QVERIFY(!desk.offered().contains("softmax_cross_entropy"));
    QVERIFY(!desk.offered().contains("conv2d")); // makes images
    desk.choose("dropout");
    QVERIFY(desk.isLinked("dropout_1", "dense_1"));
    QVERIFY(!desk.isLinked("flatten_1", "dense_1")); // an input takes one link
}

void QuickAddTest::aLossTakesTheColumnOfTheData()
{
    Desk desk;
    desk.pull("dense_1", Side::Output, { 0, 420 });
    QVERIFY(desk.offered().contains("softmax_cross_entropy")); // ten scores, ten classes
    QVERIFY(!desk.offered().contains("mean_squared_error")); // no column of ten numbers
    desk.choose("cross");
    QCOMPARE(desk.network().find("loss_1")->parameters.text("target"), std::string("label"));
    QVERIFY(desk.canvas().graph().analysis().isTrainable());
}

void QuickAddTest::escapeLeavesEverythingAsItWas()
{
    Desk desk;
    const auto before = desk.network();
    desk.pull("conv2d_1", Side::Output, { 320, 260 });
    QTest::keyClick(&desk.popup().search(), Qt::Key_Escape);
    QVERIFY(!desk.popup().isVisible());
    QVERIFY(desk.canvas().hasFocus());
    QCOMPARE(desk.network(), before);
    // The drag is over: the next press is one of its own.
    desk.pull("conv2d_1", Side::Output, { 320, 300 });
    QVERIFY(desk.popup().isVisible());
}

void QuickAddTest::aBlockThatIsKeptIsOfferedAndBroughtIn()
{
    session::BlockLibrary library(session::BlockLibrary::usualFolder());
    network::Block block { .name = "Unit", .body = {}, .exposed = {} };
    const auto in = block.body.add("block_input", { 0, 0 });
    const auto relu = block.body.add("relu", { 0, 104 });
    const auto out = block.body.add("block_output", { 0, 208 });
    block.body.connect({ { in, 0 }, { relu, 0 } });
    block.body.connect({ { relu, 0 }, { out, 0 } });
    network::Network part { .name = "part", .dataset = {}, .nodes = {}, .links = {} };
    part.blocks = { block };
    (void)part.add("block:Unit", { 0, 0 });
    QVERIFY(library.save("Unit", part));
    Desk desk;
    desk.pull("conv2d_1", Side::Output, { 320, 260 });
    QVERIFY(desk.offered().contains("kept:Unit"));
    desk.choose("unit");
    QVERIFY(desk.network().block("Unit"));
    QVERIFY(desk.isLinked("conv2d_1", "Unit_1"));
    QVERIFY(desk.canvas().graph().analysis().factsOf(desk.id("Unit_1")));
}

void QuickAddTest::whatIsAddedIsRecent()
{
    Desk desk;
    desk.select("dense_1");
    QTest::keyClick(&desk.canvas(), Qt::Key_Tab);
    desk.choose("dropout");
    QCOMPARE(desk.page->layerPalette().memory().recent, QStringList { "dropout" });
    QTest::keyClick(&desk.canvas(), Qt::Key_Escape);
    desk.putMouseOnCanvas();
    QTest::keyClick(&desk.canvas(), Qt::Key_Slash); // where nothing says what is likely
    QCOMPARE(desk.offered().first(), QStringLiteral("dropout"));
}

void QuickAddTest::whatDoesNotFitIsListedLastWithTheReason()
{
    Desk desk;
    desk.pull("conv2d_1", Side::Output, { 320, 260 });
    const auto before = desk.listed();
    const auto isMisfit = [](const auto& each) { return !each.second.isEmpty(); };
    QVERIFY(std::ranges::is_sorted(before, {}, isMisfit));
    QTest::keyClicks(&desk.popup().search(), "cross");
    const auto found = desk.listed();
    QCOMPARE(found.front().first, QStringLiteral("softmax_cross_entropy"));
    QVERIFY2(found.front().second.contains("\"label\""), qPrintable(found.front().second));
    QTest::keyClick(&desk.popup().search(), Qt::Key_Return); // it is what the person wants
    QVERIFY(desk.isLinked("conv2d_1", "loss_1"));
    QVERIFY(!desk.canvas().graph().analysis().problems.empty());
}

void QuickAddTest::theLikeliestIsFirst_data()
{
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("first");
    QTest::newRow("on an empty canvas") << QString() << "input";
    QTest::newRow("behind images") << "input_1"
                                   << "conv2d";
    QTest::newRow("behind a convolution") << "conv2d_1"
                                          << "relu";
    QTest::newRow("behind a flatten") << "flatten_1"
                                      << "dense";
    QTest::newRow("behind a score for each class") << "dense_1"
                                                   << "softmax_cross_entropy";
}

void QuickAddTest::theLikeliestIsFirst()
{
    QFETCH(QString, after);
    QFETCH(QString, first);
    Desk desk;
    desk.page->layerPalette().remember("softmax"); // what was used last does not lead where it makes no sense
    if (after.isEmpty()) {
        QTest::keyClick(&desk.canvas(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&desk.canvas(), Qt::Key_Delete);
        QVERIFY(desk.network().nodes.empty());
    } else {
        desk.select(after.toStdString());
    }
    QTest::keyClick(&desk.canvas(), Qt::Key_Tab);
    QCOMPARE(desk.listed().front(), (std::pair { first, QString() }));
}

void QuickAddTest::theLayerThatItStartsFromStaysInSight_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("wide") << QSize(1440, 860);
    QTest::newRow("usual") << QSize(1280, 800);
    QTest::newRow("small") << QSize(1024 - 72, 640);
}

void QuickAddTest::theLayerThatItStartsFromStaysInSight()
{
    QFETCH(QSize, size);
    Desk desk;
    desk.page->resize(size);
    QCoreApplication::processEvents();
    auto& viewport = *desk.canvas().viewport();
    const QRect canvas(viewport.mapToGlobal(QPoint()), viewport.size());
    for (const auto* name : { "input_1", "conv2d_1", "flatten_1", "dense_1" }) {
        desk.select(name);
        QTest::keyClick(&desk.canvas(), Qt::Key_Tab);
        const auto card = desk.canvas()
                              .mapFromScene(desk.canvas().graph().item(desk.id(name))->sceneBoundingRect())
                              .boundingRect()
                              .translated(canvas.topLeft());
        const auto popup = desk.popup().geometry();
        QVERIFY2(!popup.intersects(card), name);
        QVERIFY2(canvas.contains(popup), qPrintable(QDebug::toString(popup) + QDebug::toString(canvas)));
        QTest::keyClick(&desk.popup().search(), Qt::Key_Escape);
    }
}

void QuickAddTest::behindALossItSaysThatTheNetworkEnds()
{
    Desk desk;
    desk.select("dense_1");
    QTest::keyClick(&desk.canvas(), Qt::Key_Tab);
    const auto* note = desk.popup().findChild<QLabel*>("quickAddNote");
    QVERIFY(note->isHidden());
    desk.choose("crossentropy"); // and it is selected
    QTest::keyClick(&desk.canvas(), Qt::Key_Tab);
    QVERIFY(note->isVisible());
    QVERIFY2(note->text().startsWith("The network ends here"), qPrintable(note->text()));
    QCOMPARE(desk.offered().first(), QStringLiteral("input")); // another beginning, if anything
    QVERIFY(desk.offered().last().endsWith("cross_entropy") || desk.offered().last() == "mean_squared_error");
    const auto links = desk.network().links;
    desk.choose("dropout");
    QVERIFY(desk.network().find("dropout_1"));
    QCOMPARE(desk.network().links, links);
}

void QuickAddTest::aSecondLossIsNotWhatIsMeant()
{
    Desk desk;
    desk.select("dense_1");
    QTest::keyClick(&desk.canvas(), Qt::Key_Tab);
    desk.choose("crossentropy");
    desk.select("dense_1"); // whose scores fit a loss
    QTest::keyClick(&desk.canvas(), Qt::Key_Tab);
    QCOMPARE(desk.offered().first(), QStringLiteral("relu"));
    QVERIFY2(desk.offered().last().endsWith("cross_entropy"), qPrintable(desk.offered().join(' ')));
    QVERIFY(desk.offered().indexOf("softmax_cross_entropy") > desk.offered().indexOf("flatten"));
}

QTEST_MAIN(QuickAddTest)
#include "quick_add_test.moc"
