// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.hpp"
#include "core/runs/run.hpp"
#include "tests/core/runs/run_fixture.hpp"

#include <nlohmann/json.hpp>

using namespace netwright;
using namespace netwright::fixture;

class RunTest : public QObject {
    Q_OBJECT

private slots:
    void runsAreListedNewestFirstWithoutTheUnreadable()
    {
        const Workplace place;
        QVERIFY(runs::listRuns(place.runs())->empty());
        for (const auto& [name, second] : { std::pair("b", 10), std::pair("a", 11), std::pair("c", 12) }) {
            place.record(name)->ended(outcome(training::Ending::Finished, 1));
            const auto file = place.runs() / name / "run.json";
            auto json = nlohmann::ordered_json::parse(readFile(file, 1 << 20).value());
            json["started"] = fmt::format("2026-01-02T03:04:{}.000Z", second);
            std::ofstream(file) << json;
        }
        std::filesystem::create_directories(place.runs() / "no run");
        std::filesystem::create_directories(place.runs() / "broken");
        std::ofstream(place.runs() / "broken" / "run.json") << "{";
        std::filesystem::create_directories(place.runs() / "\xff\xfe");
        std::ofstream(place.runs() / "a file") << "x";
        const auto found = runs::listRuns(place.runs());
        QVERIFY2(found.has_value(), text(found));
        QCOMPARE(found->size(), 3U);
        QCOMPARE(found->at(0).name, "c");
        QCOMPARE(found->at(1).name, "a");
        QCOMPARE(found->at(2).name, "b");
    }

    void aRunsFolderThatIsAFileIsAnError()
    {
        const Workplace place;
        std::ofstream(place.runs()) << "x";
        QVERIFY(says(runs::listRuns(place.runs()), "cannot be read"));
    }

    void namesAreChecked_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("plain") << QByteArray("cnn-1") << true;
        QTest::newRow("unicode") << QByteArray("größer 层 (2)") << true;
        for (const auto* bad : { "", ".", "..", "../x", "a/b", "/", ".hidden", "a\nb", "\xff" })
            QTest::addRow("bad \"%s\"", bad) << QByteArray(bad) << false;
        QTest::newRow("zero byte") << QByteArray("a\0b", 3) << false;
        QTest::newRow("long") << QByteArray(201, 'a') << false;
        QTest::newRow("longest") << QByteArray(200, 'a') << true;
    }

    void namesAreChecked()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, isGood);
        const Workplace place;
        const auto recorder = runs::Recorder::create(place.runs(), name.toStdString(), place.training());
        QCOMPARE(recorder.has_value(), isGood);
        QVERIFY(isGood || says(recorder, "run name"));
        QVERIFY(isGood || !std::filesystem::exists(place.runs()));
    }

    void freeNamesAreFileNames()
    {
        const Workplace place;
        QCOMPARE(runs::freeRunName(place.runs(), "cnn"), "cnn-1");
        const auto recorder = place.record("cnn-1");
        QCOMPARE(runs::freeRunName(place.runs(), "cnn"), "cnn-2");
        QCOMPARE(runs::freeRunName(place.runs(), ""), "run-1");
        QCOMPARE(runs::freeRunName(place.runs(), "../../a\nb"), "-..-a-b-1");
        QCOMPARE(runs::freeRunName(place.runs(), "\xff"), "run-1");
        for (const std::string& network :
             { std::string(1000, 'x'), QString("ä").repeated(500).toStdString() })
            QVERIFY(runs::checkRunName(runs::freeRunName(place.runs(), network)));
    }

    void deletingRemovesTheFolder()
    {
        const Workplace place;
        auto recorder = place.record("a");
        QVERIFY(recordEpoch(*recorder, 1, 0.5, true));
        recorder->ended(outcome(training::Ending::Finished, 1));
        QVERIFY(runs::deleteRun(place.runs() / "a"));
        QVERIFY(holdsOnly(place.runs(), {}));
    }

    void deletingSparesFoldersThatAreNoRuns()
    {
        const Workplace place;
        QVERIFY(says(runs::deleteRun(place.path()), "no run.json"));
        QVERIFY(says(runs::deleteRun(place.runs() / "none"), "no run.json"));
        QVERIFY(std::filesystem::exists(place.path() / "flowers.csv"));
    }

    void aCopyOfARunningRunIsNotRunning()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        std::filesystem::copy(place.runs() / "a", place.runs() / "copy",
                              std::filesystem::copy_options::recursive);
        QVERIFY(runs::readRun(place.runs() / "copy")->state == runs::RunState::Interrupted);
        QCOMPARE(runs::readRun(place.runs() / "copy")->name, "copy");
    }

    void hostileRunFilesAreErrors_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("format") << "/format" << QByteArray("2");
        QTest::newRow("format as text") << "/format" << QByteArray("\"1\"");
        QTest::newRow("state") << "/state" << QByteArray("\"interrupted\"");
        QTest::newRow("no text") << "/started" << QByteArray("7");
        QTest::newRow("threads too many") << "/threads" << QByteArray("1e10");
        QTest::newRow("threads too large") << "/threads" << QByteArray("99999999999");
        QTest::newRow("negative steps") << "/outcome/steps" << QByteArray("-1");
        QTest::newRow("epochs too large") << "/outcome/epochs" << QByteArray("18446744073709551615");
        QTest::newRow("metrics") << "/outcome/train" << QByteArray("[1]");
        QTest::newRow("metric") << "/outcome/train/loss" << QByteArray("\"x\"");
        QTest::newRow("error") << "/outcome/error" << QByteArray("null");
        QTest::newRow("ending") << "/outcome/ending" << QByteArray("3");
        QTest::newRow("process") << "/process" << QByteArray("null");
        QTest::newRow("project") << "/project" << QByteArray("[]");
        QTest::newRow("project's networks") << "/project/networks" << QByteArray("3");
        QTest::newRow("unknown layer") << "/project/networks/tiny/nodes/0/layer" << QByteArray("\"no such\"");
    }

    void hostileRunFilesAreErrors()
    {
        QFETCH(QString, pointer);
        QFETCH(QByteArray, value);
        const Workplace place;
        place.record("a")->ended(outcome(training::Ending::Finished, 1));
        const auto file = place.runs() / "a" / "run.json";
        auto json = nlohmann::ordered_json::parse(readFile(file, 1 << 20).value());
        json[nlohmann::ordered_json::json_pointer(pointer.toStdString())]
            = nlohmann::ordered_json::parse(value.data());
        std::ofstream(file) << json;
        QVERIFY(says(runs::readRun(place.runs() / "a"), file.string()));
    }

    void everyKeyOfARunFileIsNeeded()
    {
        const Workplace place;
        place.record("a")->ended(outcome(training::Ending::Finished, 1));
        const auto file = place.runs() / "a" / "run.json";
        const auto whole = nlohmann::ordered_json::parse(readFile(file, 1 << 20).value());
        for (const auto& [key, value] : whole.items()) {
            auto json = whole;
            json.erase(key);
            std::ofstream(file) << json;
            QVERIFY2(!runs::readRun(place.runs() / "a"), key.c_str());
        }
    }

    void runFilesThatAreNoJsonAreErrors_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("half") << QByteArray("{\"format\": 1,");
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("deep") << QByteArray(1'000'000, '[');
        QTest::newRow("deep objects") << QByteArray("{\"a\":").repeated(300'000);
        QTest::newRow("not UTF-8") << QByteArray("{\"state\": \"\xff\"}");
    }

    void runFilesThatAreNoJsonAreErrors()
    {
        QFETCH(QByteArray, bytes);
        const Workplace place;
        std::filesystem::create_directories(place.runs() / "a");
        std::ofstream(place.runs() / "a" / "run.json") << bytes.toStdString();
        QVERIFY(says(runs::readRun(place.runs() / "a"), "run.json"));
    }
};

QTEST_GUILESS_MAIN(RunTest)
#include "run_test.moc"
