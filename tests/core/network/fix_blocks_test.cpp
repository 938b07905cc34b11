// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes of what is wrong inside a block, or with how it is used: each is looked for on the canvas around the
// block and inside it, and mends the network that both are a part of.
#include "tests/core/network/block_sample.hpp"
#include "tests/core/network/sample_network.hpp"

#include "core/network/block_path.hpp"
#include "core/network/fixes.hpp"
#include "core/network/surgery.hpp"
#include "core/network/use_canvas.hpp"

#include <QTest>

#include <algorithm>
#include <functional>

using namespace netwright;
using namespace netwright::network;

namespace {

using Edit = std::function<void(Network&)>;

/// "Residual": in -> conv1 -> relu -> conv2 -> sum -> out, around which the input goes to the sum. The width
/// of conv2 is exposed as "filters" where a test says so.
Block residualBlock(std::int64_t filters, bool isExposed)
{
    Block block { .name = "Residual", .body = {}, .exposed = {} };
    auto& body = block.body;
    const auto in = addLayer(body, std::string(kBlockInput).c_str(), "in");
    const Settings same { { "filters", filters }, { "padding", std::string("same") } };
    const auto conv1 = addLayer(body, "conv2d", "conv1", in, same);
    const auto relu = addLayer(body, "relu", "relu1", conv1);
    const auto conv2 = addLayer(body, "conv2d", "conv2", relu, same);
    const auto sum = addLayer(body, "add", "sum", conv2);
    body.connect({ { in }, { sum, 1 } });
    addLayer(body, std::string(kBlockOutput).c_str(), "out", sum);
    if (isExposed)
        block.exposed = { { .name = "filters", .targets = { { conv2, "filters" } } } };
    return block;
}

/// The sample with a block behind its convolution of four filters.
Network residualNetwork(std::int64_t filters, bool isExposed = false)
{
    SampleNetwork sample;
    sample.network.blocks = { residualBlock(filters, isExposed) };
    sample.insert(sample.conv, sample.relu, blockLayer("Residual").c_str(), "res1");
    return sample.network;
}

NodeId idOf(const Network& network, std::string_view name) { return network.find(name)->id; }
Network& bodyOf(Network& network) { return network.blocks.front().body; }

struct Seen {
    Network network;
    NodePath path;
    TrainingData data;
    Analysis analysis;

    Seen(Network seen, NodePath at, const tensor::Signature& columns)
        : network(std::move(seen))
        , path(std::move(at))
        , data { .columns = &columns, .rows = 60'000 }
        , analysis(analyseInside(network, path, &columns))
    {
        analysis.warnings = adviseInside(network, path, data);
    }

    [[nodiscard]] const Problem* first() const
    {
        for (const auto* list : { &analysis.problems, &analysis.warnings }) {
            if (!list->empty())
                return &list->front();
        }
        return nullptr;
    }
    [[nodiscard]] std::vector<Fix> fixes() const
    {
        return first() ? fixesFor(*first(), network, analysis, data, path) : std::vector<Fix>();
    }
};

QByteArray titlesOf(const std::vector<Fix>& fixes)
{
    QByteArray titles;
    for (const auto& fix : fixes)
        titles += fix.title + "\n";
    return titles;
}

const tensor::Signature kUnitData = unitData();

void addColumns()
{
    QTest::addColumn<Network>("network");
    QTest::addColumn<bool>("isOnNumbers");
    QTest::addColumn<QString>("title");
}

/// A network that is right but for the edit, and the fix that mends it.
void row(const char* name, Network network, const char* title, const Edit& edit = {})
{
    if (edit)
        edit(network);
    QTest::newRow(name) << network << (network.dataset == "data") << QString(title);
}

} // namespace

class FixBlocksTest : public QObject {
    Q_OBJECT

private slots:
    void aFaultOfABlockIsMendedFromOutside_data();
    void aFaultOfABlockIsMendedFromOutside();
    void aFaultOfABlockIsMendedFromInside_data();
    void aFaultOfABlockIsMendedFromInside();
    void oneOfTwoFaultsOfALayerIsMendedFromOutside();
    void aFixSaysWhatElseItChanges();
    void whatAUseSetsIsChangedThere();
    void aFixInsideABlockBreaksNoOtherUse();
    void aCanvasInUseGoesBackAsItCame();
};

void FixBlocksTest::aFaultOfABlockIsMendedFromOutside_data()
{
    addColumns();
    row("filters do not fit", residualNetwork(8),
        "Insert 1 x 1 Conv 2D with 8 filters before B of sum in res1");
    row("filters do not fit, first way", residualNetwork(8), "Set Filters of conv2 to 4 in res1");
    row("exposed filters do not fit", residualNetwork(8, true), "Set Filters of conv2 to 4 in res1");
    row("a kernel inside is too large", residualNetwork(4), "Reduce the kernel of conv1 to 26 x 26 in res1",
        [](Network& n) {
            auto& values = bodyOf(n).find(idOf(bodyOf(n), "conv1"))->parameters;
            values.set("padding", std::string("none"));
            values.set("kernel_height", std::int64_t { 31 });
            values.set("kernel_width", std::int64_t { 31 });
            std::erase_if(bodyOf(n).links, [&](const Link& link) {
                return link.to == PortRef { idOf(bodyOf(n), "sum"), 1 };
            });
            removeAndHeal(bodyOf(n), idOf(bodyOf(n), "sum"));
        });
    row("a port inside is not connected", residualNetwork(4), "Connect sum to out in res1", [](Network& n) {
        const auto out = idOf(bodyOf(n), "out");
        std::erase_if(bodyOf(n).links, [out](const Link& link) { return link.to.node == out; });
    });
    row("a layer inside is not connected", residualNetwork(4), "Connect relu1 to conv2 in res1",
        [](Network& n) {
            const auto conv = idOf(bodyOf(n), "conv2");
            std::erase_if(bodyOf(n).links, [conv](const Link& link) { return link.to.node == conv; });
        });
    row("a use is not connected", residualNetwork(4), "Connect conv to res1", [](Network& n) {
        const auto use = idOf(n, "res1");
        std::erase_if(n.links, [use](const Link& link) { return link.to.node == use; });
    });
    const auto shared = unitNetwork(2, std::string(kWeightsOfRepeats));
    const auto narrow
        = [](Network& n) { n.find(idOf(n, "stage"))->parameters.set("width", std::int64_t { 6 }); };
    row("repeats cannot share their weights", shared, "Give each repeat of stage its own weights", narrow);
    row("repeats give what they do not take", shared, "Set Units of fc to 4 in stage", narrow);
    row("uses cannot share their weights", unitNetwork(2, std::string(kWeightsOfAll)),
        "Give stage its own weights", narrow);
    row("a value of a use is out of range", unitNetwork(2), "Set Width to 8",
        [](Network& n) { n.find(idOf(n, "stage"))->parameters.set("width", std::int64_t { -1 }); });
    row("it is repeated a negative number of times", unitNetwork(2), "Set Repeat to 1",
        [](Network& n) { n.find(idOf(n, "stage"))->parameters.set(kRepeat, std::int64_t { -1 }); });
    row("a repeated block gives more than it takes", unitNetwork(2), "Use stage once",
        [](Network& n) { SampleBuilder { bodyOf(n) }.add(kBlockOutput, "more", idOf(bodyOf(n), "act")); });
    row("there is no such block", unitNetwork(1), "Remove stage", [](Network& n) { n.blocks.clear(); });
    row("a port stands outside", unitNetwork(1), "Remove in",
        [](Network& n) { SampleBuilder { n }.add(kBlockInput, "in"); });
    row("its name is taken", unitNetwork(1), "Rename stage to stage_1",
        [](Network& n) { SampleBuilder { n }.add("relu", "stage", idOf(n, "x")); });
}

void FixBlocksTest::aFaultOfABlockIsMendedFromOutside()
{
    QFETCH(Network, network);
    QFETCH(bool, isOnNumbers);
    QFETCH(QString, title);
    const auto& columns = isOnNumbers ? kUnitData : kSampleData;
    const Seen before(network, {}, columns);
    QVERIFY2(!before.analysis.problems.empty(), "nothing is wrong");
    const auto fixes = before.fixes();
    const auto fix = std::ranges::find(fixes, title.toStdString(), &Fix::title);
    QVERIFY2(fix != fixes.end(), before.first()->message.c_str() + QByteArray("\n") + titlesOf(fixes));
    const Seen after(fix->after, {}, columns);
    QVERIFY2(std::ranges::count(after.analysis.problems, *before.first()) == 0, "it is still there");
}

void FixBlocksTest::aFaultOfABlockIsMendedFromInside_data()
{
    addColumns();
    row("filters do not fit", residualNetwork(8), "Insert 1 x 1 Conv 2D with 8 filters before B of sum");
    row("exposed filters do not fit", residualNetwork(8, true), "Set Filters of conv2 to 4");
    row("a port is not connected", residualNetwork(4), "Connect sum to out", [](Network& n) {
        const auto out = idOf(bodyOf(n), "out");
        std::erase_if(bodyOf(n).links, [out](const Link& link) { return link.to.node == out; });
    });
    row("repeats cannot share their weights", unitNetwork(2, std::string(kWeightsOfRepeats)),
        "Give each repeat of stage its own weights",
        [](Network& n) { n.find(idOf(n, "stage"))->parameters.set("width", std::int64_t { 6 }); });
    row("a layer does nothing", unitNetwork(1), "Remove again", [](Network& n) {
        auto& body = bodyOf(n);
        const auto again = insertOn(body, { { idOf(body, "act") }, { idOf(body, "out") } }, "flatten");
        body.find(again)->name = "again";
    });
}

void FixBlocksTest::aFaultOfABlockIsMendedFromInside()
{
    QFETCH(Network, network);
    QFETCH(bool, isOnNumbers);
    QFETCH(QString, title);
    const auto& columns = isOnNumbers ? kUnitData : kSampleData;
    const auto path = *pathInto(network, network.blocks.front().name);
    const Seen before(network, path, columns);
    QVERIFY2(before.first(), "nothing is wrong");
    const auto fixes = before.fixes();
    const auto fix = std::ranges::find(fixes, title.toStdString(), &Fix::title);
    QVERIFY2(fix != fixes.end(), before.first()->message.c_str() + QByteArray("\n") + titlesOf(fixes));
    const Seen after(fix->after, {}, columns);
    QVERIFY2(after.analysis.isTrainable(), "the network around it is not whole");
}

void FixBlocksTest::oneOfTwoFaultsOfALayerIsMendedFromOutside()
{
    auto network = residualNetwork(4);
    const auto sum = idOf(bodyOf(network), "sum");
    std::erase_if(bodyOf(network).links, [sum](const Link& link) { return link.to.node == sum; });
    const Seen before(network, {}, kSampleData);
    QCOMPARE(before.analysis.problems.size(), std::size_t(2));
    const auto fixes = before.fixes();
    const auto fix = std::ranges::find_if(fixes, [](const Fix& each) {
        return each.title.starts_with("Connect ") && each.title.ends_with("sum in res1");
    });
    QVERIFY2(fix != fixes.end(), titlesOf(fixes));
    const auto left = Seen(fix->after, {}, kSampleData).analysis.problems;
    QCOMPARE(std::ranges::count(left, *before.first()), std::ptrdiff_t(0));
}

void FixBlocksTest::aFixSaysWhatElseItChanges()
{
    auto network = residualNetwork(8);
    insertOn(network, { { idOf(network, "res1") }, { idOf(network, "relu") } }, blockLayer("Residual"));
    const auto outside = titlesOf(Seen(network, {}, kSampleData).fixes());
    QVERIFY2(outside.contains("Set Filters of conv2 to 4 in res1 (in all uses of Residual)\n"), outside);
    const auto inside = titlesOf(Seen(network, { idOf(network, "res1") }, kSampleData).fixes());
    QVERIFY2(inside.contains("Set Filters of conv2 to 4 (in all uses of Residual)\n"), inside);
}

void FixBlocksTest::whatAUseSetsIsChangedThere()
{
    auto network = residualNetwork(8, true);
    const auto second
        = insertOn(network, { { idOf(network, "res1") }, { idOf(network, "relu") } }, blockLayer("Residual"));
    network.find(second)->parameters.set("filters", std::int64_t { 4 });
    for (const auto& path : { NodePath {}, NodePath { idOf(network, "res1") } }) {
        const Seen before(network, path, kSampleData);
        const auto fixes = before.fixes();
        const auto fix = std::ranges::find_if(
            fixes, [](const Fix& each) { return each.title.starts_with("Set Filters of conv2 to 4"); });
        QVERIFY2(fix != fixes.end(), titlesOf(fixes));
        QVERIFY2(fix->after.blocks == network.blocks, "the block itself stays");
        QCOMPARE(fix->after.find("res1")->parameters.integer("filters"), std::int64_t { 4 });
        QVERIFY(Seen(fix->after, {}, kSampleData).analysis.isTrainable());
    }
}

/// Another use has eight channels, and is sound as the block is.
void FixBlocksTest::aFixInsideABlockBreaksNoOtherUse()
{
    auto network = residualNetwork(8);
    const auto wide
        = addLayer(network, "conv2d", "wide", idOf(network, "input"), { { "filters", std::int64_t { 8 } } });
    const auto other = addLayer(network, blockLayer("Residual").c_str(), "res2", wide);
    for (const auto& path : { NodePath {}, NodePath { idOf(network, "res1") } }) {
        const Seen before(network, path, kSampleData);
        QVERIFY(analyse(network, &kSampleData).factsOf(other));
        const auto fixes = before.fixes();
        QVERIFY2(!titlesOf(fixes).contains("Set Filters of conv2 to 4"), titlesOf(fixes));
        QVERIFY2(titlesOf(fixes).contains("Insert 1 x 1 Conv 2D with 8 filters"), titlesOf(fixes));
    }
}

void FixBlocksTest::aCanvasInUseGoesBackAsItCame()
{
    const auto network = nestedNetwork(3);
    const auto path = *pathInto(network, "b0");
    QVERIFY(withCanvasInUse(network, path, *canvasInUse(network, path)) == network);
    const auto units = unitNetwork(2);
    const NodePath stage { idOf(units, "stage") };
    const auto seen = *canvasInUse(units, stage);
    QCOMPARE(seen.find("fc")->parameters.integer("units"), std::int64_t { 4 }); // 8 in the block itself
    QVERIFY(withCanvasInUse(units, stage, seen) == units);
}

QTEST_GUILESS_MAIN(FixBlocksTest)
#include "fix_blocks_test.moc"
