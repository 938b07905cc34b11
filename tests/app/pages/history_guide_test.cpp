// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever goes back or forth sees what that changed.
#include "app/pages/block_commands.hpp"
#include "app/pages/network_page.hpp"
#include "app/pages/network_selector.hpp"
#include "app/session/project_document.hpp"
#include "core/network/surgery.hpp"
#include "tests/app/pages/opened_page.hpp"
#include "tests/core/network/block_sample.hpp"
#include "tests/core/network/sample_network.hpp"
#include "widgets/graph/breadcrumb_bar.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"

#include <QTest>

using namespace netwright;
using network::Network;
using network::NodeId;

namespace {

/// The page on the networks "cnn" and "units", which has a block.
struct Desk : testing::OpenedPage {
    Desk()
        : OpenedPage({ network::SampleNetwork().network, network::unitNetwork(2) })
    {
    }

    [[nodiscard]] const Network& network(std::string_view name) const
    {
        return *document.project().network(name);
    }
    void edit(const Network& after)
    {
        auto project = document.project();
        *std::ranges::find(project.networks, after.name, &Network::name) = after;
        document.edit("Edit", project);
    }
    [[nodiscard]] QStringList selected() const
    {
        QStringList names;
        for (const auto id : canvas().selection().nodes)
            names << QString::fromStdString(canvas().network().find(id)->name);
        return names;
    }
    [[nodiscard]] bool isInSight(NodeId id) const
    {
        const auto* item = canvas().graph().item(id);
        const auto room = canvas().mapToScene(canvas().viewport()->rect()).boundingRect();
        return item && room.contains(item->place());
    }
};

} // namespace

class HistoryGuideTest : public QObject {
    Q_OBJECT

private slots:
    void theChangedLayersAreSelectedInTheirNetwork()
    {
        Desk desk;
        auto after = desk.network("cnn");
        const auto pool = after.find("pool")->id;
        after.find(pool)->parameters.set("pool_width", std::int64_t { 3 });
        desk.edit(after);
        desk.page->selector().choose("units");
        desk.document.undoStack().undo();
        QCOMPARE(desk.page->selector().current(), std::string("cnn"));
        QCOMPARE(desk.selected(), QStringList { "pool" });
        desk.canvas().select({});
        desk.document.undoStack().redo();
        QCOMPARE(desk.selected(), QStringList { "pool" });
    }

    void whatIsFarAwayIsBroughtIntoSight()
    {
        Desk desk;
        auto after = desk.network("cnn");
        const auto pool = after.find("pool")->id;
        after.find(pool)->position = { 0, 50'000 };
        desk.edit(after);
        desk.canvas().reveal(pool);
        desk.document.undoStack().undo();
        QVERIFY(desk.isInSight(pool));
        desk.document.undoStack().redo();
        QVERIFY(desk.isInSight(pool));
    }

    void ofALayerThatIsGoneItsNeighboursAreSelected()
    {
        Desk desk;
        auto after = desk.network("cnn");
        const auto relu = after.find("relu")->id;
        removeAndHeal(after, relu);
        desk.edit(after);
        desk.document.undoStack().undo();
        QCOMPARE(desk.selected(), QStringList { "relu" });
        desk.document.undoStack().redo();
        QVERIFY2(desk.selected().contains("conv") && desk.selected().contains("pool"),
                 qPrintable(desk.selected().join(' ')));
    }

    void theBlockIsEnteredInWhichSomethingChanged()
    {
        Desk desk;
        auto after = desk.network("units");
        auto& body = after.blocks.front().body;
        body.find(body.find("act")->id)->layer = "tanh";
        desk.edit(after);
        QCOMPARE(desk.page->selector().current(), std::string("cnn"));
        desk.document.undoStack().undo();
        QVERIFY(desk.canvas().network().find("act"));
        QCOMPARE(desk.selected(), QStringList { "act" });
    }

    void aBlockIsLeftWhereTheNetworkAroundItChanged()
    {
        Desk desk;
        desk.page->selector().choose("units");
        auto after = desk.network("units");
        after.find(after.find("head")->id)->name = "top";
        desk.edit(after);
        desk.canvas().select({ .nodes = { after.find("stage")->id }, .links = {} });
        desk.canvas().setFocus();
        QTest::keyClick(&desk.canvas(), Qt::Key_Down, Qt::AltModifier);
        QVERIFY(desk.canvas().network().find("act"));
        desk.document.undoStack().undo();
        QCOMPARE(desk.selected(), QStringList { "head" });
    }

    void severalStepsAtOnceShowAllThatTheyChanged()
    {
        Desk desk;
        for (const auto* name : { "pool", "conv" }) {
            auto after = desk.network("cnn");
            after.find(after.find(name)->id)->isBypassed = true;
            desk.edit(after);
        }
        desk.document.undoStack().setIndex(1);
        QCOMPARE(desk.selected(), (QStringList { "conv", "pool" }));
    }

    void whatIsNoNetworkLeavesTheCanvasAlone()
    {
        Desk desk;
        auto project = desk.document.project();
        project.description = "new";
        desk.document.edit("Describe", project);
        desk.canvas().select({ .nodes = { desk.network("cnn").find("relu")->id }, .links = {} });
        desk.document.undoStack().undo();
        QCOMPARE(desk.selected(), QStringList { "relu" });
    }
};

QTEST_MAIN(HistoryGuideTest)
#include "history_guide_test.moc"
