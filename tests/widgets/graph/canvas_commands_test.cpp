// SPDX-License-Identifier: GPL-3.0-or-later
// Adding, deleting, copying: what a person has the canvas do.
#include "chain_desk.hpp"
#include "widgets/graph/clipboard.hpp"
#include <QClipboard>
#include <QSignalSpy>
#include <QTest>

using namespace netwright;
using namespace netwright::testing;
using namespace netwright::widgets;

class CanvasCommandsTest : public QObject {
    Q_OBJECT

private slots:
    void deletesByKeyboard_data();
    void deletesByKeyboard();
    void deletesALinkThatIsClicked();
    void copiesAndPastesUnderNewNames();
    void pastingForeignTextIsRefused();
    void duplicatesWithLinks();
    void addsBelowTheSelectedNode();
    void takesALayerThatIsDropped();
};

void CanvasCommandsTest::deletesByKeyboard_data()
{
    QTest::addColumn<int>("key");
    QTest::newRow("Delete") << int(Qt::Key_Delete);
    QTest::newRow("Backspace") << int(Qt::Key_Backspace);
}

void CanvasCommandsTest::deletesByKeyboard()
{
    QFETCH(int, key);
    ChainEditor editor(chain());
    editor.select({ "pool" });
    editor.key(static_cast<Qt::Key>(key));
    QCOMPARE(editor.history, QStringList { "Delete pool" });
    QCOMPARE(editor.view.network().nodes.size(), std::size_t(2));
    QVERIFY(editor.view.network().links.empty());
}

void CanvasCommandsTest::deletesALinkThatIsClicked()
{
    ChainEditor editor(chain());
    const auto middle
        = (editor.port("in", geometry::Side::Output) + editor.port("pool", geometry::Side::Input)) / 2;
    QTest::mouseClick(editor.view.viewport(), Qt::LeftButton, {}, middle);
    QCOMPARE(editor.view.selection().links.size(), std::size_t(1));
    editor.key(Qt::Key_Delete);
    QCOMPARE(editor.history, QStringList { "Delete link" });
    QCOMPARE(editor.view.network().links.size(), std::size_t(1));
}

void CanvasCommandsTest::copiesAndPastesUnderNewNames()
{
    ChainEditor editor(chain());
    editor.key(Qt::Key_A, Qt::ControlModifier);
    editor.key(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(clipboard::fromText(QApplication::clipboard()->text()).has_value());
    editor.key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(editor.view.network().nodes.size(), std::size_t(6));
    QCOMPARE(editor.view.network().links.size(), std::size_t(4));
    QVERIFY(editor.view.network().find("max_pool2d_1"));
    QCOMPARE(editor.view.selection().nodes.size(), std::size_t(3));
    QVERIFY(!editor.view.selection().nodes.contains(editor.id("pool")));
}

void CanvasCommandsTest::pastingForeignTextIsRefused()
{
    ChainEditor editor(chain());
    QSignalSpy refused(&editor.view, &GraphView::refused);
    for (const auto* text :
         { "", "a letter", "[1, 2]", "{\"nodes\": 3}", R"({"nodes": [{"name": "x", "layer": "none"}]})" }) {
        QApplication::clipboard()->setText(text);
        editor.key(Qt::Key_V, Qt::ControlModifier);
    }
    QVERIFY(editor.history.isEmpty());
    QCOMPARE(refused.count(), 5);
}

void CanvasCommandsTest::duplicatesWithLinks()
{
    ChainEditor editor(chain());
    editor.select({ "pool", "drop" });
    editor.key(Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(editor.view.network().nodes.size(), std::size_t(5));
    QCOMPARE(editor.view.network().links.size(), std::size_t(3));
}

void CanvasCommandsTest::addsBelowTheSelectedNode()
{
    ChainEditor editor(chain());
    editor.select({ "pool" });
    editor.view.addLayer("softmax");
    const auto& network = editor.view.network();
    const auto* added = network.find("softmax_1");
    QVERIFY(added);
    const std::vector<network::Link> expected { { { editor.id("in"), 0 }, { editor.id("pool"), 0 } },
                                                { { editor.id("pool"), 0 }, { added->id, 0 } },
                                                { { added->id, 0 }, { editor.id("drop"), 0 } } };
    QCOMPARE(network.links, expected);
    QVERIFY(network.find(editor.id("drop"))->position.y > added->position.y);
    QCOMPARE(editor.view.selection().nodes, std::set { added->id });
}

void CanvasCommandsTest::takesALayerThatIsDropped()
{
    ChainEditor editor(chain());
    editor.drop("dropout", { 700, 100 });
    QVERIFY(editor.view.network().find("dropout_1"));
    editor.drop("no such layer", { 100, 100 });
    QCOMPARE(editor.history.size(), 1);
}

QTEST_MAIN(CanvasCommandsTest)
#include "canvas_commands_test.moc"
