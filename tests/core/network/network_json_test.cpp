// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network_json.hpp"

#include <QElapsedTimer>
#include <QTest>
#include <nlohmann/json.hpp>

using namespace netwright;
using namespace netwright::network;
using Json = nlohmann::ordered_json;

namespace {
QString errorOf(const Json& json)
{
    const auto read = networkFromJson(json, "cnn");
    return read ? QString() : QString::fromStdString(read.error().text());
}

/// pool -> dropout -> mean squared error.
Network sample()
{
    Network network { .name = "cnn", .dataset = "images", .nodes = {}, .links = {} };
    const auto pool = network.add("max_pool2d", { 10, 20 });
    const auto dropout = network.add("dropout", { 10.5, -80 });
    const auto loss = network.add("mean_squared_error", {});
    network.find(pool)->name = "Größe.1 - x";
    network.find(dropout)->parameters.set("rate", 0.25);
    network.find(loss)->parameters.set("target", std::string("price"));
    network.connect({ { pool }, { dropout } });
    network.connect({ { dropout }, { loss } });
    return network;
}

/// The same with everything else a network can have.
Network annotated()
{
    auto network = sample();
    network.nodes[1].isBypassed = true;
    network.notes.push_back({ .id = NoteId { network.nextId++ },
                              .text = "Zwei\nZeilen",
                              .position = { -200, 12.5 },
                              .size = { 320, 64 },
                              .colour = "blue" });
    network.notes.push_back({ .id = NoteId { network.nextId++ }, .text = "", .position = {} });
    network.groups.push_back({ .id = GroupId { network.nextId++ },
                               .name = "Körper",
                               .colour = "red",
                               .nodes = { network.nodes[1].id, network.nodes[0].id } });
    network.groups.push_back({ .id = GroupId { network.nextId++ },
                               .name = "",
                               .colour = "grey",
                               .nodes = { network.nodes[2].id } });
    network.flow = Flow::Right;
    return network;
}

Json chain(int size)
{
    Json json { { "dataset", "images" }, { "nodes", Json::array() }, { "links", Json::array() } };
    for (int i = 0; i < size; ++i) {
        json["nodes"].push_back({ { "name", fmt::format("n{}", i) }, { "layer", "dropout" } });
        if (i > 0)
            json["links"].push_back(fmt::format("n{} -> n{}", i - 1, i));
    }
    return json;
}
} // namespace

class NetworkJsonTest : public QObject {
    Q_OBJECT

    static void checkError(const Network& network)
    {
        QFETCH(QByteArray, patch);
        QFETCH(QString, expected);
        const auto error = errorOf(toJson(network).patch(Json::parse(patch.toStdString())));
        QVERIFY2(error.startsWith("network \"cnn\"") && error.contains(expected), qPrintable(error));
        QVERIFY2(error.size() < 400, qPrintable(error));
    }

private slots:
    void jsonGivesBackWhatWasWritten()
    {
        const auto network = sample();
        const auto read = networkFromJson(Json::parse(toJson(network).dump()), "cnn");
        QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
        QVERIFY(*read == network);
    }

    void jsonGivesBackNotesGroupsAndBypassedNodes()
    {
        const auto network = annotated();
        const auto read = networkFromJson(Json::parse(toJson(network).dump()), "cnn");
        QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
        QVERIFY2(*read == network, toJson(*read).dump(2).c_str());
    }

    void whatIsNotUsedIsNotWritten()
    {
        const auto text = QString::fromStdString(toJson(sample()).dump());
        for (const auto* key : { "bypassed", "notes", "groups", "flow" })
            QVERIFY2(!text.contains(key), qPrintable(text));
    }

    void aGroupIsWrittenWithoutWhatIsGone()
    {
        auto network = annotated();
        network.groups[0].nodes.insert(NodeId { 99 });
        network.groups[1].nodes = { NodeId { 98 } };
        const auto json = toJson(network);
        QCOMPARE(json["groups"].size(), 1U);
        QCOMPARE(json["groups"][0]["nodes"].size(), 2U);
        QVERIFY2(errorOf(json).isEmpty(), qPrintable(errorOf(json)));
    }

    void whatCannotBeReadBackIsStillWritten()
    {
        auto network = sample();
        network.nodes[0].layer = "gone";
        network.links[1].to.port = 7;
        network.links.push_back({ { NodeId { 99 } }, { network.nodes[1].id } });
        const auto json = toJson(network);
        QCOMPARE(json["links"].size(), 2U);
        QVERIFY2(json["links"][1] == "dropout_1 -> loss_1.7", json["links"][1].dump().c_str());
        QVERIFY(json["nodes"][0]["parameters"]["pool_width"] == 2);
        QVERIFY(errorOf(json).contains("unknown layer \"gone\""));
    }

    void aLinkNamesItsPortsOnlyWhereThatIsNeeded()
    {
        const auto json = toJson(sample());
        QVERIFY2(json["links"][0] == "Größe.1 - x -> dropout_1", json["links"][0].dump().c_str());
    }

    void aNameThatLooksLikeAPortIsToldFromIt()
    {
        Network network { .name = "n", .dataset = "", .nodes = {}, .links = {} };
        const auto plain = network.add("dropout", {});
        const auto dotted = network.add("dropout", {});
        const auto last = network.add("dropout", {});
        network.find(plain)->name = "a";
        network.find(dotted)->name = "a.output";
        network.connect({ { dotted }, { plain } });
        network.connect({ { plain }, { last } });
        const auto read = networkFromJson(toJson(network), "n");
        QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
        QVERIFY2(*read == network, toJson(network).dump().c_str());
    }

    void portsMayBeWrittenOut()
    {
        auto json = toJson(sample());
        json["links"][1] = "dropout_1.output -> loss_1.prediction";
        QVERIFY(networkFromJson(json, "cnn") == sample());
    }

    void aHalfBuiltNetworkIsRead()
    {
        auto json = toJson(sample());
        json["links"] = Json::array();
        json["nodes"][0]["parameters"]["pool_height"] = -7; // for the editor to show
        json["nodes"][1].erase("position");
        const auto read = networkFromJson(json, "cnn");
        QVERIFY(read.has_value());
        QCOMPARE(read->nodes[0].parameters.integer("pool_height"), -7);
        QCOMPARE(read->nextId, 4);
    }

    void badJsonIsOneErrorThatNamesTheThing_data()
    {
        QTest::addColumn<QByteArray>("patch"); // an RFC 6902 patch of the sample
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* patch, const char* expected) {
            QTest::newRow(name) << QByteArray(patch) << QString::fromUtf8(expected);
        };
        row("not an object", R"([{"op": "replace", "path": "", "value": []}])",
            "network \"cnn\": expected a network as {");
        row("unknown key", R"([{"op": "add", "path": "/nodez", "value": 1}])", "unknown entry \"nodez\"");
        row("no dataset", R"([{"op": "remove", "path": "/dataset"}])", "\"dataset\" is missing");
        row("dataset is a number", R"([{"op": "replace", "path": "/dataset", "value": 1}])",
            "expected a text in quotes, found 1");
        row("nodes are a text", R"([{"op": "replace", "path": "/nodes", "value": "x"}])",
            "\"nodes\": expected a list");
        row("a node is a number", R"([{"op": "replace", "path": "/nodes/1", "value": 5}])",
            "layer 2: expected a layer as {");
        row("no name", R"([{"op": "remove", "path": "/nodes/1/name"}])", "layer 2: \"name\" is missing");
        row("empty name", R"([{"op": "replace", "path": "/nodes/1/name", "value": ""}])",
            "layer 2: a layer has an empty");
        row("slash", R"([{"op": "replace", "path": "/nodes/1/name", "value": "a/b"}])", "\"a/b\"");
        row("arrow", R"([{"op": "replace", "path": "/nodes/1/name", "value": "a -> b"}])", "\"a -> b\"");
        row("dots", R"([{"op": "replace", "path": "/nodes/1/name", "value": ".."}])",
            "cannot be \".\" or \"..\"");
        row("line break", R"([{"op": "replace", "path": "/nodes/1/name", "value": "a\nb"}])",
            "control character");
        row("null byte", R"([{"op": "replace", "path": "/nodes/1/name", "value": "a\u0000b"}])",
            "control character");
        row("unknown layer", R"([{"op": "replace", "path": "/nodes/1/layer", "value": "conv9d"}])",
            "layer \"dropout_1\": unknown layer \"conv9d\"");
        row("unknown node key", R"([{"op": "add", "path": "/nodes/1/colour", "value": "red"}])",
            "layer \"dropout_1\": unknown entry \"colour\"");
        row("unknown parameter", R"([{"op": "add", "path": "/nodes/1/parameters/units", "value": 1}])",
            "layer \"dropout_1\": unknown parameter \"units\"");
        row("wrong type", R"([{"op": "replace", "path": "/nodes/1/parameters/rate", "value": "x"}])",
            "layer \"dropout_1\": \"rate\": expected a number");
        row("position", R"([{"op": "replace", "path": "/nodes/1/position", "value": [1]}])",
            "expected two numbers");
        row("position of texts", R"([{"op": "replace", "path": "/nodes/1/position", "value": ["a", 1]}])",
            "expected two numbers");
        row("doubled name", R"([{"op": "replace", "path": "/nodes/2/name", "value": "dropout_1"}])",
            "layers 2 and 3 are both named \"dropout_1\"");
        row("link is a number", R"([{"op": "replace", "path": "/links/0", "value": 1}])",
            "expected a link as");
        row("link without arrow", R"([{"op": "replace", "path": "/links/0", "value": "a->b"}])",
            "expected a link as");
        row("unknown source", R"([{"op": "replace", "path": "/links/0", "value": "x -> dropout_1"}])",
            "there is no layer \"x\"");
        row("unknown target", R"([{"op": "replace", "path": "/links/0", "value": "dropout_1 -> "}])",
            "there is no layer \"\"");
        row("unknown port",
            R"([{"op": "replace", "path": "/links/1", "value": "dropout_1.out -> dropout_1"}])",
            "\"dropout_1.out\" is no output of dropout \"dropout_1\"; expected dropout_1.output");
        row("no output", R"([{"op": "replace", "path": "/links/1", "value": "loss_1 -> dropout_1"}])",
            "mean_squared_error \"loss_1\" has no output");
    }

    void badJsonIsOneErrorThatNamesTheThing() { checkError(sample()); }

    void badAnnotationsAreOneErrorThatNamesTheThing_data()
    {
        QTest::addColumn<QByteArray>("patch"); // an RFC 6902 patch of the annotated sample
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* patch, const char* expected) {
            QTest::newRow(name) << QByteArray(patch) << QString::fromUtf8(expected);
        };
        row("bypassed", R"([{"op": "replace", "path": "/nodes/1/bypassed", "value": 1}])",
            "layer \"dropout_1\": \"bypassed\": expected true or false, found 1");
        row("flow", R"([{"op": "replace", "path": "/flow", "value": "up"}])",
            "\"flow\": expected \"down\" or \"right\", found \"up\"");
        row("notes", R"([{"op": "replace", "path": "/notes", "value": {}}])", "\"notes\": expected a list");
        row("a note is a text", R"([{"op": "replace", "path": "/notes/1", "value": "x"}])",
            "note 2: expected a note as {");
        row("unknown note key", R"([{"op": "add", "path": "/notes/0/font", "value": 1}])",
            "note 1: unknown entry \"font\"");
        row("no text", R"([{"op": "remove", "path": "/notes/0/text"}])", "note 1: \"text\" is missing");
        row("note position", R"([{"op": "replace", "path": "/notes/0/position", "value": [1]}])",
            "note 1: \"position\": expected two numbers as [x, y]");
        row("note size", R"([{"op": "replace", "path": "/notes/0/size", "value": ["a", 1]}])",
            "note 1: \"size\": expected two numbers as [width, height]");
        row("tiny", R"([{"op": "replace", "path": "/notes/0/size", "value": [1, 100]}])",
            "note 1: expected a size from 64 x 32 to 4000 x 4000, found 1 x 100");
        row("huge", R"([{"op": "replace", "path": "/notes/0/size", "value": [100, 1e9]}])",
            "note 1: expected a size from");
        row("note colour", R"([{"op": "replace", "path": "/notes/0/colour", "value": "#ff0000"}])",
            "there is no colour \"#ff0000\"; expected one of yellow, green");
        row("colour is a number", R"([{"op": "replace", "path": "/notes/0/colour", "value": 3}])",
            "\"colour\": expected a text");
        row("a group is a list", R"([{"op": "replace", "path": "/groups/0", "value": []}])",
            "group 1: expected a group as {");
        row("unknown group key", R"([{"op": "add", "path": "/groups/1/size", "value": 1}])",
            "group 2: unknown entry \"size\"");
        row("no group name", R"([{"op": "remove", "path": "/groups/0/name"}])", "\"name\" is missing");
        row("two lines", R"([{"op": "replace", "path": "/groups/0/name", "value": "a\nb"}])",
            "control character");
        row("group colour", R"([{"op": "replace", "path": "/groups/0/colour", "value": "pink"}])",
            "there is no colour \"pink\"");
        row("no members", R"([{"op": "replace", "path": "/groups/0/nodes", "value": []}])",
            "group 1: it has no layers");
        row("no list", R"([{"op": "remove", "path": "/groups/0/nodes"}])", "group 1: it has no layers");
        row("unknown member", R"([{"op": "replace", "path": "/groups/0/nodes/0", "value": "x"}])",
            "there is no layer \"x\"");
        row("member is a number", R"([{"op": "replace", "path": "/groups/0/nodes/0", "value": 1}])",
            "expected the name of a layer, found 1");
        row("doubled member", R"([{"op": "replace", "path": "/groups/1/nodes/0", "value": "dropout_1"}])",
            "group 2: \"dropout_1\" is in a group already");
    }

    void badAnnotationsAreOneErrorThatNamesTheThing() { checkError(annotated()); }

    void tooLongTextsAreRefused()
    {
        auto json = toJson(annotated());
        json["notes"][0]["text"] = std::string(100'000, 'x');
        QVERIFY2(errorOf(json).contains("note 1: its text has 100000 characters"), qPrintable(errorOf(json)));
        json = toJson(annotated());
        json["groups"][0]["name"] = std::string(1000, 'x');
        QVERIFY2(errorOf(json).contains("group 1: its name has 1000"), qPrintable(errorOf(json)));
        json["notes"] = Json(std::vector<Json>(20'000));
        QVERIFY2(errorOf(json).contains("at most 10000 entries, found 20000"), qPrintable(errorOf(json)));
    }

    void aLongNameIsRefused()
    {
        auto json = toJson(sample());
        json["nodes"][1]["name"] = std::string(100'000, 'x');
        QVERIFY2(errorOf(json).contains("has 100000 characters"), qPrintable(errorOf(json)));
    }

    void aMillionNodesAreRefusedAtOnce()
    {
        Json json { { "dataset", "" }, { "nodes", Json(std::vector<Json>(1'000'000)) } };
        QVERIFY2(errorOf(json).contains("expected at most 100000 entries, found 1000000"),
                 qPrintable(errorOf(json)));
    }

    void readingAndWritingTakeTimeInProportionToTheSize()
    {
        QElapsedTimer timer;
        timer.start();
        const auto read = networkFromJson(chain(20'000), "long");
        QVERIFY(read.has_value());
        QVERIFY(networkFromJson(toJson(*read), "long") == *read);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed()))); // quadratic: minutes
    }
};

QTEST_GUILESS_MAIN(NetworkJsonTest)
#include "network_json_test.moc"
