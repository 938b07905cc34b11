// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.hpp"
#include "core/runs/checkpoint_file.hpp"
#include "tests/app/cli/workspace.hpp"

#include <QTest>

using namespace netwright;
using samples::Json;
using samples::Said;

namespace {
constexpr auto* kIris = "iris.netwright";
constexpr auto* kFashion = "fashion.netwright";

void verifyDone(const Said& said) { QVERIFY2(said.code == 0, said.progress.c_str()); }
} // namespace

class CliTest : public QObject {
    Q_OBJECT

    samples::Workspace m_workspace { 200 };

    [[nodiscard]] std::vector<tensor::NamedTensor> weightsOf(const std::string& project,
                                                             const std::string& run) const
    {
        const auto folder = std::filesystem::path(m_workspace.path(project)).replace_extension(".runs") / run;
        const auto checkpoint = runs::findCheckpoint(folder, "last").and_then(runs::readCheckpoint);
        return checkpoint ? checkpoint->parameters : std::vector<tensor::NamedTensor> {};
    }

private slots:
    void initTestCase()
    {
        verifyDone(
            m_workspace.say({ "train", kIris, "--epochs", "30", "--name", "flowers", "--threads", "1" }));
        verifyDone(m_workspace.say({ "train", kFashion, "--network", "cnn", "--epochs", "1", "--name",
                                     "clothes", "--threads", "1" }));
    }

    void trainPrintsItsResultAsOneLineOfJson()
    {
        const Said said = m_workspace.say({ "train", kIris, "--epochs", "3", "--seed", "5", "--json" });
        verifyDone(said);
        QCOMPARE(std::ranges::count(said.out, '\n'), 1);
        const Json json = said.json();
        std::vector<std::string> keys;
        for (const auto& [key, value] : json.items())
            keys.push_back(key);
        const std::vector<std::string> expected { "run", "epochs", "seconds", "train", "validation", "test" };
        QCOMPARE(keys, expected);
        QCOMPARE(json["epochs"].get<int>(), 3);
        for (const char* part : { "train", "validation", "test" })
            QVERIFY(json[part]["loss"].get<double>() > 0 && json[part]["accuracy"].get<double>() >= 0);
        QVERIFY(said.progress.find("epoch 3/3") != std::string::npos);
    }

    void trainWithoutJsonPrintsForPeople()
    {
        const Said said = m_workspace.say({ "train", kIris, "--epochs", "2" });
        verifyDone(said);
        for (const char* word : { "run ", "train ", "validation ", "test ", "accuracy", " %" })
            QVERIFY2(said.out.find(word) != std::string::npos, word);
    }

    void theTrainedRunIsListed()
    {
        const Said said = m_workspace.say({ "runs", kIris, "--json" });
        verifyDone(said);
        const Json all = said.json();
        const auto run = std::ranges::find_if(all, [](const Json& each) { return each["run"] == "flowers"; });
        QVERIFY(run != all.end());
        QCOMPARE((*run)["state"].get<std::string>(), std::string("finished"));
        QVERIFY((*run)["test"]["accuracy"].get<double>() > 0.8);
        QVERIFY(m_workspace.say({ "runs", kIris }).out.find("flowers") != std::string::npos);
    }

    void theSameSeedTwiceGivesTheSameWeights()
    {
        for (const char* name : { "twin-a", "twin-b" })
            verifyDone(m_workspace.say(
                { "train", kFashion, "--network", "mlp", "--epochs", "1", "--seed", "3", "--name", name }));
        const auto first = weightsOf(kFashion, "twin-a");
        QVERIFY(!first.empty());
        QVERIFY(first == weightsOf(kFashion, "twin-b"));
    }

    void evaluatingTheLastCheckpointAgreesWithTheTraining()
    {
        const Json run = m_workspace.say({ "runs", kFashion, "--json" }).json().back();
        for (const char* split : { "validation", "test" }) {
            const Said said = m_workspace.say({ "evaluate", kFashion, "--run", "clothes", "--checkpoint",
                                                "last", "--split", split, "--json" });
            verifyDone(said);
            QCOMPARE(run["run"].get<std::string>(), std::string("clothes"));
            QVERIFY(said.json()[split] == run[split]);
        }
    }

    void evaluatePrintsTheClasses()
    {
        const Said said = m_workspace.say({ "evaluate", kIris, "--run", "flowers", "--split", "train" });
        verifyDone(said);
        QVERIFY(said.out.find("versicolor") != std::string::npos);
        const Json json
            = m_workspace.say({ "evaluate", kIris, "--run", "flowers", "--checkpoint", "10", "--json" })
                  .json();
        QCOMPARE(json["epochs"].get<int>(), 10);
        int rows = 0;
        for (const Json& count : json["confusion"])
            rows += count.get<int>();
        QCOMPARE(rows, json["rows"].get<int>());
    }

    void predictReadsTablesByTheirHeader()
    {
        // Other columns and another order than the training data's.
        m_workspace.write(
            "some.csv",
            "note,petal width,petal length,sepal width,sepal length\nx,0.2,1.4,3.5,5.1\ny,2.5,6.0,3.3,6.3\n");
        const Said said = m_workspace.say(
            { "predict", kIris, "--run", "flowers", m_workspace.path("some.csv"), "--json" });
        verifyDone(said);
        std::istringstream lines(said.out);
        std::vector<std::string> categories;
        for (std::string line; std::getline(lines, line);)
            categories.push_back(Json::parse(line)["category"]);
        const std::vector<std::string> expected { "setosa", "virginica" };
        QCOMPARE(categories, expected);
    }

    void predictReadsImagesOfAnySize()
    {
        const std::string image = "P5 56 56 255\n" + std::string(56UL * 56, '\x40');
        m_workspace.write("grey.pgm", image);
        const Said said = m_workspace.say(
            { "predict", kFashion, "--run", "clothes", m_workspace.path("grey.pgm"), "--json" });
        verifyDone(said);
        const Json prediction = said.json();
        double sum = 0;
        for (const Json& share : prediction["values"])
            sum += share.get<double>();
        QVERIFY(std::abs(sum - 1) < 1e-9);
    }

    void exportWritesCode_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("line");
        QTest::newRow("PyTorch") << "pytorch"
                                 << "class Cnn(nn.Module):";
        QTest::newRow("Keras") << "keras"
                               << "def build(name=\"cnn\"):";
    }
    void exportWritesCode()
    {
        QFETCH(QString, format);
        QFETCH(QString, line);
        const auto file = m_workspace.path("cnn.py");
        verifyDone(m_workspace.say(
            { "export", kFashion, "--network", "cnn", "--format", format.toStdString(), "--output", file }));
        const auto text = readFile(file, 1 << 20);
        QVERIFY(text.has_value());
        QVERIFY2(text->find(line.toStdString()) != text->npos, text->c_str());
    }

    void exportWritesAnOnnxFile()
    {
        const std::string file = m_workspace.path("clothes.onnx");
        verifyDone(m_workspace.say({ "export", kFashion, "--run", "clothes", "--onnx", file }));
        QVERIFY(std::filesystem::file_size(file) > 300'000); // 93,322 parameters of four bytes
    }

    void benchTimesSteps()
    {
        const Said said = m_workspace.say({ "bench", kFashion, "--network", "mlp", "--batch", "32",
                                            "--threads", "1", "--seconds", "0.1", "--json" });
        verifyDone(said);
        const Json json = said.json();
        QVERIFY(json["step_ms_median"].get<double>() > 0);
        QVERIFY(json["step_ms_p10"] <= json["step_ms_median"]
                && json["step_ms_median"] <= json["step_ms_p90"]);
        QVERIFY(std::abs(json["samples_per_s"].get<double>() * json["step_ms_median"].get<double>() - 32'000)
                < 1);
        QCOMPARE(json["parameters"].get<int>(), 101'770);
        QVERIFY(json["compile_ms"].get<double>() > 0);
        QCOMPARE(json["threads"].get<int>(), 1);
    }

    void helpAndVersionSucceed()
    {
        QCOMPARE(m_workspace.say({ "--help" }).code, 0);
        QVERIFY(m_workspace.say({ "train", "--help" }).out.find("--epochs") != std::string::npos);
        QVERIFY(!m_workspace.say({ "--version" }).out.empty());
    }

    void mistakesEndInOneClearMessage_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const QStringList& words, const char* message) {
            QTest::addRow("%s", name) << words << message;
        };
        row("no command", {}, "expected a command: new, train,");
        row("no command shows the usage", {}, "Subcommands:");
        row("unknown command", { "fly" }, "unknown command fly; there are new, train,");
        row("unknown option alone", { "--bogus" }, "unknown option --bogus");
        row("unknown option before what is missing", { "evaluate", "--bogus" }, "unknown option --bogus");
        row("what is missing", { "evaluate", kIris }, "--run is required; see netwright-cli evaluate --help");
        row("unknown option", { "train", kIris, "--speed", "9" }, "--speed");
        row("number expected", { "train", kIris, "--epochs", "many" }, "--epochs");
        row("no such project", { "train", "nowhere.netwright" }, "there is no such file");
        row("no project at all", { "train", "text.netwright" }, "text.netwright");
        row("foreign JSON", { "train", "foreign.netwright" }, "expected a Netwright project");
        row("unknown network", { "train", kIris, "--network", "gan" },
            "there is no network \"gan\"; it has: mlp");
        row("unknown recipe", { "train", kIris, "--recipe", "slow" }, "there is no recipe \"slow\"");
        row("batch of zero", { "train", kIris, "--batch", "0" }, "Batch");
        row("no epochs", { "train", kIris, "--epochs", "0" }, "Epochs");
        row("negative seed", { "train", kIris, "--seed", "-1" }, "Seed");
        row("too many threads", { "train", kIris, "--threads", "99999" }, "Threads");
        row("run name as a path", { "train", kIris, "--name", "../escape" }, "run name");
        row("run name taken", { "train", kIris, "--name", "flowers" }, "already a run of this name");
        row("missing data file", { "train", "dataless.netwright" }, "gone.csv");
        row("unknown layer", { "train", "layer.netwright" }, "warp_drive");
        row("cycle", { "train", "cycle.netwright" }, "leads back to its input");
        row("out of range", { "train", "range.netwright" }, "dense \"dense1\"");
        row("runs folder is a file", { "train", "blocked.netwright" }, "blocked.runs");
        row("resume without a run", { "resume", kIris, "--run", "nobody" }, "there is no such run");
        row("resume what is finished", { "resume", kIris, "--run", "flowers" }, "nothing to resume");
        row("evaluate without a run", { "evaluate", kIris, "--run", "../iris.runs/flowers" },
            "there is no such run");
        row("evaluate an unknown split", { "evaluate", kIris, "--run", "flowers", "--split", "exam" },
            "exam");
        row("evaluate an unknown epoch", { "evaluate", kIris, "--run", "flowers", "--checkpoint", "99" },
            "99");
        row("predict a missing file", { "predict", kIris, "--run", "flowers", "/no/such.csv" },
            "/no/such.csv");
        row("predict no image", { "predict", kFashion, "--run", "clothes", "foreign.netwright" },
            "expected an image");
        row("predict no table", { "predict", kIris, "--run", "flowers", "foreign.netwright" },
            "expected a header");
        row("export neither", { "export", kIris, "--run", "flowers" }, "expected one of --onnx and --format");
        row("export of what", { "export", kIris, "--format", "keras" },
            "expected one of --run and --network");
        row("export without weights", { "export", kIris, "--network", "mlp", "--onnx", "x.onnx" }, "--run");
        row("export for another framework", { "export", kIris, "--network", "mlp", "--format", "caffe" },
            "pytorch");
        row("export an unknown network", { "export", kIris, "--network", "gan", "--format", "keras" },
            "there is no such network");
        row("export to nowhere", { "export", kIris, "--run", "flowers", "--onnx", "/no/folder/x.onnx" },
            "/no/folder/x.onnx");
        row("describe what is not there", { "describe", "warp_drive" }, "no such layer and no such project");
        row("describe without data", { "describe", "dataless.netwright" }, "gone.csv");
        row("runs of no project", { "runs", "nowhere.netwright" }, "there is no such file");
        row("bench in no time", { "bench", kIris, "--seconds", "0" }, "--seconds");
    }
    void mistakesEndInOneClearMessage()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, message);
        writeBadProjects();
        std::vector<std::string> arguments;
        for (const QString& word : words)
            arguments.push_back(word.toStdString());
        const Said said = m_workspace.say(arguments);
        QCOMPARE(said.code, 1);
        QCOMPARE(QString::fromStdString(said.progress).count("error: "), 1);
        QVERIFY2(said.progress.ends_with('\n'), said.progress.c_str());
        QVERIFY2(said.progress.find(message.toStdString()) != std::string::npos, said.progress.c_str());
        const bool wasDescribed = words.value(0) == "describe";
        QVERIFY2(said.out.empty() || wasDescribed, said.out.c_str());
    }

    void aRunWhoseDataHasChangedIsNotMeasuredOnIt()
    {
        const samples::Workspace workspace(10);
        QCOMPARE(workspace.say({ "train", "iris.netwright", "--epochs", "1", "--name", "a" }).code, 0);
        std::ofstream(workspace.path("iris.csv"), std::ios::app) << "1,2,3,4,setosa\n";
        const std::vector<std::vector<std::string>> commands {
            { "evaluate", "iris.netwright", "--run", "a" },
            { "predict", "iris.netwright", "--run", "a", workspace.path("iris.csv") },
            { "export", "iris.netwright", "--run", "a", "--onnx", workspace.path("a.onnx") },
        };
        for (const auto& words : commands) {
            const auto said = workspace.say(words);
            QCOMPARE(said.code, 1);
            QVERIFY2(said.progress.find("has changed since the run began") != std::string::npos,
                     said.progress.c_str());
        }
        std::ofstream(workspace.path("iris.runs/a/run.json")) << "{}";
        const auto listed = workspace.say({ "runs", "iris.netwright" });
        QVERIFY2(listed.progress.find("a run cannot be read: ") == 0, listed.progress.c_str());
    }

    void aTrainingThatCannotStartLeavesNoRunBehind()
    {
        writeBadProjects();
        for (const char* project :
             { "dataless.netwright", "layer.netwright", "cycle.netwright", "range.netwright" }) {
            QCOMPARE(m_workspace.say({ "train", project }).code, 1);
            QVERIFY(!std::filesystem::exists(
                std::filesystem::path(m_workspace.path(project)).replace_extension(".runs")));
        }
    }

    void aRunWhoseLossBreaksIsListedAsFailed()
    {
        Json project = samples::Workspace::sample("iris");
        project["recipes"].front()["optimiser"]
            = { { "kind", "sgd" }, { "parameters", { { "learning_rate", 1e30 } } } };
        m_workspace.writeJson("wild.netwright", project);
        const Said said = m_workspace.say({ "train", "wild.netwright", "--json" });
        QCOMPARE(said.code, 1);
        QVERIFY(said.out.empty());
        QVERIFY2(said.progress.find("step ") != std::string::npos
                     && said.progress.find("lower the learning rate") != std::string::npos,
                 said.progress.c_str());
        QCOMPARE(
            m_workspace.say({ "runs", "wild.netwright", "--json" }).json()[0]["state"].get<std::string>(),
            std::string("failed"));
    }

    void aDamagedCheckpointIsRefused()
    {
        verifyDone(m_workspace.say({ "train", kIris, "--epochs", "1", "--name", "damaged" }));
        const auto folder = std::filesystem::path(m_workspace.path("iris.runs")) / "damaged" / "checkpoints";
        for (const auto& file : std::filesystem::directory_iterator(folder))
            std::filesystem::resize_file(file.path(), std::filesystem::file_size(file.path()) / 2);
        const Said said = m_workspace.say({ "evaluate", kIris, "--run", "damaged" });
        QCOMPARE(said.code, 1);
        QVERIFY2(said.progress.find(".h5") != std::string::npos, said.progress.c_str());
    }

private:
    void writeBadProjects() const
    {
        const auto broken = [this](const char* name, const auto& damage) {
            Json project = samples::Workspace::sample("iris");
            damage(project);
            m_workspace.writeJson(name, project);
        };
        m_workspace.write("text.netwright", std::string("not JSON at all"));
        m_workspace.writeJson("foreign.netwright", Json { { "name", "left-pad" } });
        broken("dataless.netwright",
               [](Json& p) { p["datasets"]["iris"]["parameters"]["file"] = "gone.csv"; });
        broken("layer.netwright", [](Json& p) { p["networks"]["mlp"]["nodes"][1]["layer"] = "warp_drive"; });
        broken("cycle.netwright", [](Json& p) { p["networks"]["mlp"]["links"][0] = "relu1 -> dense1"; });
        broken("range.netwright",
               [](Json& p) { p["networks"]["mlp"]["nodes"][1]["parameters"]["units"] = -4; });
        broken("blocked.netwright", [](Json&) {});
        m_workspace.write("blocked.runs", std::string("a file where a folder must be"));
    }
};

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
