// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/canvas_actions.hpp"
#include "app/pages/network_page.hpp"
#include "app/session/project_document.hpp"
#include "app/session/text.hpp"
#include "tests/bench/residual_lanes.hpp"
#include "widgets/graph/arrange.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/heat_legend.hpp"
#include "widgets/graph/node_item.hpp"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace netwright;
using pages::CanvasActions;
using widgets::GraphView;

namespace {

/// A page that shows a generated network.
struct Bench {
    QTemporaryDir folder;
    session::ProjectDocument document;
    pages::NetworkPage page { document };
    GraphView* canvas = page.findChild<GraphView*>();

    explicit Bench(int nodes)
    {
        const auto file = session::toPath(folder.filePath("lanes.netwright"));
        (void)project::save(tests::ResidualLanes::project(nodes), file);
        (void)document.open(file);
        page.resize(1200, 800);
        page.show();
        (void)QTest::qWaitForWindowExposed(&page);
        (void)QTest::qWaitFor([this] { return document.dataset("images") != nullptr; });
    }

    [[nodiscard]] QAction* action(const char* id) const
    {
        return page.canvasActions().menu().findChild<QAction*>(id);
    }
    [[nodiscard]] QString measured() const
    {
        return page.findChild<QToolButton*>(QStringLiteral("measure"))->text();
    }
};

} // namespace

class CanvasActionsTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsCheckedIsRemembered()
    {
        GraphView first;
        CanvasActions before(first);
        const auto usual = before.checked();
        QVERIFY(usual.contains("minimap") && usual.contains("linksSmooth"));
        before.menu().findChild<QAction*>("linksOrthogonal")->trigger();
        before.menu().findChild<QAction*>("showParameters")->trigger();
        before.menu().findChild<QAction*>("minimap")->trigger();
        GraphView second;
        CanvasActions after(second);
        after.restore(before.checked());
        QCOMPARE(after.checked(), before.checked());
        QCOMPARE(second.graph().style().routing, widgets::Routing::Orthogonal);
        QVERIFY(second.graph().style().costs.hasParameters);
    }

    void everyActionSaysWhatItDoes()
    {
        GraphView canvas;
        const CanvasActions actions(canvas);
        for (const auto* action : actions.menu().actions())
            QVERIFY(action->isSeparator() || (!action->text().isEmpty() && !action->toolTip().isEmpty()));
    }

    void theTimeOfAStepIsMeasuredForTheHeatView()
    {
        Bench bench(16);
        QCOMPARE(bench.measured(), "Measure time");
        bench.action("heatTime")->trigger();
        const auto conv = bench.canvas->network().nodes[1].id;
        QTRY_VERIFY_WITH_TIMEOUT(bench.canvas->graph().item(conv)->heat().isValid(), 30000);
        QVERIFY2(bench.measured().endsWith("an epoch"), qPrintable(bench.measured()));
        // Of another network the figures would be wrong.
        bench.canvas->select({ .nodes = { bench.canvas->network().nodes.back().id }, .links = {} });
        bench.canvas->removeSelection();
        QVERIFY(!bench.canvas->graph().item(conv)->heat().isValid());
        QCOMPARE(bench.measured(), "Measure time");
    }

    void theSummarySaysDepthAndMemory()
    {
        const Bench bench(16);
        const auto text = bench.page.findChild<QLabel*>(QStringLiteral("cost"))->text();
        QVERIFY2(text.contains("depth 4") && text.contains("to train at batch 32"), qPrintable(text));
    }

    void manyLayersAreArrangedOffTheWindowsThread()
    {
        Bench bench(2 * static_cast<int>(widgets::edits::kMostArrangedAtOnce));
        const auto before = bench.canvas->network();
        bench.canvas->arrangeRight();
        QCOMPARE(bench.canvas->network(), before); // the window went on
        QTRY_COMPARE_WITH_TIMEOUT(bench.canvas->network().flow, network::Flow::Right, 60000);
        QCOMPARE(bench.document.undoStack().count(), 1);
        bench.document.undoStack().undo();
        QCOMPARE(bench.canvas->network(), before);
    }
};

QTEST_MAIN(CanvasActionsTest)
#include "canvas_actions_test.moc"
