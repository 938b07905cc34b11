// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan_sample.hpp"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace netwright;
using namespace netwright::tests;
using engine::Plan;
using layers::Mode;

/// What a Plan refuses, and what it says then.
class PlanRefusalsTest : public QObject {
    Q_OBJECT

private slots:
    void parametersOfAnotherNetworkAreRefused_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<QString>("expected");
        QTest::newRow("missing") << 0 << "dense_1/kernel: is missing";
        QTest::newRow("unknown") << 1 << "dense_9/kernel: is not a parameter";
        QTest::newRow("shape") << 2 << "dense_1/kernel: expected 12 x 200, received 200 x 12";
        QTest::newRow("too few numbers") << 3 << "dense_1/kernel: expected 2400 numbers, received 3";
        QTest::newRow("twice") << 4 << "one is there twice";
    }
    void parametersOfAnotherNetworkAreRefused()
    {
        QFETCH(int, fault);
        QFETCH(QString, expected);
        const auto plan = compiled(mlp(), kImage);
        const auto before = plan->readParameters();
        auto parameters = before;
        for (auto& parameter : parameters)
            std::ranges::fill(parameter.tensor.values, 9.F);
        auto& first = parameters.front();
        if (fault == 0)
            parameters.erase(parameters.begin());
        else if (fault == 1)
            parameters.push_back({ "dense_9", "kernel", {} });
        else if (fault == 2)
            first.tensor.shape = { 200, 12 };
        else if (fault == 3)
            first.tensor.values.resize(3);
        else
            parameters.push_back(parameters.back());
        const auto status = plan->writeParameters(parameters);
        QVERIFY(!status);
        QVERIFY2(QString::fromStdString(status.error().text()).contains(expected),
                 status.error().text().c_str());
        QVERIFY(plan->readParameters() == before);
    }

    void theFirstProblemOfANetworkIsTheError()
    {
        const auto flat = chain({ { "input" }, dense(3), { "softmax_cross_entropy" } });
        const auto plan = Plan::compile(flat, signature(kImage, kClasses), {});
        QVERIFY(!plan);
        QCOMPARE(
            QString::fromStdString(plan.error().text()),
            QString(
                "dense \"dense_1\": expected a vector, received 2 x 10 x 10; put a flatten layer in front"));
    }

    void inferenceMindsEverythingButLosses_data()
    {
        QTest::addColumn<network::Network>("net");
        QTest::addColumn<QString>("expected"); // empty: allowed
        const auto whole = chain({ { "input" }, { "flatten" }, dense(3), { "softmax_cross_entropy" } });
        QTest::newRow("no loss") << chain({ { "input" }, { "flatten" }, dense(3) }) << "";
        auto net = whole;
        net.nodes[3].parameters.set("target", std::string("lost"));
        QTest::newRow("a loss without its column") << net << "";
        net = whole;
        net.nodes[1].layer = "gone";
        QTest::newRow("unknown layer") << net << "no such layer";
        net = whole;
        net.links[1].from.node.value = 99;
        QTest::newRow("link from nowhere") << net << "a layer that is gone";
        QTest::newRow("no input") << chain({ dense(3) }) << "not connected";
    }
    void inferenceMindsEverythingButLosses()
    {
        QFETCH(network::Network, net);
        QFETCH(QString, expected);
        const auto plan = Plan::compile(net, signature(kImage, kClasses), { .mode = Mode::Inference });
        QCOMPARE(plan.has_value(), expected.isEmpty());
        QVERIFY2(plan || plan.error().message.find(expected.toStdString()) != std::string::npos,
                 plan ? "" : plan.error().message.c_str());
    }

    void aNetworkThatDoesNotFitIntoMemoryIsRefused()
    {
        std::vector<Layer> layers { { "input" }, { "flatten" } };
        layers.insert(layers.end(), 40, dense(46000));
        layers.insert(layers.end(), { dense(kClasses), { "softmax_cross_entropy" } });
        const auto huge = chain(layers);
        const auto plan = Plan::compile(huge, signature(kImage, kClasses), {});
        QVERIFY(!plan);
        QVERIFY2(plan.error().text().find("GiB of memory") != std::string::npos, plan.error().text().c_str());
        QVERIFY2(plan.error().text().find("no batch would fit") != std::string::npos,
                 plan.error().text().c_str());
    }

    void aBatchThatDoesNotFitIntoMemoryIsRefusedWithOneThatDoes()
    {
        constexpr std::int64_t kBatch = 1'000'000; // 370 GB behind the first layer
        const auto wide = chain(
            { { "input" }, { "flatten" }, dense(46000), dense(kClasses), { "softmax_cross_entropy" } });
        const auto plan = Plan::compile(wide, signature(kImage, kClasses), { .batch = kBatch });
        QVERIFY(!plan);
        static const QRegularExpression advice("at most (\\d+), not 1000000");
        const auto said = advice.match(QString::fromStdString(plan.error().text()));
        QVERIFY2(said.hasMatch(), plan.error().text().c_str());
        const auto fitting = said.captured(1).toLongLong();
        QVERIFY(fitting > 0 && fitting < kBatch);
    }
};

QTEST_GUILESS_MAIN(PlanRefusalsTest)
#include "plan_refusals_test.moc"
