// SPDX-License-Identifier: GPL-3.0-or-later
#include "block_sample.hpp"
#include "core/base/random.hpp"
#include "core/network/analysis.hpp"
#include "core/network/block_edits.hpp"
#include "core/network/network_json.hpp"

#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace netwright;
using namespace netwright::network;

namespace {
using Names = std::vector<std::string>;

/// x -> a -> b -> c -> loss with a sum around b and c.
Network residual()
{
    Network network { .name = "residual", .dataset = "data", .nodes = {}, .links = {} };
    SampleBuilder builder { network };
    const auto x = builder.add("input", "x");
    const auto a = builder.add("dense", "a", x);
    const auto b = builder.add("dense", "b", a);
    const auto c = builder.add("dense", "c", b);
    const auto sum = builder.add("add", "sum", c);
    network.connect({ { a, 0 }, { sum, 1 } });
    const auto loss = builder.add("softmax_cross_entropy", "loss", sum);
    builder.set(x, "column", std::string("x"));
    builder.set(loss, "target", std::string("y"));
    for (const auto id : { a, b, c })
        builder.set(id, "units", std::int64_t { 2 });
    return network;
}

NodeId idOf(const Network& network, const std::string& name) { return network.find(name)->id; }

std::set<NodeId> idsOf(const Network& network, const Names& names)
{
    std::set<NodeId> ids;
    for (const auto& name : names)
        ids.insert(idOf(network, name));
    return ids;
}

MadeBlock made(const Network& network, const Names& names, const NodePath& path = {},
               const std::string& block = "Made")
{
    const auto canvas = *canvasAt(network, path);
    auto result = makeBlock(network, path, idsOf(canvas, names), block);
    if (!result)
        qFatal("%s", result.error().text().c_str());
    return *std::move(result);
}

Unpacked unpacked(const Network& network, NodeId node, const NodePath& path = {})
{
    auto result = unpack(network, path, node);
    if (!result)
        qFatal("%s", result.error().text().c_str());
    return *std::move(result);
}

Names namesOf(const Network& network, std::string_view layer = {})
{
    Names names;
    for (const auto& node : network.nodes) {
        if (layer.empty() || node.layer == layer)
            names.push_back(node.name);
    }
    return names;
}

/// What is computed, whatever it is called: every node by its parameters and what it is fed, from the inputs
/// on.
std::vector<std::string> meaningOf(const Network& network)
{
    const auto flat = expand(network).network;
    std::map<NodeId, std::string> texts;
    for (const auto id : analyse(flat, nullptr).order) {
        const auto& node = *flat.find(id);
        auto text = node.layer + "(";
        for (const auto& [key, value] : node.parameters.all())
            text += key + "=" + valueText(value) + " ";
        for (int port = 0; port < 4; ++port) {
            const auto link = std::ranges::find(flat.links, PortRef { id, port }, &Link::to);
            if (link != flat.links.end())
                text += std::to_string(port) + "<"
                    + std::to_string(std::hash<std::string> {}(texts[link->from.node])) + "."
                    + std::to_string(link->from.port) + " ";
        }
        texts[id] = text + ")";
    }
    std::vector<std::string> meaning;
    for (const auto& [id, text] : texts)
        meaning.push_back(text);
    std::ranges::sort(meaning);
    return meaning;
}

bool opensAgain(const Network& network)
{
    const auto json = toJson(network);
    const auto read = networkFromJson(nlohmann::ordered_json::parse(json.dump()), network.name);
    return read && toJson(*read) == json;
}
} // namespace

class BlockEditsTest : public QObject {
    Q_OBJECT

private slots:
    void cutLinksBecomePorts()
    {
        const auto [network, use] = made(residual(), { "b", "c" });
        const auto& block = *network.block("Made");
        QCOMPARE(namesOf(block.body), (Names { "b", "c", "input", "output" }));
        QCOMPARE(namesOf(network), (Names { "x", "a", "Made_1", "sum", "loss" }));
        QCOMPARE(network.find(use)->name, std::string("Made_1"));
        QVERIFY(expand(network).faults.empty());
    }

    void oneSourceIsOnePort()
    {
        const auto [network, use] = made(residual(), { "b", "c", "sum" });
        QCOMPARE(namesOf(network.block("Made")->body, kBlockInput), (Names { "input" }));
        QCOMPARE(std::ranges::count(network.links, use, [](const Link& link) { return link.to.node; }), 1);
    }

    void severalPortsAreNamedAfterTheirNodes()
    {
        const auto [network, use] = made(residual(), { "c", "sum" });
        QCOMPARE(namesOf(network.block("Made")->body, kBlockInput), (Names { "b_input", "a_input" }));
    }

    void whatIsNotLinkedBecomesAPortToo()
    {
        auto network = residual();
        std::erase_if(network.links, [&](const Link& link) {
            return link.to.node == idOf(network, "b") || link.from.node == idOf(network, "c");
        });
        const auto block = *made(network, { "b", "c" }).network.block("Made");
        QCOMPARE(namesOf(block.body, kBlockInput), (Names { "input" }));
        QCOMPARE(namesOf(block.body, kBlockOutput), (Names { "output" }));
    }

    void unpackingGivesBackWhatWasMade_data()
    {
        QTest::addColumn<QStringList>("names");
        for (const auto* names : { "b c", "c sum", "a b c sum", "x a", "loss sum", "x a b c sum loss", "a" })
            QTest::newRow(names) << QString(names).split(' ');
    }

    void unpackingGivesBackWhatWasMade()
    {
        QFETCH(QStringList, names);
        Names chosen;
        for (const auto& name : names)
            chosen.push_back(name.toStdString());
        const auto before = residual();
        const auto [with, use] = made(before, chosen);
        QCOMPARE(meaningOf(with), meaningOf(before));
        QVERIFY(opensAgain(with));
        const auto after = unpacked(with, use);
        QCOMPARE(meaningOf(after.network), meaningOf(before));
        QCOMPARE(after.added.size(), chosen.size());
        for (const auto& node : before.nodes) {
            const auto* now = after.network.find(node.name);
            QVERIFY(now && now->position == node.position && now->parameters == node.parameters);
        }
    }

    void layersWithOthersBetweenThemAreRefused()
    {
        const auto network = residual();
        const auto refused = makeBlock(network, {}, idsOf(network, { "b", "sum" }), "Made");
        QVERIFY(!refused);
        QCOMPARE(refused.error().message,
                 std::string("dense \"c\" stands between the layers of the block; select it too"));
    }

    void takenAndEmptyNamesAreRefused()
    {
        const auto network = made(residual(), { "b" }).network;
        QVERIFY(!makeBlock(network, {}, idsOf(network, { "c" }), "Made"));
        QVERIFY(!makeBlock(network, {}, idsOf(network, { "c" }), ""));
        QVERIFY(!makeBlock(network, {}, {}, "Other"));
        QCOMPARE(freeBlockName(network, "Made"), std::string("Made 2"));
    }

    void moreBlocksThanAFileMayHoldAreRefused()
    {
        auto network = made(residual(), { "b" }).network;
        const auto one = network.blocks.front();
        while (network.blocks.size() < kMaximumBlocks) {
            network.blocks.push_back(one);
            network.blocks.back().name = freeBlockName(network, "Filler");
        }
        const auto refused = makeBlock(network, {}, idsOf(network, { "c" }), "Another");
        QVERIFY(!refused);
        QVERIFY(refused.error().message.find("at most 1000 blocks") != std::string::npos);
        network.blocks.pop_back();
        QVERIFY(makeBlock(network, {}, idsOf(network, { "c" }), "Another"));
    }

    void unpackingARepeatedBlockPutsItDownAsOften()
    {
        auto [network, use] = made(residual(), { "b", "c" });
        network.find(use)->parameters.set(kRepeat, std::int64_t { 3 });
        const auto before = meaningOf(network);
        const auto after = unpacked(network, use);
        QCOMPARE(after.added.size(), std::size_t { 6 });
        QCOMPARE(meaningOf(after.network), before);
        QVERIFY(after.network.find("b") && after.network.find("b_2") && after.network.find("b_3"));
    }

    void blocksAreMadeAndUnpackedInsideBlocks()
    {
        auto [network, use] = made(residual(), { "a", "b", "c", "sum" });
        const NodePath inside { use };
        const auto body = canvasAt(network, inside);
        const ExposedParameter::Target units { idOf(*body, "b"), "units" };
        network = *withExposed(network, "Made", units, "size");
        network = *withExposed(network, "Made", { idOf(*body, "c"), "units" }, "size");
        network.find(use)->parameters.set("size", std::int64_t { 2 });
        network.block("Made")->body.find(idOf(*body, "b"))->parameters.set("units", std::int64_t { 7 });
        const auto before = meaningOf(network);
        const auto [nested, inner] = made(network, { "b", "c" }, inside, "Inner");
        QCOMPARE(meaningOf(nested), before);
        QVERIFY(opensAgain(nested));
        QCOMPARE(nested.find(use)->parameters.integer("size"), 2);
        const auto flat = unpacked(nested, inner, inside);
        QCOMPARE(meaningOf(flat.network), before);
        QCOMPARE(flat.network.find(use)->parameters.integer("size"), 2);
    }

    void everyUseGetsWhatIsExposed()
    {
        auto [network, use] = made(residual(), { "b" });
        const auto b = idOf(*canvasAt(network, { use }), "b");
        network = *withExposed(network, "Made", { b, "units" }, "width");
        QCOMPARE(network.find(use)->parameters.integer("width"), 2);
        network.find(use)->parameters.set("width", std::int64_t { 5 });
        QCOMPARE(expand(network).network.find("Made_1.b")->parameters.integer("units"), 5);
        QVERIFY(!withExposed(network, "Made", { b, "bias" }, "repeat"));
        const auto withBias = *withExposed(network, "Made", { b, "bias" }, "biased");
        QCOMPARE(withBias.find(use)->parameters.integer("width"), 5);
        QVERIFY(!withExposed(withBias, "Made", { b, "bias" }, "width")); // of another type
        const auto without = withoutExposed(network, "Made", { b, "units" });
        QVERIFY(!without.find(use)->parameters.all().contains("width"));
    }

    void whatIsChangedInsideIsChangedForEveryUse()
    {
        auto network = made(residual(), { "b", "c" }).network;
        const auto use = idOf(network, "Made_1");
        auto canvas = *canvasAt(network, { use });
        SampleBuilder { canvas }.add("relu", "act", idOf(canvas, "b"));
        canvas.connect({ { idOf(canvas, "act"), 0 }, { idOf(canvas, "c"), 0 } });
        network = withCanvas(network, { use }, canvas);
        QVERIFY(network.block("Made")->body.find("act"));
        QVERIFY(network.block("Made")->body.blocks.empty());
        QVERIFY(expand(network).network.find("Made_1.act"));
        QVERIFY(canvasAt(network, { use })->nodes == canvas.nodes);
    }

    void linksFollowTheirPorts()
    {
        auto network = made(residual(), { "c", "sum" }).network; // inputs b_input, a_input
        const auto use = idOf(network, "Made_1");
        const auto before = meaningOf(network);
        auto canvas = *canvasAt(network, { use });
        std::ranges::reverse(canvas.nodes);
        network = withCanvas(network, { use }, canvas);
        QCOMPARE(meaningOf(network), before);
        canvas.remove(idOf(canvas, "b_input"));
        network = withCanvas(network, { use }, canvas);
        const auto toUse
            = std::ranges::count(network.links, use, [](const Link& link) { return link.to.node; });
        QCOMPARE(toUse, 1);
        QVERIFY(std::ranges::find(network.links, Link { { idOf(network, "a"), 0 }, { use, 0 } })
                != network.links.end());
    }

    void definitionsAreRenamedAndRemoved()
    {
        auto [network, use] = made(residual(), { "b", "c" });
        network = *withRenamedBlock(network, "Made", "Pair");
        QCOMPARE(network.find(use)->layer, std::string("block:Pair"));
        QCOMPARE(countUses(network, "Pair"), std::size_t { 1 });
        QVERIFY(!withoutBlock(network, "Pair"));
        network.remove(use);
        QVERIFY(withoutBlock(network, "Pair")->blocks.empty());
    }

    void aPastedPartBringsItsDefinitions()
    {
        const auto with = made(residual(), { "b", "c" }).network;
        auto part = with;
        auto empty = residual();
        takeBlocks(empty, part);
        QCOMPARE(empty.blocks.size(), std::size_t { 1 });
        takeBlocks(empty, part); // it is there already
        QCOMPARE(empty.blocks.size(), std::size_t { 1 });
        part.blocks[0].body.remove(idOf(part.blocks[0].body, "c"));
        takeBlocks(empty, part);
        QCOMPARE(empty.blocks.size(), std::size_t { 2 });
        QCOMPARE(empty.blocks[1].name, std::string("Made 2"));
        QCOMPARE(part.find("Made_1")->layer, std::string("block:Made 2"));
    }

    void makingAndUnpackingAnyBlocksKeepsTheMeaning()
    {
        const auto start = residual();
        auto network = start;
        const auto meaning = meaningOf(start);
        int done = 0;
        for (std::uint64_t step = 0; step < 400; ++step) {
            const Random random(11, step);
            NodePath path;
            auto canvas = network;
            while (random.below(3, 100 + path.size()) > 0) { // into some block that is there
                std::vector<NodeId> uses;
                for (const auto& node : canvas.nodes) {
                    if (blockName(node.layer))
                        uses.push_back(node.id);
                }
                if (uses.empty())
                    break;
                path.push_back(uses[random.below(uses.size(), 200 + path.size())]);
                canvas = *canvasAt(network, path);
            }
            const auto& any = canvas.nodes[random.below(canvas.nodes.size(), 1)];
            if (blockName(any.layer) && random.below(2, 2) == 0) {
                network = unpacked(network, any.id, path).network;
                ++done;
            } else {
                std::set<NodeId> nodes;
                for (std::size_t i = 0; i < canvas.nodes.size(); ++i) {
                    if (random.below(2, 300 + i) == 0)
                        nodes.insert(canvas.nodes[i].id);
                }
                if (auto with = makeBlock(network, path, nodes, freeBlockName(network, "Block"))) {
                    network = with->network;
                    ++done;
                }
            }
            for (auto unused = true; std::exchange(unused, false);) {
                for (const auto& block : network.blocks) {
                    if (countUses(network, block.name) == 0) {
                        network = *withoutBlock(network, block.name);
                        unused = true;
                        break;
                    }
                }
            }
            QCOMPARE(meaningOf(network), meaning);
            QVERIFY(opensAgain(network));
        }
        QVERIFY2(done > 200, qPrintable(QString::number(done)));
    }
};

QTEST_GUILESS_MAIN(BlockEditsTest)
#include "block_edits_test.moc"
