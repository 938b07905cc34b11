// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/network/sample_network.hpp"

#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/advice.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::network;

namespace {
constexpr std::int64_t kManyRows = 60'000;

std::vector<Problem> warningsOf(const Network& network, std::int64_t rows = kManyRows)
{
    return advise(network, analyse(network, &kSampleData), { .columns = &kSampleData, .rows = rows });
}

QByteArray textOf(const std::vector<Problem>& problems)
{
    QByteArray text;
    for (const auto& problem : problems)
        text += problem.message + "\n";
    return text;
}

/// A number in place of the classes.
void learnPrice(SampleNetwork& sample)
{
    sample.set(sample.dense, "units", std::int64_t { 1 });
    auto& loss = sample.node(sample.loss);
    loss.layer = "mean_squared_error";
    loss.parameters = ParameterValues(layers::findLayer(loss.layer)->parameters);
    sample.set(sample.loss, "target", std::string("price"));
}
} // namespace

using Edit = std::function<void(SampleNetwork&)>;

class AdviceTest : public QObject {
    Q_OBJECT

private slots:
    void aSoundNetworkNeedsNoAdvice()
    {
        const SampleNetwork sample;
        QVERIFY(analyse(sample.network, &kSampleData).isTrainable());
        QCOMPARE(textOf(warningsOf(sample.network)), QByteArray());
    }

    void whatIsMostLikelyNotMeantIsNamedAtItsNode_data()
    {
        QTest::addColumn<Edit>("edit");
        QTest::addColumn<ProblemCode>("code");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const Edit& edit, ProblemCode code, const char* expected) {
            QTest::newRow(name) << edit << code << QString(expected);
        };
        row(
            "softmax before its loss", [](auto& s) { s.insert(s.dense, s.loss, "softmax", "shares"); },
            ProblemCode::ActivationBeforeLoss, "softmax \"shares\": Softmax Cross-Entropy does this itself");
        row(
            "relu before a loss", [](auto& s) { s.insert(s.dense, s.loss, "relu", "cut"); },
            ProblemCode::ActivationBeforeLoss, "relu \"cut\": Softmax Cross-Entropy takes raw scores");
        row(
            "bias before batch norm", [](auto& s) { s.insert(s.conv, s.relu, "batch_norm", "norm"); },
            ProblemCode::BiasBeforeNorm, "conv2d \"conv\": its bias does nothing");
        row(
            "dropout before the output", [](auto& s) { s.insert(s.dense, s.loss, "dropout", "drop"); },
            ProblemCode::DropoutBeforeOutput, "dropout \"drop\": it sets parts of the prediction");
        row(
            "dense behind dense",
            [](auto& s) {
                s.insert(s.flatten, s.dense, "dense", "hidden", { { "units", std::int64_t { 32 } } });
            },
            ProblemCode::NoActivation, "dense \"fc\": there is no activation between \"hidden\"");
        row(
            "dense behind convolution, with a flatten between",
            [](auto& s) {
                s.network.connect({ { s.conv }, { s.flatten } });
                s.network.remove(s.relu);
                s.network.remove(s.pool);
            },
            ProblemCode::NoActivation, "dense \"fc\": there is no activation between \"conv\"");
        row(
            "dead branch",
            [](auto& s) {
                addLayer(s.network, "dense", "extra", addLayer(s.network, "relu", "aside", s.flatten));
            },
            ProblemCode::DeadBranch, "relu \"aside\": it leads to no loss, and so it and 1 behind it never");
        row(
            "flatten of a vector", [](auto& s) { s.insert(s.flatten, s.dense, "flatten", "again"); },
            ProblemCode::IdleLayer, "flatten \"again\": its output is its input");
        row(
            "softmax of one value",
            [](auto& s) {
                const auto score
                    = addLayer(s.network, "dense", "score", s.flatten, { { "units", std::int64_t { 1 } } });
                const auto share = addLayer(s.network, "softmax", "share", score);
                addLayer(s.network, "mean_squared_error", "error", share,
                         { { "target", std::string("price") } });
            },
            ProblemCode::SoftmaxOfOne, "softmax \"share\": the share of a single value is always 1");
        row(
            "loss without weight", [](auto& s) { s.set(s.loss, "weight", 0.0); }, ProblemCode::NoWeight,
            "softmax_cross_entropy \"loss\": its weight is 0");
        row(
            "the same loss twice",
            [](auto& s) {
                addLayer(s.network, "softmax_cross_entropy", "again", s.dense,
                         { { "target", std::string("label") } });
            },
            ProblemCode::SecondLoss,
            "softmax_cross_entropy \"again\": it judges the same prediction by the same column as \"loss\"");
        row(
            "two losses of one value, one behind an activation",
            [](auto& s) {
                learnPrice(s);
                const auto share = addLayer(s.network, "sigmoid", "share", s.dense);
                addLayer(s.network, "mean_squared_error", "error", share,
                         { { "target", std::string("price") } });
            },
            ProblemCode::SecondLoss, "mean_squared_error \"error\": it judges the same prediction");
        row(
            "two measures of one prediction",
            [](auto& s) {
                learnPrice(s);
                addLayer(s.network, "sigmoid_cross_entropy", "odds", s.dense,
                         { { "target", std::string("price") } });
            },
            ProblemCode::SecondLoss,
            "sigmoid_cross_entropy \"odds\": \"loss\" already judges the same prediction by \"price\"");
        row(
            "one prediction for two columns",
            [](auto& s) {
                s.insert(s.flatten, s.dense, "relu", "bent");
                const auto picture = addLayer(s.network, "dense", "picture", s.flatten,
                                              { { "units", std::int64_t { 784 } } });
                addLayer(s.network, "mean_squared_error", "first", picture,
                         { { "target", std::string("pixels") } });
                const auto image = addLayer(s.network, "reshape", "image", picture,
                                            { { "shape", std::string("1 28 28") } });
                addLayer(s.network, "mean_squared_error", "second", image,
                         { { "target", std::string("image") } });
            },
            ProblemCode::SecondLoss,
            "mean_squared_error \"second\": \"first\" trains the same prediction for \"pixels\", and it cannot be "
            "\"image\" as well");
        row(
            "nothing to learn",
            [](auto& s) {
                s.network.remove(s.conv);
                s.network.remove(s.pool);
                s.network.remove(s.dense);
                s.network.connect({ { s.input }, { s.relu } });
                s.network.connect({ { s.relu }, { s.flatten } });
                s.node(s.loss).layer = "mean_squared_error";
                s.node(s.loss).parameters
                    = ParameterValues(layers::findLayer("mean_squared_error")->parameters);
                s.set(s.loss, "target", std::string("pixels"));
                s.network.connect({ { s.flatten }, { s.loss } });
            },
            ProblemCode::NothingToLearn, "mean_squared_error \"loss\": no layer before it has weights");
    }

    void whatIsMostLikelyNotMeantIsNamedAtItsNode()
    {
        QFETCH(Edit, edit);
        QFETCH(ProblemCode, code);
        QFETCH(QString, expected);
        SampleNetwork sample;
        edit(sample);
        const auto analysis = analyse(sample.network, &kSampleData);
        QVERIFY(analysis.isTrainable());
        const auto warnings = warningsOf(sample.network);
        QVERIFY2(warnings.size() == 1, textOf(warnings));
        QVERIFY(warnings[0].code == code);
        QVERIFY(warnings[0].severity == Severity::Warning);
        const auto message = QString::fromStdString(warnings[0].message);
        QVERIFY2(message.startsWith(expected), qPrintable(message));
        QVERIFY(message.endsWith(QString::fromStdString(warnings[0].reason)));
    }

    void whatIsDoneOnPurposeIsLeftAlone_data()
    {
        QTest::addColumn<Edit>("edit");
        const auto row = [](const char* name, const Edit& edit) { QTest::newRow(name) << edit; };
        row("dropout before the last dense",
            [](auto& s) { s.insert(s.flatten, s.dense, "dropout", "drop"); });
        row("batch norm behind a convolution without bias", [](auto& s) {
            s.insert(s.conv, s.relu, "batch_norm", "norm");
            s.set(s.conv, "bias", false);
        });
        row("a layer that also feeds another than the norm", [](auto& s) {
            s.insert(s.conv, s.relu, "batch_norm", "norm");
            const auto sum = addLayer(s.network, "add", "sum", s.relu);
            s.network.connect({ { s.conv }, { sum, 1 } });
            s.cut(s.relu, s.pool);
            s.network.connect({ { sum }, { s.pool } });
        });
        row("a bottleneck", [](auto& s) {
            const auto few
                = s.insert(s.flatten, s.dense, "dense", "few", { { "units", std::int64_t { 2 } } });
            const auto many = s.insert(few, s.dense, "dense", "many", { { "units", std::int64_t { 64 } } });
            s.insert(many, s.dense, "relu", "bent");
        });
        row("a convolution in two parts", [](auto& s) {
            s.insert(s.conv, s.relu, "conv2d", "pointwise",
                     { { "kernel_height", std::int64_t { 1 } }, { "kernel_width", std::int64_t { 1 } } });
        });
        row("a prediction shown as shares",
            [](auto& s) { addLayer(s.network, "softmax", "shares", s.dense); });
        row("a second loss behind layers of its own", [](auto& s) {
            const auto early
                = addLayer(s.network, "dense", "early", s.flatten, { { "units", std::int64_t { 3 } } });
            addLayer(s.network, "softmax_cross_entropy", "aside", early,
                     { { "target", std::string("label") } });
        });
        row("a weighted sum of two losses", [](auto& s) {
            addLayer(s.network, "softmax_cross_entropy", "again", s.dense,
                     { { "target", std::string("label") }, { "weight", 0.5 } });
        });
        row("a weighted sum, the first of two weighted", [](auto& s) {
            s.set(s.loss, "weight", 0.5);
            addLayer(s.network, "softmax_cross_entropy", "again", s.dense,
                     { { "target", std::string("label") } });
        });
        row("a sigmoid before a loss of values", [](auto& s) {
            const auto value
                = addLayer(s.network, "dense", "value", s.flatten, { { "units", std::int64_t { 1 } } });
            const auto share = addLayer(s.network, "sigmoid", "share", value);
            addLayer(s.network, "mean_squared_error", "error", share, { { "target", std::string("price") } });
        });
    }

    void whatIsDoneOnPurposeIsLeftAlone()
    {
        QFETCH(Edit, edit);
        SampleNetwork sample;
        edit(sample);
        QCOMPARE(textOf(warningsOf(sample.network)), QByteArray());
    }

    void aLayerIsLargeWhereItHasFarMoreParametersThanTheDataHasNumbers()
    {
        SampleNetwork sample;
        const auto hidden = sample.insert(sample.flatten, sample.dense, "dense", "hidden",
                                          { { "units", std::int64_t { 1000 } } }); // 677,000 parameters
        sample.insert(hidden, sample.dense, "relu", "bent");
        QCOMPARE(textOf(warningsOf(sample.network, 100)), QByteArray()); // 78,400 numbers
        const auto warnings = warningsOf(sample.network, 80); // 62,720 numbers
        QVERIFY2(warnings.size() == 1, textOf(warnings));
        QVERIFY(warnings[0].code == ProblemCode::LargeLayer && warnings[0].node == hidden);
        QCOMPARE(textOf(warningsOf(sample.network, 0)), QByteArray()); // not known
    }

    void adviceEndsOnCycles()
    {
        SampleNetwork sample;
        const auto drop = sample.insert(sample.dense, sample.loss, "dropout", "drop");
        const auto first = addLayer(sample.network, "relu", "first");
        const auto second = addLayer(sample.network, "relu", "second", first);
        sample.network.connect({ { second }, { first } });
        sample.network.links.push_back({ { drop }, { first } });
        sample.network.connect({ { drop }, { sample.flatten } });
        for (const auto& warning : warningsOf(sample.network))
            QVERIFY2(warning.node != drop && warning.node != sample.dense, warning.message.c_str());
    }

    void aBranchThatIsNotFinishedIsNotCalledDead()
    {
        SampleNetwork sample;
        sample.cut(sample.dense, sample.loss);
        QCOMPARE(textOf(warningsOf(sample.network)), QByteArray());
    }
};

QTEST_GUILESS_MAIN(AdviceTest)
#include "advice_test.moc"
