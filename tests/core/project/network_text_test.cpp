// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/network_text.hpp"

#include "core/network/same_ids.hpp"
#include "tests/core/network/block_sample.hpp"
#include "tests/core/network/sample_network.hpp"

#include <QtTest>

using namespace netwright;
using namespace netwright::project;
using network::SampleNetwork;

namespace {
std::string textOf(const network::Network& network) { return networkText(network).value(); }

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    const auto at = text.find(what);
    return at == text.npos ? std::string("nothing to replace: ") + what : text.replace(at, what.size(), by);
}

/// A sample with a note, a group, and a block that exposes a parameter.
network::Network richNetwork()
{
    auto network = network::unitNetwork(2);
    network.notes.push_back({ .id = { network.nextId++ }, .text = "why", .position = {} });
    network.groups.push_back(
        { .id = { network.nextId++ }, .name = "end", .nodes = { network.find("head")->id } });
    return network;
}
} // namespace

class NetworkTextTest : public QObject {
    Q_OBJECT

private slots:
    void theTextOfANetworkReadsAsTheVerySameValue();
    void whatIsRenamedKeepsItsId();
    void newLayersGetIdsThatNeverWere();
    void nodesAreFoundWithTheirBlocks();
    void aFaultIsShownWhereItStands_data();
    void aFaultIsShownWhereItStands();
    void aMessageDoesNotNameTheNetwork();
    void bytesThatAreNotUtf8AreSaidToBeThat();
    void whatMayHaveBeenMeantIsNotWhereTheFaultIs();
    void aMessageSaysWhatWasExpectedWhatStandsThereAndWhatToDo_data();
    void aMessageSaysWhatWasExpectedWhatStandsThereAndWhatToDo();
    void everyBeginningOfTheTextHasAFault();
};

void NetworkTextTest::theTextOfANetworkReadsAsTheVerySameValue()
{
    auto sample = SampleNetwork();
    sample.network.remove(sample.relu); // ids with a gap
    std::ranges::reverse(sample.network.nodes);
    for (const auto& network : { sample.network, richNetwork(), network::Network() }) {
        const auto read = networkOfText(textOf(network), network);
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        QVERIFY(*read == network);
    }
}

void NetworkTextTest::whatIsRenamedKeepsItsId()
{
    const auto network = richNetwork();
    auto text = replaced(textOf(network), "\"head\"", "\"top\"");
    text = replaced(text, "stage -> head", "stage -> top");
    text = replaced(text, "head -> loss", "top -> loss");
    text = replaced(text, "\"head\"", "\"top\""); // in the group
    const auto read = networkOfText(text, network);
    QVERIFY2(read, read ? "" : read.error().message.c_str());
    QCOMPARE(read->find("top")->id, network.find("head")->id);
    QCOMPARE(read->nextId, network.nextId);
    QCOMPARE(read->groups.front().nodes, network.groups.front().nodes);
    QCOMPARE(read->blocks, network.blocks);
}

void NetworkTextTest::newLayersGetIdsThatNeverWere()
{
    const SampleNetwork sample;
    const auto read = networkOfText(replaced(textOf(sample.network), "\"nodes\": [",
                                             "\"nodes\": [{ \"name\": \"new\", \"layer\": \"relu\" },"),
                                    sample.network);
    QVERIFY2(read, read ? "" : read.error().message.c_str());
    QCOMPARE(read->find("new")->id.value, sample.network.nextId);
    QCOMPARE(read->nextId, sample.network.nextId + 1);
    QCOMPARE(read->links, sample.network.links);
}

void NetworkTextTest::nodesAreFoundWithTheirBlocks()
{
    const auto text = textOf(richNetwork());
    std::vector<std::string> found;
    for (const auto& place : nodePlaces(JsonOutline(text))) {
        found.push_back(place.block + "/" + place.name);
        const auto written = text.substr(place.begin, place.end - place.begin);
        QVERIFY2(written.starts_with("{") && written.ends_with("}"), written.c_str());
        QVERIFY2(written.find("\"" + place.name + "\"") != written.npos, written.c_str());
    }
    QCOMPARE(found,
             (std::vector<std::string> { "/x", "/stage", "/head", "/loss", "Unit/in", "Unit/fc", "Unit/act",
                                         "Unit/out" }));
}

void NetworkTextTest::aFaultIsShownWhereItStands_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("by");
    QTest::addColumn<QString>("marked"); ///< what is marked begins so
    const auto row = [](const char* name, const char* what, const char* by, const char* marked) {
        QTest::newRow(name) << what << by << marked;
    };
    row("no comma", "\"dataset\": \"data\",", "\"dataset\": \"data\"", "\"");
    row("no value", "\"units\": 2", "\"units\": ,", ",");
    row("unknown layer", "\"layer\": \"dense\"", "\"layer\": \"danse\"", "\"layer\": \"danse\"");
    row("unknown block", "block:Unit", "block:Onit", "\"layer\": \"block:Onit\"");
    row("unknown parameter", "\"units\": 2", "\"unity\": 2", "\"unity\": 2");
    row("wrong type", "\"units\": 2", "\"units\": \"two\"", "\"units\": \"two\"");
    row("a list for a number", "\"units\": 2", "\"units\": [2]", "\"units\": [2]");
    row("unknown key", "\"layer\": \"dense\"", "\"kind\": 1, \"layer\": \"dense\"", "\"kind\": 1");
    row("no layer", "\"layer\": \"softmax_cross_entropy\",", "", "{\n      \"name\": \"loss\"");
    row("no name", "\"name\": \"loss\",", "", "{");
    row("doubled name", "\"name\": \"loss\"", "\"name\": \"head\"", "\"name\": \"head\"");
    row("doubled key", "\"units\": 2", "\"units\": 2, \"units\": 3", "\"units\": 3");
    row("link to nothing", "x -> stage", "y -> stage", "\"y -> stage\"");
    row("no link", "\"x -> stage\"", "\"x to stage\"", "\"x to stage\"");
    row("a number for a link", "\"x -> stage\"", "5", "{");
    row("a place of three numbers", "\"position\": [0.0, 0.0]", "\"position\": [0, 0, 0]", "\"position\"");
    row("a note without text", "\"text\": \"why\"", "\"text\": 3", "\"text\": 3");
    row("a colour that is none", "\"colour\": \"yellow\"", "\"colour\": \"pink\"", "\"colour\": \"pink\"");
    row("a group of a stranger", "\"nodes\": [\n        \"head\"", "\"nodes\": [\n        \"feet\"",
        "\"feet\"");
    row("inside a block", "\"layer\": \"relu\"", "\"layer\": \"rely\"", "\"layer\": \"rely\"");
    row("a link inside a block", "fc -> act", "fc -> ant", "\"fc -> ant\"");
    row("a parameter of nothing", "\"fc.units\"", "\"fc.unity\"", "\"fc.unity\"");
    row("flow", "\"dataset\"", "\"flow\": \"up\", \"dataset\"", "\"flow\": \"up\"");
    row("unknown key of the whole", "\"dataset\"", "\"nods\": [], \"dataset\"", "\"nods\"");
}

void NetworkTextTest::aFaultIsShownWhereItStands()
{
    QFETCH(QString, what);
    QFETCH(QString, by);
    QFETCH(QString, marked);
    const auto network = richNetwork();
    const auto text = replaced(textOf(network), what.toStdString(), by.toStdString());
    const auto read = networkOfText(text, network);
    QVERIFY2(!read, text.c_str());
    const auto& fault = read.error();
    QVERIFY(fault.begin < fault.end && fault.end <= text.size());
    const auto found = text.substr(fault.begin, fault.end - fault.begin);
    QVERIFY2(found.starts_with(marked.toStdString()),
             qPrintable(QString::fromStdString(fault.message + "\nat: " + found)));
}

void NetworkTextTest::bytesThatAreNotUtf8AreSaidToBeThat()
{
    const auto network = richNetwork();
    const auto text = replaced(textOf(network), "\"dataset\": \"data\"", "\"dataset\": \"caf\xE9\"");
    const auto read = networkOfText(text, network);
    QVERIFY(!read);
    QCOMPARE(
        QString::fromStdString(read.error().message),
        QStringLiteral("expected a text in UTF-8, found bytes that are none; save it as UTF-8, or write the "
                       "letter anew"));
    const auto at = text.find('\xE9');
    QVERIFY2(read.error().begin >= at && read.error().begin <= at + 1, "it stands somewhere else");
}

void NetworkTextTest::whatMayHaveBeenMeantIsNotWhereTheFaultIs()
{
    const auto network = richNetwork();
    const auto text = replaced(textOf(network), "\"units\": 2", "\"unity\": [2], \"units\": 2");
    const auto read = networkOfText(text, network);
    QVERIFY(!read);
    const auto& fault = read.error();
    QCOMPARE(QString::fromStdString(text.substr(fault.begin, fault.end - fault.begin)),
             QStringLiteral("\"unity\": [2]"));
}

void NetworkTextTest::aMessageDoesNotNameTheNetwork()
{
    const auto network = richNetwork();
    const auto read = networkOfText(replaced(textOf(network), "\"units\": 2", "\"units\": true"), network);
    QCOMPARE(QString::fromStdString(read.error().message),
             QStringLiteral("layer \"head\": \"units\": expected a whole number such as 64, found true"));
    const auto typo = networkOfText(replaced(textOf(network), "\"units\": 2", "\"unity\": 2"), network);
    QCOMPARE(QString::fromStdString(typo.error().message),
             QStringLiteral("layer \"head\": unknown parameter \"unity\"; did you mean \"units\"?"));
}

void NetworkTextTest::aMessageSaysWhatWasExpectedWhatStandsThereAndWhatToDo_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("by");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const char* what, const char* by, const char* message) {
        QTest::newRow(name) << what << by << message;
    };
    row("a slip in a layer", "\"layer\": \"dense\"", "\"layer\": \"danse\"",
        "layer \"head\": unknown layer \"danse\"; did you mean \"dense\"?");
    row("a slip in a parameter", "\"units\": 2", "\"unity\": 2",
        "layer \"head\": unknown parameter \"unity\"; did you mean \"units\"?");
    row("a slip in an entry", "\"layer\": \"relu\"", "\"leyer\": \"relu\"",
        "layer \"act\": unknown entry \"leyer\"; did you mean \"layer\"?");
    row("a slip in a link", "x -> stage", "x -> stege",
        "link \"x -> stege\": there is no layer \"stege\"; did you mean \"stage\"?");
    row("a slip in a block", "block:Unit", "block:Unity",
        "layer \"stage\": there is no block \"Unity\"; did you mean \"Unit\"?");
    row("another type", "\"units\": 2", "\"units\": \"2\"",
        "layer \"head\": \"units\": expected a whole number such as 64, found \"2\"");
    row("a list for a text", "\"dataset\": \"data\"", "\"dataset\": [1]",
        "\"dataset\": expected a text in quotes, found [1]");
    row("no arrow", "\"x -> stage\"", "\"x to stage\"",
        "expected a link as \"conv1 -> relu1\", found \"x to stage\"");
    row("a link from a loss", "x -> stage", "loss -> stage",
        "link \"loss -> stage\": softmax_cross_entropy \"loss\" has no output; remove the link");
    row("no layer", "\"layer\": \"softmax_cross_entropy\",", "",
        "layer \"loss\": \"layer\" is missing; add it, with a text in quotes");
}

void NetworkTextTest::aMessageSaysWhatWasExpectedWhatStandsThereAndWhatToDo()
{
    QFETCH(QString, what);
    QFETCH(QString, by);
    QFETCH(QString, message);
    const auto network = richNetwork();
    const auto read = networkOfText(replaced(textOf(network), what.toStdString(), by.toStdString()), network);
    QVERIFY(!read);
    auto found = QString::fromStdString(read.error().message);
    QVERIFY2(found.endsWith(message), qPrintable(found)); // a block may stand in front
}

void NetworkTextTest::everyBeginningOfTheTextHasAFault()
{
    const auto network = richNetwork();
    const auto text = textOf(network);
    const auto last = text.find_last_of('}');
    for (std::size_t length = 0; length <= last; ++length) {
        const auto part = text.substr(0, length);
        const auto read = networkOfText(part, network);
        QVERIFY2(!read, part.c_str());
        QVERIFY(read.error().begin <= read.error().end && read.error().end <= length);
    }
}

QTEST_GUILESS_MAIN(NetworkTextTest)
#include "network_text_test.moc"
