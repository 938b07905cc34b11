// SPDX-License-Identifier: GPL-3.0-or-later
#include "block_sample.hpp"
#include "core/network/network_json.hpp"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace netwright;
using namespace netwright::network;
using Json = nlohmann::ordered_json;

namespace {
QString errorOf(const Json& json)
{
    const auto read = networkFromJson(json, "units");
    return read ? QString() : QString::fromStdString(read.error().text());
}

Json written() { return toJson(unitNetwork(2)); }
} // namespace

class BlockJsonTest : public QObject {
    Q_OBJECT

private slots:
    void aNetworkWithoutBlocksHasNoSuchKey()
    {
        auto network = unitNetwork(1);
        network.remove(network.find("stage")->id);
        network.blocks.clear();
        QVERIFY(!toJson(network).contains("blocks"));
    }

    void jsonGivesBackWhatWasWritten()
    {
        auto network = unitNetwork(2);
        SampleBuilder body { network.blocks[0].body };
        body.add(kBlockInput, "a.b");
        body.add(kBlockInput, "a_b");
        network.connect({ { network.find("x")->id, 0 }, { network.find("stage")->id, 2 } });
        const auto read = networkFromJson(Json::parse(toJson(network).dump()), "units");
        QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
        QVERIFY(*read == network);
    }

    void definitionsAreReadInAnyOrderAndKeepTheirs()
    {
        auto network = unitNetwork(1);
        Block outer { .name = "Outer", .body = {}, .exposed = {} };
        SampleBuilder body { outer.body };
        const auto in = body.add(kBlockInput, "in");
        outer.body.nodes.push_back(*network.find("stage"));
        outer.body.nodes.back().id = NodeId { outer.body.nextId++ };
        const auto inner = outer.body.nodes.back().id;
        outer.body.connect({ { in, 0 }, { inner, 0 } });
        body.add(kBlockOutput, "out", inner);
        outer.exposed = { { .name = "wi.dth", .targets = { { inner, "width" } } } };
        network.blocks.insert(network.blocks.begin(), outer);
        const auto read = networkFromJson(Json::parse(toJson(network).dump()), "units");
        QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
        QVERIFY(*read == network);
    }

    void valuesThatFitNoMoreAreWrittenAsTheDefinitionHasThem()
    {
        auto network = unitNetwork(1);
        network.blocks[0].exposed[0].name = "size";
        const auto json = toJson(network);
        QCOMPARE(json["nodes"][1]["parameters"].dump(), R"({"size":8,"repeat":1,"weights":"own"})");
        QCOMPARE(errorOf(json), QString());
    }

    void recomputingHasAKeyWhereItIsWanted()
    {
        auto network = unitNetwork(1);
        auto& parameters = network.nodes[1].parameters;
        QVERIFY(!toJson(network)["nodes"][1]["parameters"].contains("recompute"));
        parameters.set(kRecompute, true);
        const auto json = toJson(network);
        QCOMPARE(json["nodes"][1]["parameters"]["recompute"].dump(), "true");
        const auto read = networkFromJson(Json::parse(json.dump()), "units");
        QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
        QVERIFY(*read == network);
    }

    void faultsAreNamed_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* name, const char* path, const char* value, const char* error) {
            QTest::newRow(name) << path << value << error;
        };
        row("list", "/blocks", "[]",
            R"(network "units": "blocks": expected {"NAME": {"nodes": [...]}}, found [])");
        row("no object", "/blocks/Unit", "3",
            R"(network "units", block "Unit": expected a block as { "nodes": [...], "links": [...] }, found 3)");
        row("key", "/blocks/Unit/colour", "3",
            R"(network "units", block "Unit": unknown entry "colour"; expected "nodes", "links", "notes", "groups", "flow" or "parameters"; was the file written by a newer Netwright?)");
        row("recursion", "/blocks/Unit/nodes/1/layer", R"("block:Unit")",
            R"(network "units", block "Unit": it contains itself; remove it from what is inside)");
        row("unknown", "/nodes/1/layer", R"("block:None")",
            R"(network "units", layer "stage": there is no block "None"; expected "Unit")");
        row("parameters", "/blocks/Unit/parameters", "[]",
            R"(network "units", block "Unit": "parameters": expected {"filters": ["conv1.filters"]}, found [])");
        row("no targets", "/blocks/Unit/parameters/width", "[]",
            R"(network "units", block "Unit", parameter "width": expected a list such as ["conv1.filters"], found [])");
        row("target", "/blocks/Unit/parameters/width/0", R"("fc.width")",
            R"(network "units", block "Unit", parameter "width": expected a layer and its parameter as "conv1.filters", found "fc.width")");
        row("types", "/blocks/Unit/parameters/width/1", R"("fc.bias")",
            R"(network "units", block "Unit", parameter "width": "fc.bias" is of another type than "fc.units"; expose it under another name)");
        row("reserved", "/blocks/Unit/parameters/repeat", R"(["fc.units"])",
            R"(network "units", block "Unit", parameter "repeat": every block has a parameter "repeat" already; choose another name)");
        row("value", "/nodes/1/parameters/width", R"("wide")",
            R"(network "units", layer "stage": "width": expected a whole number such as 8, found "wide")");
    }

    void faultsAreNamed()
    {
        QFETCH(QString, path);
        QFETCH(QString, value);
        QFETCH(QString, error);
        auto json = written();
        json[Json::json_pointer(path.toStdString())] = Json::parse(value.toStdString());
        QCOMPARE(errorOf(json), error);
    }
};

QTEST_GUILESS_MAIN(BlockJsonTest)
#include "block_json_test.moc"
