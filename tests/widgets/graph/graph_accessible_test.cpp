// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader is told of the canvas.
#include "core/network/network_json.hpp"
#include "tests/widgets/digits.hpp"
#include "widgets/graph/edit_actions.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>
#include <nlohmann/json.hpp>

using namespace netwright;
using namespace netwright::widgets;
using network::Network;

namespace {

/// in -> conv1 -> relu -> fc, which takes no images.
Network sample()
{
    const auto json = nlohmann::ordered_json::parse(R"({
        "dataset": "digits",
        "nodes": [
            { "name": "fc", "layer": "dense", "position": [0, 312] },
            { "name": "in", "layer": "input", "parameters": { "column": "image" }, "position": [0, 0] },
            { "name": "conv1", "layer": "conv2d", "parameters": { "filters": 32 }, "position": [0, 104] },
            { "name": "relu", "layer": "relu", "position": [0, 208], "bypassed": true }
        ],
        "links": ["in -> conv1", "conv1 -> relu", "relu -> fc"]
    })");
    return network::networkFromJson(json, "sample").value();
}

struct Reader {
    GraphView view;
    EditActions edits { view };

    Reader()
    {
        show(sample());
        view.resize(800, 700);
        view.fitAll();
        view.show();
        view.activateWindow();
        (void)QTest::qWaitForWindowActive(&view);
        view.setFocus();
    }
    void show(const Network& network)
    {
        view.setNetwork(network, network::analyse(network, &testing::digits()));
    }
    [[nodiscard]] QAccessibleInterface* list() { return QAccessible::queryAccessibleInterface(&view); }
    [[nodiscard]] QStringList names()
    {
        QStringList names;
        for (int i = 0; i < list()->childCount(); ++i)
            names << list()->child(i)->text(QAccessible::Name);
        return names;
    }
    void key(Qt::Key key) { QTest::keyClick(&view, key); }
};

} // namespace

class GraphAccessibleTest : public QObject {
    Q_OBJECT

private slots:
    void nodesAreNamedInTheOrderOfTheData();
    void descriptionsTellLinksAndFaults();
    void focusChangesAreAnnounced();
    void statesFollowTheSelection();
    void nodesAreFoundByTheirPlace();
    void pressingANodeOpensIt();
    void aNodeThatIsGoneIsInvalid();
};

void GraphAccessibleTest::nodesAreNamedInTheOrderOfTheData()
{
    Reader reader;
    QCOMPARE(reader.list()->role(), QAccessible::List);
    QCOMPARE(reader.list()->text(QAccessible::Name), QStringLiteral("Network"));
    QCOMPARE(reader.names(),
             (QStringList {
                 "in, Input, image, output 1 x 28 x 28", "conv1, Conv 2D, 32 filters, output 32 x 26 x 26",
                 "relu, ReLU, output 32 x 26 x 26, bypassed", "fc, Dense, 64 units, has a problem" }));
    for (int i = 0; i < reader.list()->childCount(); ++i) {
        QCOMPARE(reader.list()->indexOfChild(reader.list()->child(i)), i);
        QCOMPARE(reader.list()->child(i)->role(), QAccessible::ListItem);
        QCOMPARE(reader.list()->child(i)->parent(), reader.list());
    }
}

void GraphAccessibleTest::descriptionsTellLinksAndFaults()
{
    Reader reader;
    QCOMPARE(reader.list()->child(1)->text(QAccessible::Description),
             QStringLiteral("32 filters, 3 x 3. Fed by in. Feeds relu"));
    const auto fault = reader.list()->child(3)->text(QAccessible::Description);
    QVERIFY2(fault.contains(QStringLiteral("32 x 26 x 26")), qPrintable(fault));
}

/// Qt hands events on only where a screen reader listens; what they are made of is checked here.
void GraphAccessibleTest::focusChangesAreAnnounced()
{
    Reader reader;
    const QSignalSpy moved(&reader.view, &GraphView::focusMoved);
    reader.key(Qt::Key_Down);
    reader.key(Qt::Key_Down);
    QCOMPARE(moved.size(), 2);
    QCOMPARE(moved[1][0].value<network::NodeId>(), reader.view.network().find("conv1")->id);
    QCOMPARE(reader.list()->focusChild(), reader.list()->child(1));
    QCOMPARE(reader.view.accessibleDescription(),
             QStringLiteral("conv1, Conv 2D, 32 filters, output 32 x 26 x 26"));
    reader.key(Qt::Key_L); // what would be linked is told too
    reader.key(Qt::Key_Down);
    QCOMPARE(moved.last()[0].value<network::NodeId>(), reader.view.network().find("fc")->id);
    reader.key(Qt::Key_Escape);
}

void GraphAccessibleTest::statesFollowTheSelection()
{
    Reader reader;
    reader.key(Qt::Key_Down);
    const auto first = reader.list()->child(0)->state();
    const auto second = reader.list()->child(1)->state();
    QVERIFY(first.focused && first.selected && first.selectable && !first.offscreen);
    QVERIFY(!second.focused && !second.selected && second.focusable);
}

void GraphAccessibleTest::nodesAreFoundByTheirPlace()
{
    Reader reader;
    const auto* conv = reader.list()->child(1);
    const auto middle = conv->rect().center();
    QCOMPARE(reader.list()->childAt(middle.x(), middle.y()), conv);
}

void GraphAccessibleTest::pressingANodeOpensIt()
{
    Reader reader;
    const QSignalSpy activated(&reader.view, &GraphView::activated);
    auto* action = reader.list()->child(1)->actionInterface();
    QVERIFY(action->actionNames().contains(QAccessibleActionInterface::pressAction()));
    action->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(activated.size(), 1);
    QCOMPARE(reader.view.focusNode(), std::optional(reader.view.network().find("conv1")->id));
}

void GraphAccessibleTest::aNodeThatIsGoneIsInvalid()
{
    Reader reader;
    auto* relu = reader.list()->child(2);
    QVERIFY(relu->isValid());
    auto after = sample();
    after.remove(after.find("relu")->id);
    reader.show(after);
    QVERIFY(!relu->isValid());
    QCOMPARE(reader.list()->childCount(), 3);
    reader.show(Network {});
    QCOMPARE(reader.list()->childCount(), 0);
}

QTEST_MAIN(GraphAccessibleTest)
#include "graph_accessible_test.moc"
