// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project.hpp"

#include "core/network/network_json.hpp"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sstream>

using namespace netwright;
using project::Project;

namespace {
std::string contentOf(const std::filesystem::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

Project sample()
{
    Project project {
        .description = "Birds \"at\" sea,\nby night: \xC3\xA9", .datasets = {}, .networks = {}, .recipes = {}
    };
    data::DatasetSpec dataset { .name = "birds", .source = "csv", .parameters = {}, .split = {} };
    dataset.parameters = ParameterValues(data::findSource("csv")->parameters);
    dataset.parameters.set("file", "birds.csv");
    dataset.split.seed = 7;
    project.datasets = { dataset };
    network::Network network { .name = "small", .dataset = "birds", .nodes = {}, .links = {} };
    const auto first = network.add("dropout", { 120, 40 });
    const auto second = network.add("softmax", { 120.5, -140 });
    network.connect({ { first, 0 }, { second, 0 } });
    project.networks = { network, { .name = "empty", .dataset = "gone", .nodes = {}, .links = {} } };
    project.recipes = { training::defaultRecipe("quick"), training::defaultRecipe("long") };
    project.recipes[0].network = "small";
    project.recipes[1].epochs = 100;
    return project;
}
} // namespace

class ProjectTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path file() const { return m_folder.filePath("birds.netwright").toStdString(); }

    Result<Project> loadText(const QByteArray& text) const
    {
        std::ofstream(file(), std::ios::binary | std::ios::trunc) << text.toStdString();
        return project::load(file());
    }

private slots:
    void aSavedProjectIsTheSameWhenLoaded()
    {
        const auto saved = project::save(sample(), file());
        QVERIFY2(saved, saved ? "" : saved.error().text().c_str());
        const auto loaded = project::load(file());
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        QVERIFY(*loaded == sample());
        const auto text = contentOf(file());
        QVERIFY(project::save(*loaded, file()));
        QCOMPARE(contentOf(file()), text);
    }

    void theFileReadsAndMergesWell()
    {
        QVERIFY(project::save(sample(), file()));
        const auto text = contentOf(file());
        QVERIFY2(text.starts_with("{\n  \"format\": 1,\n  \"description\": \"Birds"), text.c_str());
        QVERIFY2(text.ends_with("}\n"), text.c_str());
        for (const auto* line :
             { "\"position\": [120.0, 40.0]", "\n        \"dropout_1 -> softmax_1\"\n",
               "\n      \"split\": { \"validation\": 0.1, \"test\": 0.1, \"seed\": 7 },\n",
               "\n    \"empty\": { \"dataset\": \"gone\", \"nodes\": [], \"links\": [] }\n" })
            QVERIFY2(text.find(line) != std::string::npos, line);
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);)
            QVERIFY2(line.size() <= 120, line.c_str());
    }

    void thingsAreFoundByName()
    {
        const auto project = sample();
        QCOMPARE(project.dataset("birds")->split.seed, 7U);
        QCOMPARE(project.network("small")->nodes.size(), 2U);
        QCOMPARE(project.recipe("long")->epochs, 100);
        QVERIFY(!project.dataset("fish") && !project.network("") && !project.recipe("small"));
    }

    void runsLieBesideTheProject()
    {
        QCOMPARE(project::runsFolder("/a/b.c/birds.netwright"), std::filesystem::path("/a/b.c/birds.runs"));
    }

    void theLeastProjectIsEmpty()
    {
        const auto loaded = loadText("{\"format\": 1}");
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        QVERIFY(*loaded == Project {});
    }

    void badFilesAreExplained_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const QByteArray& text, const QStringList& words) {
            QTest::newRow(name) << text << words;
        };
        const auto within = [](const QByteArray& rest) { return "{\"format\": 1, " + rest + "}"; };
        row("empty", "", { "line 1, column 1", "JSON" });
        row("cut", "{\"format\": 1,\n\"networks\":\n", { "line 3", "JSON", "unexpected end" });
        row("a forgotten comma", "{\n  \"format\": 1\n  \"recipes\": {}\n}", { "line 3, column", "JSON" });
        row("text behind", "{\"format\": 1}\n}", { "line 2, column 1", "JSON" });
        row("marks of a merge", "{\n<<<<<<< HEAD\n", { "line 2, column 1", "JSON" });
        row("Latin-1", within("\"description\": \"caf\xE9\""), { "line 1", "UTF-8" });
        row("a picture", QByteArray("\x89PNG\r\n\x1a\n\0", 9), { "line 1, column 1", "JSON" });
        row("a list", "[1, 2]", { "expected a Netwright project", "[1,2]" });
        row("another JSON", "{\"cells\": []}", { "expected a Netwright project" });
        row("a newer format", "{\"format\": 7, \"cells\": []}",
            { "written by a newer Netwright", "expected format 1", "found 7", "update" });
        row("a format that is no number", "{\"format\": \"1\"}", { "\"format\": expected 1, found \"1\"" });
        row("format 0", "{\"format\": 0}", { "\"format\": expected 1, found 0" });
        row("a fraction as format", "{\"format\": 1.5}", { "found 1.5" });
        row("a huge format", "{\"format\": 18446744073709551615}", { "found 18446744073709551615" });
        row("an unknown key", within("\"colour\": 1"), { "unknown key \"colour\"" });
        row("a description that is no text", within("\"description\": 5"),
            { "\"description\": expected a text, found 5" });
        row("networks as a list", within("\"networks\": []"), { "\"networks\": expected {", "found []" });
        row("an empty name", within("\"recipes\": {\"\": {}}"), { "\"recipes\"", "empty" });
        row("a doubled name", within("\"recipes\": {\"a\": {}, \"a\": {}}"), { "\"a\" stands twice" });
        row("a doubled key within", within("\"recipes\": {\"a\": {\"batch\": 1, \"batch\": 2}}"),
            { "\"batch\" stands twice" });
        row("a wrong dataset", within("\"datasets\": {\"d\": {\"source\": \"tape\"}}"),
            { "dataset \"d\"", "\"tape\"" });
        row("a wrong network", within("\"networks\": {\"n\": {\"dataset\": 3}}"),
            { "network \"n\"", "dataset" });
        row("an unknown layer",
            within(
                "\"networks\": {\"n\": {\"dataset\": \"\", \"nodes\": [{\"name\": \"x\", \"layer\": \"warp\"}]}}"),
            { "network \"n\"", "layer \"x\"", "\"warp\"" });
        row("a wrong recipe", within("\"recipes\": {\"r\": {\"batch\": \"many\"}}"),
            { "recipe \"r\"", "\"batch\"" });
        row("a bomb of brackets", QByteArray(1'000'000, '['), { "nested more than 100 deep" });
        QByteArray objects;
        for (int i = 0; i < 1000; ++i)
            objects += "{\"a\":";
        row("a bomb of braces", objects, { "nested more than 100 deep" });
    }

    void badFilesAreExplained()
    {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, words);
        const auto loaded = loadText(text);
        QVERIFY(!loaded);
        const auto message = QString::fromStdString(loaded.error().text());
        QVERIFY2(message.startsWith(QString::fromStdString(file().string())), qPrintable(message));
        for (const auto& word : words)
            QVERIFY2(message.contains(word), qPrintable(word + " is not in: " + message));
    }

    void hugeAndMissingFilesAreNotRead()
    {
        const std::filesystem::path huge(m_folder.filePath("huge.netwright").toStdString());
        std::ofstream(huge) << "{}";
        std::filesystem::resize_file(huge, (64ULL << 20) + 1);
        QVERIFY(project::load(huge).error().message.find("at most 67108864 bytes") != std::string::npos);
        QVERIFY(project::load(file().string() + "x").error().message.find("no such file")
                != std::string::npos);
        QVERIFY(project::load(m_folder.path().toStdString()).error().message.find("folder")
                != std::string::npos);
    }

    void whatCannotBeLoadedAgainIsNotSaved()
    {
        std::filesystem::remove(file());
        auto doubled = sample();
        doubled.recipes[1].name = "quick";
        QVERIFY(project::save(doubled, file()).error().text().find("recipe \"quick\"") != std::string::npos);
        auto nameless = sample();
        nameless.networks[0].name.clear();
        QVERIFY(project::save(nameless, file()).error().text().find("network \"\"") != std::string::npos);
        auto latin = sample();
        latin.datasets[0].parameters.set("file", "caf\xE9.csv");
        QVERIFY(project::save(latin, file()).error().text().find("not UTF-8") != std::string::npos);
        QVERIFY(!std::filesystem::exists(file()));
        QVERIFY(!project::save(sample(), "/nowhere/at/all.netwright"));
    }
};

QTEST_GUILESS_MAIN(ProjectTest)
#include "project_test.moc"
