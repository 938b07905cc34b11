// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/plain_formula.hpp"
#include "core/layers/catalogue/layer_table.hpp"
#include "tests/app/cli/workspace.hpp"

#include <QTest>

using namespace netwright;
using cli::plainFormula;
using samples::Json;
using samples::Said;

/// What `describe` says of the catalogue and of a project.
class DescribeTest : public QObject {
    Q_OBJECT

    samples::Workspace m_workspace { 200 };

private slots:
    void knowsTheCatalogue()
    {
        const Json json = m_workspace.say({ "describe", "--json" }).json();
        QCOMPARE(json["layers"].size(), layers::layerTable().size());
        QCOMPARE(json["optimisers"].size(), 3U);
        QVERIFY(m_workspace.say({ "describe" }).out.find("conv2d") != std::string::npos);
    }

    void explainsEveryLayer_data()
    {
        QTest::addColumn<QString>("layer");
        for (const auto* kind : layers::layerTable())
            QTest::addRow("%s", kind->id.c_str()) << QString::fromStdString(kind->id);
    }
    void explainsEveryLayer()
    {
        QFETCH(QString, layer);
        const auto* kind = layers::findLayer(layer.toStdString());
        const Said said = m_workspace.say({ "describe", kind->id });
        QVERIFY2(said.code == 0, said.progress.c_str());
        for (const auto& spec : kind->parameters)
            for (const QString& word : QString::fromStdString(spec.help).split(' '))
                QVERIFY2(said.out.find(word.toStdString()) != std::string::npos, spec.id.c_str());
        const auto formula = plainFormula(kind->formula.substr(0, kind->formula.find('\n')));
        QVERIFY2(said.out.find("  " + formula + '\n') != std::string::npos, said.out.c_str());
        QVERIFY2(said.out.find_first_of("{}") == std::string::npos, said.out.c_str());
        for (const QString& line : QString::fromStdString(said.out).split('\n'))
            QVERIFY2(line.size() <= 100, qPrintable(line));
        const Json json = m_workspace.say({ "describe", kind->id, "--json" }).json();
        QCOMPARE(json["parameters"].size(), kind->parameters.size());
        QVERIFY(kind->formula.empty() || json["formula"] == kind->formula);
    }

    void aFormulaIsWrittenWithoutMarkup_data()
    {
        QTest::addColumn<QString>("formula");
        QTest::addColumn<QString>("plain");
        const auto row = [](const char* formula, const char* plain) {
            QTest::newRow(formula) << QString::fromUtf8(formula) << QString::fromUtf8(plain);
        };
        row("y = max(x, 0)", "y = max(x, 0)");
        row("y_{c,i,j} = mean_{u,v} x_{c, s i+u}", "y[c,i,j] = mean[u,v] x[c, s i+u]");
        row("(x − target)^{2}", "(x − target)²");
        row("e^{−x} + e^{x_{i}}", "e^(−x) + e^x[i]");
        row("Q K^{T}", "Q K^T");
    }
    void aFormulaIsWrittenWithoutMarkup()
    {
        QFETCH(QString, formula);
        QFETCH(QString, plain);
        QCOMPARE(QString::fromStdString(plainFormula(formula.toStdString())), plain);
    }

    void showsAProjectsShapesAndCosts()
    {
        const Json json = m_workspace.say({ "describe", "fashion.netwright", "--json" }).json();
        const auto& networks = json["networks"];
        QCOMPARE(networks[0]["cost"]["parameters"].get<int>(), 101'770);
        QCOMPARE(networks[1]["cost"]["parameters"].get<int>(), 93'322);
        QVERIFY(networks[1]["problems"].empty());
        QVERIFY(m_workspace.say({ "describe", "fashion.netwright" }).out.find("28 x 28")
                != std::string::npos);
    }

    void showsProblemsWhereTheyAre()
    {
        Json project = samples::Workspace::sample("iris");
        project["networks"]["mlp"]["nodes"][1]["parameters"]["units"] = -4;
        m_workspace.writeJson("broken.netwright", project);
        const Said said = m_workspace.say({ "describe", "broken.netwright", "--json" });
        QVERIFY2(said.code == 0, said.progress.c_str());
        const auto problem = said.json()["networks"][0]["problems"][0].get<std::string>();
        QVERIFY2(problem.find("dense \"dense1\"") != std::string::npos, problem.c_str());
    }

    void showsWarningsApartFromProblems()
    {
        Json project = samples::Workspace::sample("iris");
        for (auto& node : project["networks"]["mlp"]["nodes"]) {
            if (node["layer"] == "softmax_cross_entropy")
                node["parameters"]["weight"] = 0.0;
        }
        m_workspace.writeJson("idle.netwright", project);
        const Json network
            = m_workspace.say({ "describe", "idle.netwright", "--json" }).json()["networks"][0];
        QVERIFY(network["problems"].empty());
        QCOMPARE(network["warnings"].size(), 1UL);
        const auto text = m_workspace.say({ "describe", "idle.netwright" }).out;
        QVERIFY2(text.find("  warning: softmax_cross_entropy \"loss\": its weight is 0") != std::string::npos,
                 text.c_str());
    }
};

QTEST_GUILESS_MAIN(DescribeTest)
#include "describe_test.moc"
