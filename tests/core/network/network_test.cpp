// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network.hpp"

#include <QElapsedTimer>
#include <QTest>

using namespace netwright;
using namespace netwright::network;

class NetworkTest : public QObject {
    Q_OBJECT

private slots:
    void newNodesHaveFreeNamesAndNewIds()
    {
        Network network;
        const auto first = network.add("dropout", { 1, 2 });
        const auto second = network.add("dropout", {});
        QVERIFY(network.find(first)->name == "dropout_1");
        QVERIFY(network.find(second)->name == "dropout_2");
        network.remove(first);
        const auto third = network.add("dropout", {});
        QVERIFY(network.find(third)->name == "dropout_1");
        QVERIFY(third != first);
        QVERIFY(!network.find(first));
    }

    void aNewNodeHasTheDefaultsOfItsKind()
    {
        Network network;
        const auto id = network.add("dropout", { 3, 4 });
        QCOMPARE(network.find(id)->parameters.real("rate"), 0.5);
        QVERIFY(network.find(id)->position == (Position { 3, 4 }));
        QCOMPARE(network.find("dropout_1"), network.find(id));
        QVERIFY(!network.find("nobody"));
    }

    void removingANodeRemovesItsLinks()
    {
        Network network;
        const auto a = network.add("relu", {});
        const auto b = network.add("relu", {});
        const auto c = network.add("relu", {});
        network.connect({ { a }, { b } });
        network.connect({ { b }, { c } });
        network.remove(b);
        QVERIFY(network.links.empty());
        QCOMPARE(network.nodes.size(), 2UL);
    }

    void removingANodeRemovesItFromItsGroupAndTheGroupWithTheLast()
    {
        Network network;
        const auto a = network.add("relu", {});
        const auto b = network.add("relu", {});
        network.groups.push_back(
            { .id = GroupId { network.nextId++ }, .name = "pair", .colour = "red", .nodes = { a, b } });
        QCOMPARE(network.groupOf(b), &network.groups.front());
        network.remove(b);
        QVERIFY(network.groupOf(a)->nodes == std::set { a });
        QVERIFY(!network.groupOf(b));
        network.remove(a);
        QVERIFY(network.groups.empty());
    }

    void anInputTakesTheLastLinkAndAnOutputTakesMany()
    {
        Network network;
        const auto a = network.add("relu", {});
        const auto b = network.add("relu", {});
        const auto c = network.add("relu", {});
        network.connect({ { a }, { c } });
        network.connect({ { b }, { c } });
        network.connect({ { b }, { a } });
        QVERIFY((network.links == std::vector<Link> { { { b }, { c } }, { { b }, { a } } }));
    }

    void namesThatFilesCannotHoldAreRefused_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("isAllowed");
        QTest::newRow("plain") << QByteArray("conv1") << true;
        QTest::newRow("text") << QByteArray("Größe of it, 2.5 - x > y") << true;
        QTest::newRow("longest") << QByteArray(200, 'x') << true;
        QTest::newRow("empty") << QByteArray("") << false;
        QTest::newRow("too long") << QByteArray(201, 'x') << false;
        QTest::newRow("slash") << QByteArray("a/b") << false;
        QTest::newRow("arrow") << QByteArray("a->b") << false;
        QTest::newRow("dot") << QByteArray(".") << false;
        QTest::newRow("dots") << QByteArray("..") << false;
        QTest::newRow("tab") << QByteArray("a\tb") << false;
        QTest::newRow("delete") << QByteArray("a\x7f") << false;
    }

    void namesThatFilesCannotHoldAreRefused()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, isAllowed);
        const auto checked = checkNodeName(name.toStdString());
        QCOMPARE(checked.has_value(), isAllowed);
        if (!checked)
            QVERIFY(!checked.error().message.empty());
    }

    void addingManyNodesIsQuick()
    {
        Network network;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 2000; ++i)
            network.add("relu", {});
        QVERIFY(network.nodes.back().name == "relu_2000");
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(NetworkTest)
#include "network_test.moc"
