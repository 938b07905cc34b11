// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks on the real page: made, entered, changed, repeated, kept and unpacked, by mouse and by keyboard.
#include "app/pages/network_page.hpp"
#include "app/session/project_document.hpp"
#include "core/network/block_edits.hpp"
#include "dialog_reply.hpp"
#include "widgets/form/node_form.hpp"
#include "widgets/form/parameter_field.hpp"
#include "widgets/form/parameter_form.hpp"
#include "widgets/graph/breadcrumb_bar.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/palette/layer_palette.hpp"
#include "widgets/theme.hpp"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include <filesystem>

using namespace netwright;
using netwright::testing::DialogReply;

namespace {
using Names = QStringList;

/// Layers one below the other: input, flatten, dense, relu, dense, softmax cross-entropy.
struct Desk {
    session::ProjectDocument document;
    std::unique_ptr<pages::NetworkPage> page;

    Desk()
    {
        project::Project project;
        network::Network network;
        network.name = "small";
        network::NodeId last;
        for (const auto* layer : { "input", "flatten", "dense", "relu", "dense", "softmax_cross_entropy" }) {
            const auto id = network.add(layer, { 0, 104.0 * static_cast<double>(network.nodes.size()) });
            if (last.value != 0)
                network.connect({ { last, 0 }, { id, 0 } });
            last = id;
        }
        project.networks.push_back(network);
        document.edit("Begin", project);
        page = std::make_unique<pages::NetworkPage>(document);
        page->resize(1280, 800);
        page->show();
        (void)QTest::qWaitForWindowExposed(page.get());
        canvas().setFocus();
    }

    template <class Widget> [[nodiscard]] Widget& find(const char* name) const
    {
        return *page->findChild<Widget*>(QLatin1String(name));
    }
    [[nodiscard]] widgets::GraphView& canvas() const { return find<widgets::GraphView>("canvas"); }
    [[nodiscard]] widgets::BreadcrumbBar& places() const
    {
        return *page->findChild<widgets::BreadcrumbBar*>();
    }
    [[nodiscard]] const network::Network& network() const { return *document.project().network("small"); }
    [[nodiscard]] Names shown() const
    {
        Names names;
        for (const auto& node : canvas().network().nodes)
            names << QString::fromStdString(node.name);
        return names;
    }
    void select(const Names& names) const
    {
        widgets::Selection selection;
        for (const auto& name : names)
            selection.nodes.insert(canvas().network().find(name.toStdString())->id);
        canvas().select(selection);
    }
    void trigger(const char* action) const { find<QAction>(action).trigger(); }
    [[nodiscard]] QPoint middleOf(const char* name) const
    {
        const auto id = canvas().network().find(name)->id;
        return canvas().mapFromScene(canvas().graph().item(id)->scenePos());
    }

    /// Ctrl+Shift+B, and the name.
    void makeBlock(const Names& names, const QString& name) const
    {
        select(names);
        const DialogReply<QInputDialog> reply([&](QInputDialog& dialog) {
            dialog.setTextValue(name);
            dialog.accept();
        });
        QTest::keyClick(&canvas(), Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        activate();
    }
    /// As a window manager does when a dialog has gone.
    void activate() const
    {
        page->activateWindow();
        (void)QTest::qWaitForWindowActive(page.get());
    }
};

void undoAll(Desk& desk)
{
    while (desk.document.undoStack().index() > 1)
        desk.document.undoStack().undo();
}
} // namespace

class BlocksTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        const auto folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
        std::filesystem::remove_all(std::filesystem::path(folder.toStdString()) / "blocks");
    }

    void theLineBelowSaysWhatItsFiguresAreOf()
    {
        Desk desk;
        desk.makeBlock({ "dense_1", "relu_1" }, "Hidden");
        desk.select({ "Hidden_1" });
        const auto& cost = desk.find<QLabel>("cost");
        QVERIFY2(!cost.accessibleName().contains("block"), qPrintable(cost.accessibleName()));
        QTest::keyClick(&desk.canvas(), Qt::Key_Down, Qt::AltModifier);
        QVERIFY2(cost.accessibleName().startsWith("This block: 4 layers"), qPrintable(cost.accessibleName()));
        // The input that has no data stands outside: here nothing is wrong, and still no size is known.
        QVERIFY2(cost.accessibleName().contains("size unknown: no dataset is chosen"),
                 qPrintable(cost.accessibleName()));
        QVERIFY2(cost.accessibleName().contains("Network: "), qPrintable(cost.accessibleName()));
        QCOMPARE(desk.find<QToolButton>("problemCount").text(), QStringLiteral("No problems in this block"));
    }

    void madeAndUnpackedByKeyboard()
    {
        Desk desk;
        const auto before = desk.network();
        desk.makeBlock({ "dense_1", "relu_1" }, "Hidden");
        QCOMPARE(desk.shown(), (Names { "input_1", "flatten_1", "Hidden_1", "dense_2", "loss_1" }));
        QCOMPARE(desk.document.undoStack().undoText(), QStringLiteral("Make block Hidden"));
        QCOMPARE(desk.canvas().selection().nodes.size(), std::size_t { 1 });
        QTest::keyClick(&desk.canvas(), Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(desk.shown(), (Names { "input_1", "flatten_1", "dense_1", "relu_1", "dense_2", "loss_1" }));
        QCOMPARE(desk.document.undoStack().undoText(), QStringLiteral("Unpack Hidden_1"));
        undoAll(desk);
        QVERIFY(desk.network() == before);
    }

    void enteredChangedAndLeftByKeyboard()
    {
        Desk desk;
        const auto before = desk.network();
        desk.makeBlock({ "dense_1", "relu_1" }, "Hidden");
        QVERIFY(!desk.places().isVisible());
        QTest::keyClick(&desk.canvas(), Qt::Key_Return);
        QCOMPARE(desk.places().places(), (Names { "small", "Hidden_1 · Hidden" }));
        QVERIFY(desk.places().isVisible());
        QCOMPARE(desk.shown(), (Names { "dense_1", "relu_1", "input", "output" }));
        desk.select({ "relu_1" });
        QTest::keyClick(&desk.canvas(), Qt::Key_Delete);
        QCOMPARE(desk.network().block("Hidden")->body.nodes.size(), std::size_t { 3 });
        QCOMPARE(desk.shown(), (Names { "dense_1", "input", "output" }));
        QTest::keyClick(&desk.canvas(), Qt::Key_Escape);
        QVERIFY(!desk.places().isVisible());
        QCOMPARE(desk.shown().size(), 5);
        QCOMPARE(desk.canvas().selection().nodes.size(), std::size_t { 1 }); // the block that was left
        undoAll(desk);
        QVERIFY(desk.network() == before);
    }

    void enteredByDoubleClickAndLeftByTheBar()
    {
        Desk desk;
        desk.makeBlock({ "dense_1", "relu_1" }, "Hidden");
        desk.canvas().fitAll();
        QTest::mouseDClick(desk.canvas().viewport(), Qt::LeftButton, {}, desk.middleOf("Hidden_1"));
        QCOMPARE(desk.shown().size(), 4);
        desk.makeBlock({ "dense_1" }, "Inner");
        QTest::keyClick(&desk.canvas(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(desk.places().places(), (Names { "small", "Hidden_1 · Hidden", "Inner_1 · Inner" }));
        QTest::mouseClick(&desk.find<QToolButton>("breadcrumb0"), Qt::LeftButton);
        QCOMPARE(desk.shown().size(), 5);
        QTest::keyClick(&desk.canvas(), Qt::Key_Return);
        QCOMPARE(desk.shown().size(), 4);
        QTest::keyClick(&desk.canvas(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(desk.shown().size(), 5);
    }

    void madeFromARubberBandAndTheMenu()
    {
        Desk desk;
        desk.canvas().fitAll();
        const auto* view = desk.canvas().viewport();
        const auto from = desk.middleOf("dense_1") - QPoint(200, 40);
        const auto to = desk.middleOf("relu_1") + QPoint(200, 20);
        auto* viewport = desk.canvas().viewport();
        QTest::mousePress(viewport, Qt::LeftButton, {}, from);
        QTest::mouseMove(viewport, (from + to) / 2);
        QTest::mouseMove(viewport, to);
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, to);
        QVERIFY(view);
        QCOMPARE(desk.canvas().selection().nodes.size(), std::size_t { 2 });
        const DialogReply<QInputDialog> reply([](QInputDialog& dialog) { dialog.accept(); });
        desk.trigger("makeBlock");
        QVERIFY(desk.network().block("Block"));
    }

    void theFormRepeatsIt()
    {
        Desk desk;
        desk.makeBlock({ "dense_1", "relu_1" }, "Hidden");
        auto* repeat = desk.find<widgets::NodeForm>("form").parameters().field("repeat");
        QVERIFY(repeat);
        emit desk.find<widgets::NodeForm>("form").parameters().valueChanged("repeat", std::int64_t { 3 });
        const auto* use = desk.network().find("Hidden_1");
        QCOMPARE(use->parameters.integer("repeat"), 3);
        QCOMPARE(desk.canvas().graph().item(use->id)->card().repeat, 3);
        QTest::keyClick(&desk.canvas(), Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(desk.network().nodes.size(), std::size_t { 4 + 3 * 2 });
        QCOMPARE(desk.canvas().selection().nodes.size(), std::size_t { 6 });
    }

    void theFormRecomputesItsActivations()
    {
        Desk desk;
        desk.makeBlock({ "dense_1", "relu_1" }, "Hidden");
        const auto isRecomputed
            = [&desk] { return desk.network().find("Hidden_1")->parameters.flag("recompute"); };
        const auto* field = desk.find<widgets::NodeForm>("form").parameters().field("recompute");
        QVERIFY(field && !isRecomputed());
        qobject_cast<QCheckBox*>(field->editor())->click();
        QVERIFY(isRecomputed());
        const auto card = desk.canvas().graph().item(desk.network().find("Hidden_1")->id)->card();
        QVERIFY2(card.subtitle.contains("recompute"), qPrintable(card.subtitle));
        desk.document.undoStack().undo();
        QVERIFY(!isRecomputed());
    }

    void parametersAreSetFromOutside()
    {
        Desk desk;
        desk.makeBlock({ "dense_1", "relu_1" }, "Hidden");
        QTest::keyClick(&desk.canvas(), Qt::Key_Return);
        desk.select({ "dense_1" });
        auto* menu = desk.find<QAction>("exposeParameters").menu();
        emit menu->aboutToShow();
        const auto actions = menu->actions();
        const auto action
            = std::ranges::find(actions, QStringLiteral("Units as a new parameter…"), &QAction::text);
        QVERIFY(action != actions.end());
        {
            const DialogReply<QInputDialog> reply([](QInputDialog& dialog) {
                dialog.setTextValue("width");
                dialog.accept();
            });
            (*action)->trigger();
        }
        desk.activate();
        QVERIFY(desk.network().find("Hidden_1")->parameters.all().contains("width"));
        QTest::keyClick(&desk.canvas(), Qt::Key_Up, Qt::AltModifier);
        QVERIFY(desk.find<widgets::NodeForm>("form").parameters().field("width"));
    }

    void undoLeavesABlockThatIsNoMore()
    {
        Desk desk;
        desk.makeBlock({ "dense_1", "relu_1" }, "Hidden");
        QTest::keyClick(&desk.canvas(), Qt::Key_Return);
        QCOMPARE(desk.shown().size(), 4);
        desk.document.undoStack().undo();
        QCOMPARE(desk.shown().size(), 6);
        QVERIFY(!desk.places().isVisible());
    }

    void usedAgainFromThePalette()
    {
        Desk desk;
        desk.makeBlock({ "dense_1", "relu_1" }, "Hidden");
        auto& palette = desk.find<widgets::LayerPalette>("palette");
        const QAbstractItemModelTester tester(palette.list().model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        palette.search().setFocus();
        QTest::keyClicks(&palette.search(), "hidden");
        QTest::keyClick(&palette.search(), Qt::Key_Return);
        QVERIFY(desk.network().find("Hidden_2"));
        QCOMPARE(network::countUses(desk.network(), "Hidden"), std::size_t { 2 });
    }

    void aBlockIsNotUsedInsideItself()
    {
        Desk desk;
        desk.makeBlock({ "dense_1", "relu_1" }, "Hidden");
        QTest::keyClick(&desk.canvas(), Qt::Key_Return);
        const auto before = desk.network();
        desk.canvas().addLayer("block:Hidden");
        QVERIFY(desk.network() == before);
    }

    void keptBlocksAreInEveryProject()
    {
        {
            Desk desk;
            desk.makeBlock({ "dense_1", "relu_1" }, "Hidden");
            desk.trigger("saveBlock");
        }
        Desk desk;
        auto& palette = desk.find<widgets::LayerPalette>("palette");
        palette.search().setFocus();
        QTest::keyClicks(&palette.search(), "hidden");
        QTest::keyClick(&palette.search(), Qt::Key_Return);
        QVERIFY(desk.network().find("Hidden_1"));
        QVERIFY(desk.network().block("Hidden"));
        QCOMPARE(desk.document.undoStack().undoText(), QStringLiteral("Add Hidden_1"));
    }

    void aCopyTakesItsBlockAlong()
    {
        Desk desk;
        desk.makeBlock({ "dense_1", "relu_1" }, "Hidden");
        desk.trigger("copy");
        Desk other;
        other.trigger("paste");
        QVERIFY(other.network().block("Hidden"));
        other.trigger("paste");
        QCOMPARE(other.network().blocks.size(), std::size_t { 1 });
    }

    void aBlockLooksLikeOne()
    {
        Desk desk;
        desk.makeBlock({ "dense_1", "relu_1" }, "Hidden");
        const auto* item = desk.canvas().graph().item(desk.network().find("Hidden_1")->id);
        QVERIFY(item->card().isBlock);
        QCOMPARE(item->card().subtitle, QStringLiteral("Hidden"));
        QCOMPARE(item->card().inputs, 1);
        QCOMPARE(item->card().outputs, 1);
    }
};

QTEST_MAIN(BlocksTest)
#include "blocks_test.moc"
