// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project.hpp"
#include "tests/app/cli/workspace.hpp"

#include <QTest>

using namespace netwright;
using samples::Json;
using samples::Said;

namespace {
void verifyDone(const Said& said) { QVERIFY2(said.code == 0, said.progress.c_str()); }
} // namespace

class NewTest : public QObject {
    Q_OBJECT

    samples::Workspace m_workspace { 200 };

private slots:
    void aTableBecomesAProjectThatLearns()
    {
        const Said made = m_workspace.say(
            { "new", "flowers.netwright", "--data", m_workspace.path("iris.csv"), "--json" });
        verifyDone(made);
        QCOMPARE(made.json()["dataset"].get<std::string>(), std::string("iris"));
        const auto project = project::load(m_workspace.path("flowers.netwright"));
        QVERIFY(project && project->recipes.size() == 1);
        // Beside the project, so that both can be moved together.
        QCOMPARE(project->datasets.front().parameters.text("file"), std::string("iris.csv"));
        const Said trained = m_workspace.say({ "train", "flowers.netwright", "--threads", "1", "--json" });
        verifyDone(trained);
        QVERIFY2(trained.json()["validation"]["accuracy"].get<double>() > 0.8, trained.out.c_str());
    }

    void theTargetIsWhatOneChooses()
    {
        verifyDone(m_workspace.say({ "new", "lengths.netwright", "--data", m_workspace.path("iris.csv"),
                                     "--target", "petal width" }));
        const Json network
            = m_workspace.say({ "describe", "lengths.netwright", "--json" }).json()["networks"][0];
        QVERIFY(network["problems"].empty());
        QCOMPARE(network["nodes"].back()["layer"].get<std::string>(), std::string("mean_squared_error"));
        verifyDone(m_workspace.say({ "new", "classes.netwright", "--data", m_workspace.path("iris.csv"),
                                     "--target", "petal width", "--target-type", "category" }));
        const Json classes
            = m_workspace.say({ "describe", "classes.netwright", "--json" }).json()["networks"][0];
        QCOMPARE(classes["nodes"].back()["layer"].get<std::string>(), std::string("softmax_cross_entropy"));
    }

    void rowsWithMissingValuesAreLeftOutOnRequest()
    {
        m_workspace.write("gaps.csv", "a,b\n1,x\n,y\n3,x\n4,y\n5,x\n6,y\n7,x\n8,y\n9,x\n10,y\n11,x\n12,y\n");
        const std::string data = m_workspace.path("gaps.csv");
        QCOMPARE(m_workspace.say({ "new", "gaps.netwright", "--data", data }).code, 1);
        QVERIFY(!std::filesystem::exists(m_workspace.path("gaps.netwright")));
        verifyDone(m_workspace.say({ "new", "gaps.netwright", "--data", data, "--drop-missing" }));
        verifyDone(m_workspace.say({ "train", "gaps.netwright", "--epochs", "1", "--name", "a" }));
        // Predicting takes the table just as training did, and counts lines as errors do.
        const Said said = m_workspace.say({ "predict", "gaps.netwright", "--run", "a", data });
        verifyDone(said);
        QCOMPARE(std::ranges::count(said.out, '\n'), 11);
        QVERIFY2(said.out.starts_with(data + ":2\t") && said.out.find(data + ":13\t") != std::string::npos,
                 said.out.c_str());
        QVERIFY2(said.progress.find("left out a row with a missing value, as the dataset does (line 3)")
                     != std::string::npos,
                 said.progress.c_str());
    }

    void picturesGetConvolutions()
    {
        const auto parameters = samples::Workspace::sample("fashion-mnist")["datasets"].front()["parameters"];
        const auto file = [&](const char* id) { return parameters[id].get<std::string>(); };
        verifyDone(m_workspace.say({ "new", "clothes.netwright", "--data", file("images"), "--labels",
                                     file("labels"), "--test-data", file("test_images"), "--test-labels",
                                     file("test_labels") }));
        const Json json = m_workspace.say({ "describe", "clothes.netwright", "--json" }).json();
        QCOMPARE(json["datasets"][0]["rows"]["test"].get<int>(), 10'000);
        QVERIFY(json["networks"][0]["problems"].empty());
        QCOMPARE(json["networks"][0]["nodes"][1]["layer"].get<std::string>(), std::string("conv2d"));
    }

    void mistakesLeaveNoFile_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("message");
        const QString iris = QString::fromStdString(m_workspace.path("iris.csv"));
        const auto row = [](const char* name, const QStringList& words, const char* message) {
            QTest::addRow("%s", name) << words << message;
        };
        row("no data", { "made.netwright" }, "--data is required");
        row("data that is not there", { "made.netwright", "--data", "/no/such.csv" }, "/no/such.csv");
        row("unknown target", { "made.netwright", "--data", iris, "--target", "colour" },
            "no column \"colour\"");
        row("another ending", { "made.json", "--data", iris }, ".netwright");
        row("a project that is there", { "iris.netwright", "--data", iris }, "there is already such a file");
        row("labels of a table", { "made.netwright", "--data", iris, "--test-labels", iris }, "--labels");
        row("target of images", { "made.netwright", "--data", iris, "--labels", iris, "--target", "a" },
            "--target");
        row("no IDX", { "made.netwright", "--data", iris, "--labels", iris }, "IDX");
    }
    void mistakesLeaveNoFile()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, message);
        std::vector<std::string> arguments { "new" };
        for (const QString& word : words)
            arguments.push_back(word.toStdString());
        const Said said = m_workspace.say(arguments);
        QCOMPARE(said.code, 1);
        QVERIFY2(said.progress.find(message.toStdString()) != std::string::npos, said.progress.c_str());
        QVERIFY(!std::filesystem::exists(m_workspace.path("made.netwright")));
    }
};

QTEST_GUILESS_MAIN(NewTest)
#include "new_test.moc"
