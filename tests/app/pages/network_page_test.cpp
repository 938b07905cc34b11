// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_page.hpp"

#include "app/pages/network_selector.hpp"
#include "app/session/project_document.hpp"
#include "tests/app/pages/dialog_reply.hpp"
#include "tests/app/pages/opened_page.hpp"
#include "widgets/form/node_form.hpp"
#include "widgets/form/parameter_field.hpp"
#include "widgets/form/parameter_form.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/problem_list.hpp"
#include "widgets/palette/layer_palette.hpp"
#include "widgets/theme.hpp"

#include <QAbstractSpinBox>
#include <QAction>
#include <QDir>
#include <QDockWidget>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QScopeGuard>
#include <QScrollArea>
#include <QTest>
#include <QToolButton>

#include <utility>

using namespace netwright;
using widgets::geometry::Side;

namespace {

/// The page on a project with one network: input -> flatten -> dense.
struct Desk : testing::OpenedPage {
    Desk()
        : OpenedPage({ small() })
    {
    }

    static network::Network small()
    {
        network::Network network;
        network.name = "small";
        const auto input = network.add("input", { 0, 0 });
        const auto flatten = network.add("flatten", { 0, 104 });
        const auto dense = network.add("dense", { 0, 208 });
        network.connect({ { input, 0 }, { flatten, 0 } });
        network.connect({ { flatten, 0 }, { dense, 0 } });
        return network;
    }

    template <class Widget> [[nodiscard]] Widget& find(const char* name) const
    {
        return *page->findChild<Widget*>(QLatin1String(name));
    }
    [[nodiscard]] const network::Network& network() const { return *document.project().network("small"); }
    [[nodiscard]] network::NodeId id(std::string_view name) const { return network().find(name)->id; }
    void select(std::string_view name) const { canvas().select({ .nodes = { id(name) }, .links = {} }); }
    [[nodiscard]] QPoint port(std::string_view name, Side side) const
    {
        return canvas().mapFromScene(canvas().graph().item(id(name))->portPoint(side, 0));
    }
};

} // namespace

class NetworkPageTest : public QObject {
    Q_OBJECT

private slots:
    void showsTheProjectsNetwork();
    void deletesByKeyboardAndUndoes();
    void addsFromThePaletteAndConnectsByMouse();
    void typingANumberIsOneEntryOfTheHistory();
    void aProblemLeadsToItsNode();
    void makesDuplicatesAndDeletesNetworks();
    void anEmptyProjectOffersANewNetwork();
    void undoIsTheProjectsWhileAFieldHasTheKeyboard();
    void theFormShowsTheWholeTextOfAFault();
    void newLayersTakeTheColumnsOfTheData();
    void aNetworkThatFitsTheDataCanBeTrainedAtOnce();
    void theNetworkStandsInTheMiddleWhateverIsWrongWithIt();
    void aNameThatIsTypedWhileItsNetworkGoesAwayChangesNothing();
    void enterOpensTheParametersAndEscapeComesBack();
    void aNarrowWindowLeavesRoomForTheCanvas();
    void aNarrowWindowLeavesRoomAlsoWhereThePageIsScrolled();
    void anEditThatComesWhileANameIsAskedStays();
    void anEmptyCanvasSpeaksOfThePaletteWhereThereIsOne();
    void theTextHasRoomForItsLinesAndGivesItBack();
};

void NetworkPageTest::showsTheProjectsNetwork()
{
    const Desk desk;
    QCOMPARE(desk.canvas().network(), desk.network());
    for (const auto* name : { "palette", "canvas", "form", "problems" }) {
        QVERIFY2(desk.page->findChild<QWidget*>(name), name);
        QVERIFY2(!desk.find<QWidget>(name).accessibleName().isEmpty(), name);
    }
}

void NetworkPageTest::deletesByKeyboardAndUndoes()
{
    Desk desk;
    const auto before = desk.network();
    desk.canvas().setFocus();
    desk.select("flatten_1");
    QTest::keyClick(&desk.canvas(), Qt::Key_Delete);
    QCOMPARE(desk.network().nodes.size(), std::size_t(2));
    QCOMPARE(desk.document.undoStack().undoText(), QStringLiteral("Delete flatten_1"));
    desk.document.undoStack().undo();
    QCOMPARE(desk.network(), before);
    QCOMPARE(desk.canvas().network(), before);
}

void NetworkPageTest::addsFromThePaletteAndConnectsByMouse()
{
    Desk desk;
    auto& palette = desk.find<widgets::LayerPalette>("palette");
    palette.search().setFocus();
    QTest::keyClicks(&palette.search(), "drop");
    QTest::keyClick(&palette.search(), Qt::Key_Return);
    QVERIFY(desk.network().find("dropout_1"));
    QCOMPARE(desk.network().links.size(), std::size_t(2));
    desk.canvas().fitAll();
    const auto from = desk.port("dense_1", Side::Output);
    const auto to = desk.port("dropout_1", Side::Input);
    QTest::mousePress(desk.canvas().viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(desk.canvas().viewport(), to);
    QTest::mouseRelease(desk.canvas().viewport(), Qt::LeftButton, {}, to);
    const network::Link expected { { desk.id("dense_1"), 0 }, { desk.id("dropout_1"), 0 } };
    QCOMPARE(desk.network().links.back(), expected);
}

void NetworkPageTest::typingANumberIsOneEntryOfTheHistory()
{
    Desk desk;
    desk.select("dense_1");
    auto& form = desk.find<widgets::NodeForm>("form");
    auto* units = qobject_cast<QAbstractSpinBox*>(form.parameters().field("units")->editor());
    const auto entries = desk.document.undoStack().count();
    units->setFocus();
    units->selectAll();
    QTest::keyClicks(units, "48");
    QCOMPARE(desk.network().find("dense_1")->parameters.integer("units"), std::int64_t(48));
    QCOMPARE(desk.document.undoStack().count(), entries + 1);
    QVERIFY(desk.canvas().graph().item(desk.id("dense_1"))->card().subtitle.contains("48 units"));
}

void NetworkPageTest::aProblemLeadsToItsNode()
{
    Desk desk;
    auto& problems = desk.find<widgets::ProblemList>("problems");
    QTest::mouseClick(&desk.find<QToolButton>("problemCount"), Qt::LeftButton);
    QVERIFY(problems.isVisible());
    const auto* model = problems.model();
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->index(row, 0).data().toString() == "input_1")
            QTest::mouseClick(problems.viewport(), Qt::LeftButton, {},
                              problems.visualRect(model->index(row, 1)).center());
    }
    QCOMPARE(desk.canvas().selection().nodes, std::set { desk.id("input_1") });
}

void NetworkPageTest::makesDuplicatesAndDeletesNetworks()
{
    Desk desk;
    auto& selector = desk.page->selector();
    selector.duplicateNetwork();
    QCOMPARE(selector.current(), std::string("small copy"));
    QCOMPARE(desk.canvas().network().nodes, desk.network().nodes);
    selector.addNetwork();
    QVERIFY(desk.canvas().network().nodes.empty());
    selector.choose("small");
    selector.deleteNetwork();
    QVERIFY(!desk.document.project().network("small"));
    QVERIFY(!selector.current().empty());
    desk.document.undoStack().undo();
    QVERIFY(desk.document.project().network("small"));
}

void NetworkPageTest::anEmptyProjectOffersANewNetwork()
{
    session::ProjectDocument document;
    pages::NetworkPage page(document);
    page.show();
    QVERIFY(!page.findChild<widgets::GraphView*>("canvas")->isVisible());
    page.selector().addNetwork();
    QCOMPARE(document.project().networks.size(), std::size_t(1));
    QVERIFY(page.findChild<widgets::GraphView*>("canvas")->isVisible());
}

void NetworkPageTest::undoIsTheProjectsWhileAFieldHasTheKeyboard()
{
    Desk desk;
    auto* undo = desk.document.undoStack().createUndoAction(desk.page.get());
    undo->setShortcut(QKeySequence::Undo);
    desk.page->addAction(undo);
    desk.page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk.page.get()));
    desk.select("dense_1");
    auto& form = desk.find<widgets::NodeForm>("form");
    const auto units = [&] { return desk.network().find("dense_1")->parameters.integer("units"); };
    const auto before = units();
    auto* box = qobject_cast<QAbstractSpinBox*>(form.parameters().field("units")->editor());
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, "7");
    QTest::keyClick(box, Qt::Key_Return);
    QCOMPARE(units(), std::int64_t { 7 });
    QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(units(), before);

    auto& name = form.name();
    name.setFocus();
    name.selectAll();
    QTest::keyClicks(&name, "other");
    QTest::keyClick(&name, Qt::Key_Z, Qt::ControlModifier); // not told yet: the field's own
    QCOMPARE(name.text(), QStringLiteral("dense_1"));
    QTest::keyClicks(&name, "other");
    QTest::keyClick(&name, Qt::Key_Return);
    QVERIFY(!desk.network().find("dense_1"));
    QTest::keyClick(&name, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(desk.network().find("dense_1"));
    QCOMPARE(name.text(), QStringLiteral("dense_1"));
}

void NetworkPageTest::theFormShowsTheWholeTextOfAFault()
{
    Desk desk;
    desk.select("input_1"); // its dataset is not there
    auto& form = desk.find<widgets::NodeForm>("form");
    QVERIFY(!form.parameters().field("column")->message().isEmpty());
    QTRY_VERIFY(form.parameters().field("column")->isVisible());
    QCoreApplication::processEvents();
    int texts = 0;
    for (const auto* label : form.findChildren<QLabel*>()) {
        if (!label->isVisible() || !label->wordWrap())
            continue;
        ++texts;
        QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
    }
    QVERIFY(texts > 3);
    QVERIFY(form.widget()->minimumSizeHint().width() <= form.viewport()->width());
}

void NetworkPageTest::newLayersTakeTheColumnsOfTheData()
{
    const auto sample = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples" / "iris.netwright";
    session::ProjectDocument document;
    pages::NetworkPage page(document);
    QVERIFY(document.open(sample).has_value());
    const auto dataset = document.project().datasets.front().name;
    QTRY_VERIFY(document.dataset(dataset));
    page.selector().addNetwork();
    auto& canvas = *page.findChild<widgets::GraphView*>("canvas");
    canvas.addLayer(QStringLiteral("input"));
    canvas.select({});
    canvas.addLayer(QStringLiteral("softmax_cross_entropy"));
    const auto& nodes = document.project().network(page.selector().current())->nodes;
    QCOMPARE(nodes[0].parameters.text("column"), std::string("features"));
    QCOMPARE(nodes[1].parameters.text("target"), std::string("species"));
}

void NetworkPageTest::aNetworkThatFitsTheDataCanBeTrainedAtOnce()
{
    const auto sample = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples" / "iris.netwright";
    session::ProjectDocument document;
    pages::NetworkPage page(document);
    QVERIFY(document.open(sample).has_value());
    const auto dataset = document.project().datasets.front().name;
    QTRY_VERIFY(document.dataset(dataset));
    page.selector().addStartingNetwork();
    const auto& canvas = *page.findChild<widgets::GraphView*>("canvas");
    QVERIFY(!canvas.network().nodes.empty());
    QVERIFY(canvas.graph().analysis().isTrainable());
}

void NetworkPageTest::theNetworkStandsInTheMiddleWhateverIsWrongWithIt()
{
    const Desk desk; // without data, so that there are messages beside the nodes
    QVERIFY(!desk.canvas().graph().analysis().problems.empty());
    const auto at = desk.canvas().mapFromScene(desk.canvas().graph().item(desk.id("flatten_1"))->scenePos());
    const auto middle = desk.canvas().viewport()->rect().center();
    QVERIFY2(std::abs(at.x() - middle.x()) <= 2, qPrintable(QString::number(at.x() - middle.x())));
}

void NetworkPageTest::aNameThatIsTypedWhileItsNetworkGoesAwayChangesNothing()
{
    Desk desk;
    desk.select("dense_1");
    auto& name = desk.find<widgets::NodeForm>("form").name();
    name.setFocus();
    name.selectAll();
    QTest::keyClicks(&name, QStringLiteral("other"));
    desk.page->selector().deleteNetwork();
    QTest::keyClick(&name, Qt::Key_Return);
    QVERIFY(desk.document.project().networks.empty());
}

void NetworkPageTest::enterOpensTheParametersAndEscapeComesBack()
{
    Desk desk;
    desk.page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk.page.get()));
    desk.canvas().setFocus();
    desk.select("flatten_1");
    QTest::keyClick(&desk.canvas(), Qt::Key_Down);
    QTest::keyClick(&desk.canvas(), Qt::Key_Return);
    const auto& form = desk.find<widgets::NodeForm>("form");
    QCOMPARE(QApplication::focusWidget(), form.parameters().firstEditor());
    QTest::keyClicks(QApplication::focusWidget(), "48");
    QCOMPARE(desk.network().find("dense_1")->parameters.integer("units"), std::int64_t(48));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(desk.canvas().hasFocus());
    QCOMPARE(desk.canvas().focusNode(), std::optional(desk.id("dense_1")));
    QCOMPARE(desk.network().find("dense_1")->parameters.integer("units"), std::int64_t(48));
}

void NetworkPageTest::aNarrowWindowLeavesRoomForTheCanvas()
{
    Desk desk;
    auto& palette = desk.find<QDockWidget>("palettePanel");
    QVERIFY(palette.isVisible());
    desk.page->resize(944, 600); // of a window of 1024
    QVERIFY(!palette.isVisible());
    QTRY_VERIFY(desk.canvas().width() > 500);
    const auto layout = desk.page->saveLayout(); // a wider window has its palette again
    QVERIFY(!palette.isVisible());
    desk.page->resize(1400, 900);
    QVERIFY(palette.isVisible());
    palette.hide();
    desk.page->resize(944, 600);
    desk.page->resize(1400, 900);
    QVERIFY(!palette.isVisible()); // as the person wants it
    desk.page->restoreLayout(layout);
    QVERIFY(palette.isVisible());
}

void NetworkPageTest::aNarrowWindowLeavesRoomAlsoWhereThePageIsScrolled()
{
    Desk desk;
    const auto& palette = desk.find<QDockWidget>("palettePanel");
    QScrollArea around;
    around.setWidgetResizable(true);
    around.setWidget(desk.page.get());
    const auto back = qScopeGuard([&around] { around.takeWidget(); }); // it is the desk's
    desk.page->setMinimumWidth(1200);
    around.resize(1400, 900);
    around.show();
    QTRY_VERIFY(palette.isVisible());
    around.resize(1150, 900); // the page has its least width from here on
    QTRY_COMPARE(desk.page->width(), 1200);
    QVERIFY(palette.isVisible());
    around.resize(944, 900);
    QTRY_VERIFY(!palette.isVisible());
    QCOMPARE(desk.page->width(), 1200);
    around.resize(1400, 900);
    QTRY_VERIFY(palette.isVisible());
}

void NetworkPageTest::anEditThatComesWhileANameIsAskedStays()
{
    Desk desk;
    const testing::DialogReply<QInputDialog> reply([&desk](QInputDialog& dialog) {
        auto after = desk.document.project();
        after.description = "meanwhile";
        desk.document.edit("Describe", std::move(after));
        dialog.setTextValue("other");
        dialog.accept();
    });
    desk.find<QAction>("renameNetwork").trigger();
    QVERIFY(reply.isGiven());
    QVERIFY(desk.document.project().network("other"));
    QCOMPARE(desk.document.project().description, std::string("meanwhile"));
}

void NetworkPageTest::anEmptyCanvasSpeaksOfThePaletteWhereThereIsOne()
{
    Desk desk;
    const auto isNamed = [&] { return desk.canvas().emptyText().contains("palette"); };
    QVERIFY(isNamed());
    desk.page->resize(944, 600); // of a window of 1024
    QVERIFY2(!isNamed() && desk.canvas().emptyText().contains("Tab"), qPrintable(desk.canvas().emptyText()));
    desk.page->resize(1400, 900);
    QVERIFY(isNamed());
    desk.find<QDockWidget>("palettePanel").toggleViewAction()->trigger();
    QVERIFY(!isNamed());
}

void NetworkPageTest::theTextHasRoomForItsLinesAndGivesItBack()
{
    Desk desk;
    desk.page->resize(1400, 900);
    auto& form = desk.find<QDockWidget>("formPanel");
    auto& text = desk.find<QDockWidget>("textPanel");
    const auto before = form.width();
    text.toggleViewAction()->trigger();
    QTRY_VERIFY2(text.width() >= 500, qPrintable(QString::number(text.width())));
    text.toggleViewAction()->trigger();
    QTRY_COMPARE(form.width(), before);
}

QTEST_MAIN(NetworkPageTest)
#include "network_page_test.moc"
