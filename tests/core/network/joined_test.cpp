// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/analysis.hpp"
#include "core/network/joined.hpp"
#include "tests/core/engine/networks.hpp"

#include <QTest>

#include <algorithm>

using namespace netwright;
using namespace netwright::tests;
using network::joined;

namespace {
network::Network generator()
{
    return chain({ { "noise", { { "size", std::int64_t { 5 } } } },
                   dense(12),
                   { "reshape", { { "shape", std::string("3 2 2") } } } });
}

network::Network discriminator() { return chain({ { "input" }, { "flatten" }, dense(1) }); }

network::Network with(network::Network network, const char* layer)
{
    network.add(layer, {});
    return network;
}

network::Network judged(network::Network network)
{
    const auto end = network.nodes.back().id;
    const auto loss = network.add("sigmoid_cross_entropy", {});
    network.connect({ .from = { end, 0 }, .to = { loss, 0 } });
    return network;
}
} // namespace

class JoinedTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsMadeTakesThePlaceOfTheInput()
    {
        const auto both = joined(generator(), discriminator());
        QVERIFY2(both.has_value(), both ? "" : both.error().text().c_str());
        const auto& network = both->network;
        QCOMPARE(both->made, std::string("generator.reshape_1"));
        QVERIFY((both->discriminator
                 == std::vector<std::string> { "discriminator.flatten_1", "discriminator.dense_1" }));
        QCOMPARE(network.nodes.size(), std::size_t { 5 });
        const network::Link link { .from = { network.find("generator.reshape_1")->id, 0 },
                                   .to = { network.find("discriminator.flatten_1")->id, 0 } };
        QCOMPARE(std::ranges::count(network.links, link), 1);
        const auto data = signature({ 3, 2, 2 }, 2);
        const auto analysis = network::analyse(network, &data);
        for (const auto& problem : analysis.problems)
            QVERIFY2(problem.isAboutLoss, problem.message.c_str());
        QVERIFY(analysis.factsOf(network.find("discriminator.dense_1")->id) != nullptr);
    }

    void aNewNodeOfTheWholeHasAnIdOfItsOwn()
    {
        auto network = joined(generator(), discriminator())->network;
        const auto id = network.add("relu", {});
        QCOMPARE(std::ranges::count(network.nodes, id, &network::Node::id), 1);
    }

    void whatDoesNotMakeAPairIsRefusedWithAReason_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("reason");
        QTest::newRow("a generator with an input") << 0 << "noise";
        QTest::newRow("a generator with two outputs") << 1 << "feeds nothing, found 2";
        QTest::newRow("a discriminator with two inputs") << 2 << "one input, found 2";
        QTest::newRow("a discriminator with a loss") << 3 << "loss_1";
    }
    void whatDoesNotMakeAPairIsRefusedWithAReason()
    {
        QFETCH(int, which);
        QFETCH(QString, reason);
        const auto first = which == 0 ? with(generator(), "input")
            : which == 1              ? with(generator(), "noise")
                                      : generator();
        const auto second = which == 2 ? with(discriminator(), "input")
            : which == 3               ? judged(discriminator())
                                       : discriminator();
        const auto both = joined(first, second);
        QVERIFY(!both);
        const auto text = QString::fromStdString(both.error().text());
        QVERIFY2(text.contains(reason), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(JoinedTest)
#include "joined_test.moc"
