// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_page.hpp"

#include "app/session/project_document.hpp"
#include "tests/app/pages/dialog_reply.hpp"
#include "tests/app/pages/opened_page.hpp"
#include "tests/core/network/block_sample.hpp"
#include "widgets/graph/breadcrumb_bar.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/table/layer_table.hpp"
#include "widgets/theme.hpp"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QDockWidget>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace netwright;
using widgets::LayerTable;
using widgets::LayerTableModel;

namespace {

/// The page on a network with a block, "stage", that is repeated twice.
struct Desk : testing::OpenedPage {
    Desk()
        : OpenedPage({ network::unitNetwork(2) })
    {
    }

    [[nodiscard]] const network::Network& network() const { return *document.project().network("units"); }
    [[nodiscard]] network::NodeId id(std::string_view name) const { return network().find(name)->id; }
    [[nodiscard]] LayerTable& table() const { return *page->findChild<LayerTable*>(QStringLiteral("table")); }
    void showTable() const { QTest::keyClick(&canvas(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier); }
    [[nodiscard]] QAction& action(const char* name) const
    {
        return *page->findChild<QAction*>(QLatin1String(name));
    }
    [[nodiscard]] QStringList selected() const
    {
        QStringList names;
        for (const auto& index : table().selectionModel()->selectedRows(LayerTableModel::Layer))
            names << index.data().toString();
        names.sort();
        return names;
    }
    [[nodiscard]] QStringList shown() const
    {
        QStringList names;
        for (const auto& layer : table().shownLayers())
            names << QString::fromStdString(layer.name);
        return names;
    }
    [[nodiscard]] QPoint middleOf(const QString& name) const
    {
        const auto row = static_cast<int>(shown().indexOf(name));
        const auto index = table().model()->index(row, LayerTableModel::Layer);
        table().scrollTo(index);
        return table().visualRect(index).center();
    }
    void click(const QString& name) const
    {
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, middleOf(name));
    }
};

} // namespace

class NetworkTableTest : public QObject {
    Q_OBJECT

private slots:
    void namesStayReadableWhereThereIsLittleRoom();
    void theKeysShowTheTableAndHideIt();
    void everyButtonOfThePanelHasAName();
    void keepsTheRulesOfModels();
    void numbersAreSortedAsNumbers();
    void theTableFollowsTheSelectionOfTheCanvas();
    void theCanvasFollowsTheSelectionOfTheTable();
    void arrowKeysInTheTableMoveTheSelectionOfTheCanvas();
    void enterGoesToALayerInsideABlock();
    void aRowKeepsItsSelectionWhileItsNumbersChange();
    void theTableIsCopiedAsItIsSorted();
    void theTableIsSavedAsTheEndingOfTheFileSays();
};

void NetworkTableTest::theKeysShowTheTableAndHideIt()
{
    const Desk desk;
    QVERIFY(!desk.table().isVisible());
    desk.showTable();
    QVERIFY(desk.table().isVisible());
    QVERIFY(desk.table().hasFocus());
    QCOMPARE(desk.shown(),
             (QStringList { "x", "stage.1.fc", "stage.1.act", "stage.2.fc", "stage.2.act", "head", "loss" }));
    desk.showTable();
    QVERIFY(!desk.table().isVisible());
}

void NetworkTableTest::everyButtonOfThePanelHasAName()
{
    const Desk desk;
    desk.showTable();
    QVERIFY(!desk.table().accessibleName().isEmpty());
    const auto buttons = desk.page->findChild<QDockWidget*>("tablePanel")->findChildren<QToolButton*>();
    QVERIFY(buttons.size() >= 2);
    for (const auto* button : buttons) {
        QVERIFY(!button->accessibleName().isEmpty());
        QVERIFY(!button->toolTip().isEmpty());
    }
}

void NetworkTableTest::keepsTheRulesOfModels()
{
    Desk desk;
    LayerTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto data = network::unitData();
    model.setLayers(network::listLayers(network::unitNetwork(2), &data));
    QCOMPARE(model.rowCount(), 7);
    QCOMPARE(model.index(1, LayerTableModel::Parameters).data().toString(), QStringLiteral("20"));
    QCOMPARE(model.index(1, LayerTableModel::Output).data().toString(), QStringLiteral("4"));
    const auto share = model.index(1, LayerTableModel::Parameters).data(LayerTableModel::ShareRole);
    QCOMPARE(share.toDouble(), 20.0 / 50);
    QVERIFY(model.index(1, LayerTableModel::Parameters).data(Qt::ToolTipRole).toString().contains("40.00 %"));
    model.setLayers(network::listLayers(network::unitNetwork(2), nullptr));
    QCOMPARE(model.index(1, LayerTableModel::Parameters).data().toString(), QStringLiteral("–"));
    model.setLayers({});
    QCOMPARE(model.rowCount(), 0);
}

void NetworkTableTest::numbersAreSortedAsNumbers()
{
    LayerTable table;
    const auto data = network::unitData();
    table.setLayers(network::listLayers(network::unitNetwork(2), &data));
    table.sortByColumn(LayerTableModel::Parameters, Qt::DescendingOrder);
    const auto layers = table.shownLayers();
    QCOMPARE(layers[0].cost->parameters, std::int64_t(20));
    QCOMPARE(layers[1].cost->parameters, std::int64_t(20));
    QCOMPARE(layers[2].name, std::string("head")); // 10, which as a text comes before 20 and 0
}

void NetworkTableTest::theTableFollowsTheSelectionOfTheCanvas()
{
    const Desk desk;
    desk.showTable();
    desk.canvas().select({ .nodes = { desk.id("head") }, .links = {} });
    QCOMPARE(desk.selected(), QStringList { "head" });
    desk.canvas().select({ .nodes = { desk.id("stage") }, .links = {} });
    QCOMPARE(desk.selected(), (QStringList { "stage.1.act", "stage.1.fc", "stage.2.act", "stage.2.fc" }));
    desk.canvas().select({});
    QCOMPARE(desk.selected(), QStringList());
}

void NetworkTableTest::theCanvasFollowsTheSelectionOfTheTable()
{
    const Desk desk;
    desk.showTable();
    desk.click("head");
    QCOMPARE(desk.canvas().selection().nodes, std::set { desk.id("head") });
    desk.click("stage.2.fc");
    QCOMPARE(desk.canvas().selection().nodes, std::set { desk.id("stage") });
    QCOMPARE(desk.selected(), QStringList { "stage.2.fc" }); // not all that the canvas has selected
    QTest::mouseClick(desk.table().viewport(), Qt::LeftButton, Qt::ControlModifier, desk.middleOf("x"));
    QCOMPARE(desk.canvas().selection().nodes, (std::set { desk.id("x"), desk.id("stage") }));
}

void NetworkTableTest::arrowKeysInTheTableMoveTheSelectionOfTheCanvas()
{
    const Desk desk;
    desk.canvas().select({ .nodes = { desk.id("head") }, .links = {} });
    desk.showTable();
    QTest::keyClick(&desk.table(), Qt::Key_Down);
    QCOMPARE(desk.canvas().selection().nodes, std::set { desk.id("loss") });
}

void NetworkTableTest::enterGoesToALayerInsideABlock()
{
    const Desk desk;
    desk.showTable();
    desk.click("stage.2.act");
    QTest::keyClick(&desk.table(), Qt::Key_Return);
    const auto act = desk.network().blocks.front().body.find("act")->id;
    QVERIFY(desk.canvas().network().find("fc"));
    QCOMPARE(desk.canvas().selection().nodes, std::set { act });
    QCOMPARE(desk.selected(), (QStringList { "stage.1.act", "stage.2.act" }));
    QVERIFY(desk.canvas().hasFocus());
    desk.click("head");
    QTest::mouseDClick(desk.table().viewport(), Qt::LeftButton, {}, desk.middleOf("head"));
    QCOMPARE(desk.canvas().selection().nodes, std::set { desk.id("head") });
}

void NetworkTableTest::aRowKeepsItsSelectionWhileItsNumbersChange()
{
    Desk desk;
    desk.showTable();
    desk.click("head");
    auto project = desk.document.project();
    project.networks.front().find(desk.id("head"))->parameters.set("units", std::int64_t { 3 });
    desk.document.edit("Change units", project);
    QCOMPARE(desk.selected(), QStringList { "head" });
}

void NetworkTableTest::theTableIsCopiedAsItIsSorted()
{
    const Desk desk;
    desk.showTable();
    desk.table().sortByColumn(LayerTableModel::Order, Qt::DescendingOrder);
    QTest::keyClick(&desk.table(), Qt::Key_C, Qt::ControlModifier);
    const auto csv = QApplication::clipboard()->text().split('\n');
    QVERIFY2(csv[1].startsWith(QStringLiteral("loss,")), qPrintable(csv[1]));
    QTest::keyClick(&desk.table(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    const auto markdown = QApplication::clipboard()->text().split('\n');
    QVERIFY2(markdown[2].startsWith(QStringLiteral("| loss")), qPrintable(markdown[2]));
}

void NetworkTableTest::theTableIsSavedAsTheEndingOfTheFileSays()
{
    const Desk desk;
    desk.showTable();
    const QTemporaryDir folder;
    const auto file = folder.filePath("units.md");
    const testing::DialogReply<QFileDialog> reply([&file](QFileDialog& dialog) {
        dialog.selectFile(file);
        dialog.findChild<QLineEdit*>()->setText(file);
        QMetaObject::invokeMethod(&dialog, "accept");
    });
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    desk.action("saveTable").trigger();
    QFile saved(file);
    QVERIFY(saved.open(QFile::ReadOnly));
    QVERIFY(saved.readAll().startsWith("| Layer "));
}

void NetworkTableTest::namesStayReadableWhereThereIsLittleRoom()
{
    const Desk desk;
    desk.page->resize(960, 620);
    desk.showTable();
    QTest::keyClick(&desk.canvas(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier); // the text
    const auto& table = desk.table();
    QTRY_VERIFY(table.viewport()->width() < 560);
    QVERIFY2(table.columnWidth(LayerTableModel::Layer) >= 140,
             qPrintable(QString::number(table.columnWidth(LayerTableModel::Layer))));
    QVERIFY(table.isColumnHidden(LayerTableModel::Kind));
    desk.page->resize(1600, 900);
    QTest::keyClick(&desk.canvas(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(!table.isColumnHidden(LayerTableModel::Kind));
    QVERIFY(table.columnWidth(LayerTableModel::Layer) > 200);
}

QTEST_MAIN(NetworkTableTest)
#include "network_table_test.moc"
