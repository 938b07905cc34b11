// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/bypass.hpp"

#include "core/network/analysis.hpp"
#include "core/network/fixes.hpp"
#include "core/network/network_json.hpp"

#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace netwright;
using namespace netwright::network;
using Json = nlohmann::ordered_json;
using tensor::ColumnType;
using tensor::Shape;

namespace {
const tensor::Signature kData { { { "image", ColumnType::Image, { 1, 8, 8 } },
                                  { "label", ColumnType::Category, {}, { "shirt", "shoe", "bag" } } } };

/// input -> pool -> flatten -> fc -> loss; the named nodes are bypassed.
Network lenet(std::initializer_list<const char*> bypassed)
{
    auto network = networkFromJson(Json::parse(R"({
        "dataset": "images",
        "nodes": [
            { "name": "in", "layer": "input", "parameters": { "column": "image" } },
            { "name": "pool", "layer": "max_pool2d" },
            { "name": "flat", "layer": "flatten" },
            { "name": "fc", "layer": "dense", "parameters": { "units": 3 } },
            { "name": "loss", "layer": "softmax_cross_entropy", "parameters": { "target": "label" } }
        ],
        "links": ["in -> pool", "pool -> flat", "flat -> fc", "fc -> loss"]
    })"),
                                   "n")
                       .value();
    for (const auto* name : bypassed)
        network.find(network.find(std::string_view(name))->id)->isBypassed = true;
    return network;
}

/// in -> a -> b -> add.a, in -> c -> d -> add.b, add -> end
Network residual()
{
    return networkFromJson(Json::parse(R"({
        "dataset": "images",
        "nodes": [
            { "name": "in", "layer": "input", "parameters": { "column": "image" } },
            { "name": "a", "layer": "relu" }, { "name": "b", "layer": "relu" },
            { "name": "c", "layer": "relu" }, { "name": "d", "layer": "relu" },
            { "name": "add", "layer": "add" }, { "name": "end", "layer": "relu" }
        ],
        "links": ["in -> a", "a -> b", "in -> c", "c -> d", "b -> add.a", "d -> add.b", "add -> end"]
    })"),
                           "n")
        .value();
}

NodeId idOf(const Network& network, std::string_view name) { return network.find(name)->id; }

QStringList linksOf(const Network& network)
{
    QStringList links;
    const auto json = toJson(network);
    for (const auto& link : json["links"])
        links << QString::fromStdString(link.get<std::string>());
    return links;
}

QStringList problemsOf(const Network& network)
{
    QStringList list;
    for (const auto& problem : analyse(network, &kData).problems)
        list << QString::fromStdString(problem.message);
    return list;
}
} // namespace

class BypassTest : public QObject {
    Q_OBJECT

private slots:
    void withoutBypassedNodesNothingChanges() { QVERIFY(withoutBypassed(lenet({})) == lenet({})); }

    void linksLeadAroundTheBypassed()
    {
        const auto network = lenet({ "pool", "flat" });
        const auto running = withoutBypassed(network);
        QCOMPARE(linksOf(running), QStringList({ "in -> fc", "fc -> loss" }));
        QCOMPARE(idOf(running, "fc"), idOf(network, "fc"));
    }

    void aBypassedLossIsGoneAndWhatItWasToldStays()
    {
        const auto running = withoutBypassed(lenet({ "loss" }));
        QCOMPARE(linksOf(running), QStringList({ "in -> pool", "pool -> flat", "flat -> fc" }));
        QVERIFY2(problemsOf(lenet({ "loss" })).join('\n').contains("nothing to learn from"),
                 qPrintable(problemsOf(lenet({ "loss" })).join('\n')));
    }

    void aBypassedNodeAtTheEndLeavesWhatFeedsIt()
    {
        auto network = residual();
        network.find(idOf(network, "end"))->isBypassed = true;
        const auto running = withoutBypassed(network);
        QVERIFY(running.find("add"));
        QVERIFY(!running.find("end"));
    }

    void ofSeveralInputsTheFirstGoesOnAndTheOthersBranchIsGone()
    {
        auto network = residual();
        network.find(idOf(network, "add"))->isBypassed = true;
        QCOMPARE(linksOf(withoutBypassed(network)), QStringList({ "in -> a", "a -> b", "b -> end" }));
        QCOMPARE(withoutBypassed(network).nodes.size(), std::size_t { 4 });
    }

    void aBranchThatIsUsedElsewhereStays()
    {
        auto network = residual();
        const auto other = network.add("relu", {});
        network.connect({ { idOf(network, "c") }, { other } });
        network.find(idOf(network, "add"))->isBypassed = true;
        const auto running = withoutBypassed(network);
        QVERIFY(running.find("c"));
        QVERIFY(!running.find("d"));
    }

    void aCycleOfBypassedNodesEnds()
    {
        Network network;
        const auto a = network.add("relu", {});
        const auto b = network.add("relu", {});
        const auto c = network.add("relu", {});
        network.connect({ { a }, { b } });
        network.connect({ { b }, { a } });
        network.connect({ { b }, { c } });
        for (const auto id : { a, b })
            network.find(id)->isBypassed = true;
        const auto running = withoutBypassed(network);
        QCOMPARE(running.nodes.size(), std::size_t { 1 });
        QVERIFY(running.links.empty());
    }

    void aBypassedNodeHandsItsInputOn()
    {
        const auto network = lenet({ "pool" });
        const auto analysis = analyse(network, &kData);
        QVERIFY2(analysis.problems.empty(), qPrintable(problemsOf(network).join('\n')));
        const auto* pool = analysis.factsOf(idOf(network, "pool"));
        QCOMPARE(pool->outputs, pool->inputs);
        QCOMPARE(pool->cost.activationBytes, std::int64_t { 0 });
        QCOMPARE(analysis.factsOf(idOf(network, "flat"))->outputs[0], Shape({ 64 }));
    }

    void whatRunsHasTheSameShapes()
    {
        const auto network = lenet({ "pool" });
        const auto canvas = analyse(network, &kData);
        const auto running = analyse(withoutBypassed(network), &kData);
        QVERIFY(running.problems.empty());
        for (const auto& [id, facts] : running.facts)
            QCOMPARE(facts.outputs, canvas.factsOf(id)->outputs);
        QCOMPARE(running.total.parameters, canvas.total.parameters);
    }

    void theParametersOfABypassedNodeDoNotMatter()
    {
        auto network = lenet({ "pool" });
        network.find(idOf(network, "pool"))->parameters.set("pool_height", std::int64_t { 100 });
        QVERIFY2(problemsOf(network).isEmpty(), qPrintable(problemsOf(network).join('\n')));
    }

    void aBypassThatBreaksWhatFollowsIsTheFault()
    {
        const auto network = lenet({ "fc" });
        const auto problems = analyse(network, &kData).problems;
        QCOMPARE(problems.size(), std::size_t { 1 });
        QCOMPARE(problems[0].node, std::optional(idOf(network, "fc")));
        QCOMPARE(problems[0].code, ProblemCode::BadBypass);
        const auto text = QString::fromStdString(problems[0].message);
        QVERIFY2(text.contains("dense \"fc\": it is bypassed, but softmax_cross_entropy \"loss\" needs what"),
                 qPrintable(text));
    }

    void enablingIsTheFix_data()
    {
        QTest::addColumn<QByteArray>("node");
        QTest::newRow("needed by what follows") << QByteArray("fc");
        QTest::newRow("an input") << QByteArray("in");
    }

    void enablingIsTheFix()
    {
        QFETCH(QByteArray, node);
        const auto network = lenet({ node.constData() });
        const auto analysis = analyse(network, &kData);
        const auto isIt = [](const Problem& problem) { return problem.code == ProblemCode::BadBypass; };
        const auto problem = std::ranges::find_if(analysis.problems, isIt);
        QVERIFY(problem != analysis.problems.end());
        const auto fixes = fixesFor(*problem, network, analysis, { .columns = &kData });
        QCOMPARE(fixes.size(), std::size_t { 1 });
        QCOMPARE(fixes[0].title, "Enable " + node.toStdString());
        QVERIFY(fixes[0].after == lenet({}));
    }

    void whatIsWrongAnywayIsNotBlamedOnTheBypass()
    {
        auto network = lenet({ "fc" });
        network.find(idOf(network, "fc"))->parameters.set("units", std::int64_t { 7 }); // three classes
        const auto problems = analyse(network, &kData).problems;
        QCOMPARE(problems.size(), std::size_t { 1 });
        QCOMPARE(problems[0].node, std::optional(idOf(network, "loss")));
    }

    void anInputCannotBeBypassed()
    {
        const auto text = problemsOf(lenet({ "in" })).join('\n');
        QVERIFY2(text.contains("input \"in\": it is bypassed, but takes nothing"), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(BypassTest)
#include "bypass_test.moc"
