// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/work_threads.hpp"
#include "tests/app/cli/workspace.hpp"

#include <QTest>

using namespace netwright;
using samples::Json;
using samples::Said;

/// What the commands on runs say of the weights that they take, and of the parts that figures are of.
class RunCommandsTest : public QObject {
    Q_OBJECT

    static constexpr auto* kIris = "iris.netwright";
    samples::Workspace m_workspace { 10 };
    Said m_trained;

    static void verifyHas(const std::string& text, const std::string& part)
    {
        QVERIFY2(text.find(part) != std::string::npos, text.c_str());
    }

private slots:
    void initTestCase()
    {
        // Such a rate that the validation loss rises again.
        Json project = samples::Workspace::sample("iris");
        project["recipes"].front()["optimiser"]["parameters"]["learning_rate"] = 0.3;
        m_workspace.writeJson(kIris, project);
        m_trained = m_workspace.say({ "train", kIris, "--epochs", "12", "--threads", "1", "--name", "a" });
        QVERIFY2(m_trained.code == 0, m_trained.progress.c_str());
    }

    void theLastAndTheBestWeightsAreToldApart()
    {
        const Json run = m_workspace.say({ "runs", kIris, "--json" }).json()[0];
        const int best = run["best_epoch"].get<int>();
        QVERIFY2(best > 0 && best < 12, "the test needs a best epoch before the last");
        verifyHas(m_trained.out,
                  "weights     the last, epoch 12; evaluate, predict and export take the best, epoch "
                      + std::to_string(best));
        verifyHas(m_workspace.say({ "evaluate", kIris, "--run", "a" }).out,
                  "checkpoint  best: epoch " + std::to_string(best)
                      + ", the one with the lowest validation loss\n");
        const Said last = m_workspace.say({ "evaluate", kIris, "--run", "a", "--checkpoint", "last" });
        verifyHas(last.out, "checkpoint  last: epoch 12\n");
        // The same figures as the training's own.
        const auto lineOf = [](const std::string& text) {
            const auto begin = text.find("\ntest ");
            return text.substr(begin, text.find(" %", begin) - begin);
        };
        QCOMPARE(lineOf(last.out), lineOf(m_trained.out));
        verifyHas(m_workspace.say({ "evaluate", kIris, "--run", "a", "--checkpoint", "11" }).out,
                  "checkpoint  epoch 11\n");
    }

    void figuresAreNamedAfterTheirPart()
    {
        const std::string listed = m_workspace.say({ "runs", kIris }).out;
        verifyHas(listed, "validation, last epoch");
        verifyHas(listed, "test, last epoch");
        verifyHas(m_trained.progress, "epoch 12/12  train loss ");
    }

    void anExportIsCheckedAndSaysHowWell()
    {
        const std::string file = m_workspace.path("a.onnx");
        const Said said = m_workspace.say({ "export", kIris, "--run", "a", "--onnx", file });
        QVERIFY2(said.code == 0, said.progress.c_str());
        verifyHas(said.out, file);
        verifyHas(said.out, "check       passed: outputs differ by at most ");
        const Json json = m_workspace.say({ "export", kIris, "--run", "a", "--onnx", file, "--json" }).json();
        QVERIFY(json["same"].get<bool>() && json["largest_difference"].get<double>() <= 1e-4);
        QCOMPARE(json["samples"].get<int>(), 30); // the test part of iris
        QCOMPARE(json["bytes"].get<std::uintmax_t>(), std::filesystem::file_size(file));
        QCOMPARE(json["checkpoint"].get<std::string>(), std::string("best"));
    }

    void moreThreadsThanTheMachineHasAreNoticed()
    {
        const int all = tensor::threadsFor(0);
        const auto noticed = [&](int threads) {
            const auto said
                = m_workspace.say({ "train", kIris, "--epochs", "1", "--threads", std::to_string(threads) });
            return said.code == 0 && said.progress.find("more than this machine has") != std::string::npos;
        };
        QVERIFY(noticed(all + 1));
        QVERIFY(!noticed(all));
    }
};

QTEST_GUILESS_MAIN(RunCommandsTest)
#include "run_commands_test.moc"
