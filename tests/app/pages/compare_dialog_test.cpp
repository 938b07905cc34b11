// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/compare_dialog.hpp"

#include "tests/core/network/block_sample.hpp"
#include "tests/core/network/sample_network.hpp"
#include "widgets/compare/change_mark.hpp"
#include "widgets/compare/difference_model.hpp"
#include "widgets/compare/network_picture.hpp"
#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/theme.hpp"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace netwright;
using network::Change;
using network::NodeId;
using widgets::DifferenceModel;
using widgets::NetworkPicture;

namespace {

/// "old": the sample. "new": more filters, no ReLU, a dropout before the loss. "units": something else.
struct Desk {
    network::SampleNetwork before;
    network::SampleNetwork after;
    NodeId drop {};
    std::unique_ptr<pages::CompareDialog> dialog;

    Desk()
    {
        after.set(after.conv, "filters", std::int64_t { 8 });
        after.network.remove(after.relu);
        after.network.connect({ { after.conv }, { after.pool } });
        drop = after.insert(after.dense, after.loss, "dropout", "drop");
        std::vector<pages::ComparedNetwork> choices { { "old", before.network, network::kSampleData },
                                                      { "new", after.network, network::kSampleData },
                                                      { "units", network::unitNetwork(2), {} } };
        dialog = std::make_unique<pages::CompareDialog>(choices, 0, 1, nullptr);
        dialog->show();
        (void)QTest::qWaitForWindowExposed(dialog.get());
    }

    template <class Widget> [[nodiscard]] Widget& find(const char* name) const
    {
        return *dialog->findChild<Widget*>(QLatin1String(name));
    }
    [[nodiscard]] NetworkPicture& left() const { return find<NetworkPicture>("leftPicture"); }
    [[nodiscard]] NetworkPicture& right() const { return find<NetworkPicture>("rightPicture"); }
    [[nodiscard]] QTableView& list() const { return find<QTableView>("differences"); }
    [[nodiscard]] QString summary() const { return find<QLabel>("comparison").text(); }
    [[nodiscard]] QStringList rows() const
    {
        QStringList rows;
        for (int row = 0; row < list().model()->rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < DifferenceModel::ColumnCount; ++column)
                cells << list().model()->index(row, column).data().toString();
            rows << cells.join(QStringLiteral("|"));
        }
        return rows;
    }
    [[nodiscard]] static std::multiset<Change> marks(const NetworkPicture& picture)
    {
        std::multiset<Change> marks;
        for (const auto* item : picture.scene()->items()) {
            if (const auto* mark = qgraphicsitem_cast<const widgets::ChangeMark*>(item))
                marks.insert(mark->change());
        }
        return marks;
    }
    void click(NetworkPicture& picture, NodeId node) const
    {
        const auto at = picture.mapFromScene(picture.graph().item(node)->pos());
        QTest::mouseClick(picture.viewport(), Qt::LeftButton, {}, at);
    }
};

} // namespace

class CompareDialogTest : public QObject {
    Q_OBJECT

private slots:
    void whatDiffersIsListed();
    void theFirstDifferenceIsChosenAtOnce();
    void whatDiffersIsMarkedOnBothSides();
    void everythingHasAName();
    void keepsTheRulesOfModels();
    void aRowSelectsTheLayerOnBothSides();
    void theListIsWalkedByKeyboard();
    void aLayerSelectsItsCounterpartAndItsRow();
    void theSidesAreSwapped();
    void anotherNetworkIsChosenByKeyboard();
    void anEqualNetworkIsSaidToBeTheSame();
    void whatIsInsideABlockIsShownThere();
    void theFirstDifferenceIsShownWhereItIs();
    void thePicturesCannotBeEdited();
};

void CompareDialogTest::whatDiffersIsListed()
{
    const Desk desk;
    QCOMPARE(desk.rows(),
             (QStringList { "conv|≠  changed|Filters|4|8", "pool|≠  changed|Input|relu|conv",
                            "loss|≠  changed|Input|fc|drop", "drop|+  added|Layer|—|Dropout",
                            "relu|−  removed|Layer|ReLU|—" }));
    QCOMPARE(desk.summary(), QStringLiteral("Network: 3 changed, 1 added, 1 removed, 3 the same"));
}

void CompareDialogTest::theFirstDifferenceIsChosenAtOnce()
{
    const Desk desk;
    QCOMPARE(desk.list().selectionModel()->selectedRows().value(0).row(), 0);
    QCOMPARE(desk.left().selectedNodes(), std::set { desk.before.conv });
    desk.click(desk.left(), desk.before.flatten); // the same on both sides: no row, and no cell of one
    QVERIFY(!desk.list().currentIndex().isValid());
}

void CompareDialogTest::whatDiffersIsMarkedOnBothSides()
{
    const Desk desk;
    QCOMPARE(Desk::marks(desk.left()),
             (std::multiset { Change::Changed, Change::Changed, Change::Changed, Change::Removed }));
    QCOMPARE(Desk::marks(desk.right()),
             (std::multiset { Change::Changed, Change::Changed, Change::Changed, Change::Added }));
}

void CompareDialogTest::everythingHasAName()
{
    const Desk desk;
    for (const auto* name : { "leftNetwork", "rightNetwork", "leftPicture", "rightPicture", "differences" })
        QVERIFY2(!desk.find<QWidget>(name).accessibleName().isEmpty(), name);
}

void CompareDialogTest::keepsTheRulesOfModels()
{
    DifferenceModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const network::SampleNetwork left;
    auto right = left;
    right.network.dataset = "others";
    model.setComparison(left.network, right.network, network::compare(left.network, right.network));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.layerOf(0), -1);
    QCOMPARE(model.index(0, DifferenceModel::What).data().toString(), QStringLiteral("Dataset"));
    model.setComparison(left.network, left.network, {});
    QCOMPARE(model.rowCount(), 0);
}

void CompareDialogTest::aRowSelectsTheLayerOnBothSides()
{
    const Desk desk;
    const auto rect = desk.list().visualRect(desk.list().model()->index(0, 0));
    QTest::mouseClick(desk.list().viewport(), Qt::LeftButton, {}, rect.center());
    QCOMPARE(desk.left().selectedNodes(), std::set { desk.before.conv });
    QCOMPARE(desk.right().selectedNodes(), std::set { desk.after.conv });
}

void CompareDialogTest::theListIsWalkedByKeyboard()
{
    const Desk desk;
    desk.list().setFocus();
    desk.list().selectRow(2);
    desk.list().setCurrentIndex(desk.list().model()->index(2, 0));
    QTest::keyClick(&desk.list(), Qt::Key_Down);
    QCOMPARE(desk.left().selectedNodes(), std::set<NodeId>());
    QCOMPARE(desk.right().selectedNodes(), std::set { desk.drop });
}

void CompareDialogTest::aLayerSelectsItsCounterpartAndItsRow()
{
    const Desk desk;
    desk.click(desk.left(), desk.before.pool);
    QCOMPARE(desk.right().selectedNodes(), std::set { desk.after.pool });
    QCOMPARE(desk.list().selectionModel()->selectedRows().value(0).row(), 1);
    desk.click(desk.right(), desk.after.flatten); // the same
    QCOMPARE(desk.left().selectedNodes(), std::set { desk.before.flatten });
    QVERIFY(!desk.list().selectionModel()->hasSelection());
}

void CompareDialogTest::theSidesAreSwapped()
{
    const Desk desk;
    for (auto* button : desk.dialog->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Swap sides"))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QVERIFY(desk.rows().contains(QStringLiteral("relu|+  added|Layer|—|ReLU")));
    QCOMPARE(desk.find<QComboBox>("leftNetwork").currentText(), QStringLiteral("new"));
}

void CompareDialogTest::anotherNetworkIsChosenByKeyboard()
{
    const Desk desk;
    QTest::keyClick(&desk.find<QComboBox>("rightNetwork"), Qt::Key_Down);
    QVERIFY(desk.rows().front().startsWith(QStringLiteral("Network|≠  changed|Dataset|images|data")));
    QVERIFY(desk.rows().join(u' ').contains(QStringLiteral("Unit › fc|+  added")));
}

void CompareDialogTest::anEqualNetworkIsSaidToBeTheSame()
{
    const Desk desk;
    QTest::keyClick(&desk.find<QComboBox>("rightNetwork"), Qt::Key_Up);
    QCOMPARE(desk.rows(), QStringList());
    QVERIFY(desk.summary().contains(QStringLiteral("no difference")));
    QVERIFY(Desk::marks(desk.left()).empty());
}

void CompareDialogTest::whatIsInsideABlockIsShownThere()
{
    auto changed = network::unitNetwork(2);
    auto& body = changed.blocks.front().body;
    body.find(body.find("act")->id)->layer = "tanh";
    pages::CompareDialog dialog(
        { { "old", network::unitNetwork(2), {} }, { "new", changed, network::unitData() } }, 0, 1, nullptr);
    dialog.show();
    auto& list = *dialog.findChild<QTableView*>();
    QCOMPARE(list.model()->index(1, 0).data().toString(), QStringLiteral("Unit › act"));
    QCOMPARE(dialog.findChild<QLabel*>("comparison")->text(),
             QStringLiteral("Network: 1 changed, 3 the same\n"
                            "Inside block Unit, used by stage: 1 changed, 3 the same"));
    list.selectRow(1);
    const auto& left = *dialog.findChild<NetworkPicture*>("leftPicture");
    auto& right = *dialog.findChild<NetworkPicture*>("rightPicture");
    const auto isShown = [&](const char* canvas) {
        const auto has = [&](const NetworkPicture& picture) {
            return picture.graph().network().find(std::string_view(canvas));
        };
        return has(left) && has(right);
    };
    QVERIFY(isShown("act") && !isShown("stage"));
    QCOMPARE(right.selectedNodes(), std::set { body.find("act")->id });
    QCOMPARE(left.selectedNodes(), std::set { network::unitBlock().body.find("act")->id });
    QCOMPARE(Desk::marks(left), std::multiset { Change::Changed });
    QTest::mouseClick(dialog.findChild<QPushButton*>("backToNetwork"), Qt::LeftButton);
    QVERIFY(isShown("stage") && !isShown("act"));
    QVERIFY(!list.currentIndex().isValid());
    list.setCurrentIndex(list.model()->index(1, 0)); // the same again
    QVERIFY(isShown("act") && !isShown("stage"));
    QCOMPARE(right.selectedNodes(), std::set { body.find("act")->id });
    QTest::mouseClick(dialog.findChild<QPushButton*>("backToNetwork"), Qt::LeftButton);
    emit right.nodeActivated(changed.find("stage")->id);
    QVERIFY(isShown("act"));
    list.selectRow(0);
    QVERIFY(isShown("stage"));
}

void CompareDialogTest::theFirstDifferenceIsShownWhereItIs()
{
    auto changed = network::unitNetwork(2);
    changed.nodes.clear(); // the block is left, and nothing uses it
    changed.links.clear();
    auto before = changed;
    auto& body = changed.blocks.front().body;
    body.find(body.find("act")->id)->layer = "tanh";
    pages::CompareDialog dialog({ { "old", before, {} }, { "new", changed, {} } }, 0, 1, nullptr);
    dialog.show();
    const auto& left = *dialog.findChild<NetworkPicture*>("leftPicture");
    QCOMPARE(left.selectedNodes(), std::set { network::unitBlock().body.find("act")->id });
    QTest::keyClick(dialog.findChild<QComboBox*>("rightNetwork"), Qt::Key_Up); // no difference
    QVERIFY(left.graph().network().nodes.empty());
    QTest::keyClick(dialog.findChild<QComboBox*>("rightNetwork"), Qt::Key_Down);
    QCOMPARE(left.selectedNodes(), std::set { network::unitBlock().body.find("act")->id });
}

void CompareDialogTest::thePicturesCannotBeEdited()
{
    const Desk desk;
    auto& picture = desk.left();
    const auto* item = picture.graph().item(desk.before.conv);
    const auto before = item->pos();
    const auto at = picture.mapFromScene(before);
    QTest::mousePress(picture.viewport(), Qt::LeftButton, {}, at);
    QTest::mouseMove(picture.viewport(), at + QPoint(80, 60));
    QTest::mouseRelease(picture.viewport(), Qt::LeftButton, {}, at + QPoint(80, 60));
    QTest::keyClick(&picture, Qt::Key_Delete);
    QCOMPARE(item->pos(), before);
    QCOMPARE(picture.graph().network(), desk.before.network);
}

QTEST_MAIN(CompareDialogTest)
#include "compare_dialog_test.moc"
