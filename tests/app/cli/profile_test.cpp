// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/workspace.hpp"

#include <QTest>

#include <cmath>

using namespace netwright;
using samples::Json;
using samples::Said;

class ProfileTest : public QObject {
    Q_OBJECT

    samples::Workspace m_workspace { 200 };
    Json m_profile;

    [[nodiscard]] Said profile(std::vector<std::string> more) const
    {
        std::vector<std::string> words { "profile", "fashion.netwright", "--network", "cnn", "--batch",
                                         "16",      "--repeats",         "5" };
        words.insert(words.end(), more.begin(), more.end());
        return m_workspace.say(words);
    }

    [[nodiscard]] Json layer(const std::string& name) const
    {
        for (const Json& each : m_profile["layers"])
            if (each["layer"] == name)
                return each;
        return {};
    }

private slots:
    void initTestCase()
    {
        const Said said = profile({ "--threads", "1", "--json" });
        QVERIFY2(said.code == 0, said.progress.c_str());
        m_profile = said.json();
    }

    void itSaysWhatWasMeasured()
    {
        QCOMPARE(m_profile["network"].get<std::string>(), std::string("cnn"));
        QCOMPARE(m_profile["batch"].get<int>(), 16);
        QCOMPARE(m_profile["threads"].get<int>(), 1);
        for (const char* figure : { "step_ms", "gflops_per_s", "peak_gflops_per_s" })
            QVERIFY2(m_profile[figure].get<double>() > 0, figure);
    }

    void layersAddUpToTheSum()
    {
        double sum = 0;
        double share = 0;
        for (const Json& each : m_profile["layers"]) {
            for (const char* part :
                 { "forward_ms", "backward_by_data_ms", "backward_by_weights_ms", "update_ms" })
                sum += each[part].get<double>();
            share += each["share"].get<double>();
        }
        QVERIFY(sum > 0);
        QVERIFY(std::abs(sum - m_profile["sum_ms"].get<double>()) < 1e-9 * sum);
        QVERIFY(std::abs(share - 1) < 1e-9);
    }

    void aLayerIsSeenForwardAndInBothDirectionsBackward()
    {
        for (const char* direction : { "forward_ms", "backward_by_data_ms", "backward_by_weights_ms" })
            QVERIFY2(layer("conv2")[direction].get<double>() > 0, direction);
        QCOMPARE(layer("conv1")["backward_by_data_ms"].get<double>(), 0.0); // nobody asks for it
        QVERIFY(layer("relu1").is_null()); // computed by the layer before it
    }

    void aConvolutionCountsItsMultiplicationsThreeTimes()
    {
        double gflop = 0;
        const Json operations = layer("conv2")["operations"];
        for (const Json& operation : operations)
            gflop += operation["gflop"].get<double>();
        const double expected = 1e-9 * 3 * 2 * 2'230'272 * 16; // each multiplies and adds
        QVERIFY2(std::abs(gflop / expected - 1) < 0.02, qPrintable(QString::number(gflop / expected)));
    }

    void theUpdateIsSharedOutByTheWeights()
    {
        const double small = layer("conv1")["update_ms"].get<double>() / 320;
        const double large = layer("dense1")["update_ms"].get<double>() / 36'928;
        QVERIFY(small > 0);
        QVERIFY(std::abs(small / large - 1) < 1e-9);
    }

    void itPrintsATableForPeople()
    {
        const Said said = profile({});
        QVERIFY2(said.code == 0, said.progress.c_str());
        for (const char* word : { "by weights", "conv2", "loss", "\n  sum ", "100.0 %", "a whole step: " })
            QVERIFY2(said.out.find(word) != std::string::npos, word);
    }

    void aMistakeIsOneClearError()
    {
        const Said said = profile({ "--repeats", "0" });
        QCOMPARE(said.code, 1);
        QVERIFY2(said.progress.find("--repeats") != std::string::npos, said.progress.c_str());
    }
};

QTEST_GUILESS_MAIN(ProfileTest)
#include "profile_test.moc"
