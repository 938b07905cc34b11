// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/block.hpp"
#include "core/network/fixes.hpp"

#include "tests/core/network/fix_check.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::network;

class FixesTest : public QObject {
    Q_OBJECT

private slots:
    void aFixMendsItsProblemAndTouchesNothingElse_data();
    void aFixMendsItsProblemAndTouchesNothingElse();
    void noFixBreaksWhatWasSound();
    void aNetworkWithoutDataIsOfferedTheDatasetThatFitsFirst();
    void insertingMakesRoomForTheNewLayer_data();
    void insertingMakesRoomForTheNewLayer();
    void oneFixAfterAnotherMendsANetworkWithSeveralFaults();
    void aLayerThatIsMovedStaysTheOneThatItIs();
    void whatABlockCallsAKernelNeedNotBeOne();
};

void FixesTest::aFixMendsItsProblemAndTouchesNothingElse_data()
{
    QTest::addColumn<FixCase>("wanted");
    const auto row = [](const char* name, const Edit& edit, ProblemCode code, const char* title,
                        const QStringList& expected) {
        QTest::newRow(name) << FixCase { edit, code, title, expected };
    };
    using S = SampleNetwork;
    using Code = ProblemCode;
    const auto whole = [](std::int64_t number) { return Value(number); };

    row("name", [](S& s) { s.node(s.pool).name = "a/b"; }, Code::BadName, "Rename a/b to max_pool2d_1",
        { "a/b: now max_pool2d_1" });
    row("taken name", [](S& s) { s.node(s.pool).name = "conv"; }, Code::TakenName, "Rename conv to conv_1",
        { "conv: now conv_1" });
    row("unknown layer",
        [](S& s) {
            const auto id = addLayer(s.network, "relu", "strange");
            s.node(id).layer = "conv9d";
        },
        Code::UnknownLayer, "Remove strange", { "- strange" });
    row("value out of range", [whole](S& s) { s.set(s.conv, "filters", whole(-3)); }, Code::BadValue,
        "Set Filters to 1", { "conv: filters 1" });
    row("unknown choice", [](S& s) { s.set(s.conv, "padding", std::string("some")); }, Code::BadValue,
        "Set Padding to none", { "conv: padding none" });
    row("column of an input", [](S& s) { s.set(s.input, "column", std::string("picture")); }, Code::NoColumn,
        "Choose the column \"image\"", { "input: column image" });
    row("column of a loss", [](S& s) { s.set(s.loss, "target", std::string("class")); }, Code::NoColumn,
        "Choose the column \"label\"", { "loss: target label" });
    row("bypass", [](S& s) { s.node(s.dense).isBypassed = true; }, Code::BadBypass, "Enable fc",
        { "fc: enabled" });
    row("dangling link",
        [](S& s) {
            s.network.links.push_back({ { { 99 } }, { s.pool } });
        },
        Code::DanglingLink, "Remove the link", { "- ? -> pool" });
    row("port that is not there",
        [](S& s) {
            s.network.links.push_back({ { s.conv, 7 }, { s.pool, 3 } });
        },
        Code::MissingPort, "Remove the link", { "- conv.7 -> pool.3" });
    row("input without a link", [](S& s) { s.cut(s.pool, s.flatten); }, Code::Unconnected,
        "Connect pool to flatten", { "+ pool -> flatten" });
    row("one of two inputs without a link", [](S& s) { s.insert(s.conv, s.relu, "add", "sum"); },
        Code::Unconnected, "Connect conv to B of sum", { "+ conv -> sum.1" });
    row("layer without links", [](S& s) { addLayer(s.network, "dropout", "alone"); }, Code::Unconnected,
        "Remove alone", { "- alone" });
    row("two links at an input",
        [](S& s) {
            s.network.links.push_back({ { s.conv }, { s.flatten } });
        },
        Code::SeveralLinks, "Keep the link from pool alone", { "- conv -> flatten" });
    row("cycle",
        [](S& s) {
            const auto sum = s.insert(s.conv, s.relu, "add", "sum");
            s.network.connect({ { s.relu }, { sum, 1 } });
        },
        Code::Cycle, "Remove the link from relu to sum", { "- relu -> sum.1" });
    row("no input", [](S& s) { s.network.remove(s.input); }, Code::NoInput, "Add Input of \"image\"",
        { "+ input_1 (input)", "+ input_1 -> conv" });
    row("no input, at the layer that waits for it", [](S& s) { s.network.remove(s.input); },
        Code::Unconnected, "Add Input of \"image\"", { "+ input_1 (input)", "+ input_1 -> conv" });
    row("no loss", [](S& s) { s.network.remove(s.loss); }, Code::NoLoss,
        "Add Softmax Cross-Entropy for \"label\"", { "+ loss_1 (softmax_cross_entropy)", "+ fc -> loss_1" });
    row("no loss behind one value",
        [whole](S& s) {
            s.network.remove(s.loss);
            s.set(s.dense, "units", whole(1));
        },
        Code::NoLoss, "Add Mean Squared Error for \"price\"",
        { "+ loss_1 (mean_squared_error)", "+ fc -> loss_1" });

    row("too large",
        [whole](S& s) {
            s.insert(s.flatten, s.dense, "dense", "wide", { { "units", whole(1'048'576) } });
            s.insert(s.network.find("wide")->id, s.dense, "dense", "wider",
                     { { "units", whole(1'048'576) } });
        },
        Code::TooLarge, "Set Units of wider to 2048", { "wider: units 2048" });

    row("softmax before its loss", [](S& s) { s.insert(s.dense, s.loss, "softmax", "shares"); },
        Code::ActivationBeforeLoss, "Remove shares",
        { "- shares", "- fc -> shares", "- shares -> loss", "+ fc -> loss" });
    row("softmax before its loss and another layer",
        [](S& s) {
            const auto shares = s.insert(s.dense, s.loss, "softmax", "shares");
            const auto value
                = addLayer(s.network, "dense", "value", shares, { { "units", Value(std::int64_t { 1 }) } });
            addLayer(s.network, "mean_squared_error", "error", value, { { "target", std::string("price") } });
        },
        Code::ActivationBeforeLoss, "Let loss pass shares by", { "- shares -> loss", "+ fc -> loss" });
    row("bias before batch norm", [](S& s) { s.insert(s.conv, s.relu, "batch_norm", "norm"); },
        Code::BiasBeforeNorm, "Turn the bias of conv off", { "conv: bias false" });
    row("dropout before the output", [](S& s) { s.insert(s.dense, s.loss, "dropout", "drop"); },
        Code::DropoutBeforeOutput, "Remove drop",
        { "- drop", "- fc -> drop", "- drop -> loss", "+ fc -> loss" });
    row("dense behind dense",
        [whole](S& s) {
            s.insert(s.flatten, s.dense, "dense", "hidden", { { "units", whole(32) } });
        },
        Code::NoActivation, "Insert ReLU behind hidden",
        { "+ relu_1 (relu)", "- hidden -> fc", "+ hidden -> relu_1", "+ relu_1 -> fc" });
    row("large layer",
        [whole](S& s) {
            const auto wide
                = s.insert(s.flatten, s.dense, "dense", "wide", { { "units", whole(1'000'000) } });
            s.insert(wide, s.dense, "relu", "bent");
        },
        Code::LargeLayer, "Set Units of wide to 524288", { "wide: units 524288" });
    row("dead branch",
        [](S& s) { addLayer(s.network, "dense", "end", addLayer(s.network, "relu", "aside", s.flatten)); },
        Code::DeadBranch, "Remove aside and 1 behind it",
        { "- aside", "- end", "- flatten -> aside", "- aside -> end" });
    row("idle layer", [](S& s) { s.insert(s.flatten, s.dense, "flatten", "again"); }, Code::IdleLayer,
        "Remove again", { "- again", "- flatten -> again", "- again -> fc", "+ flatten -> fc" });
    row("softmax of one",
        [whole](S& s) {
            const auto score = addLayer(s.network, "dense", "score", s.flatten, { { "units", whole(1) } });
            addLayer(s.network, "mean_squared_error", "error", addLayer(s.network, "softmax", "share", score),
                     { { "target", std::string("price") } });
        },
        Code::SoftmaxOfOne, "Make share a Sigmoid", { "share: sigmoid" });
    row("loss without weight", [](S& s) { s.set(s.loss, "weight", 0.0); }, Code::NoWeight,
        "Set the weight of loss to 1", { "loss: weight 1" });
}

void FixesTest::aFixMendsItsProblemAndTouchesNothingElse()
{
    QFETCH(FixCase, wanted);
    const auto fault = faultOf(wanted);
    QVERIFY2(fault.isEmpty(), fault);
}

/// Widening the layer before the loss would break the sum that it feeds as well.
void FixesTest::noFixBreaksWhatWasSound()
{
    SampleNetwork sample;
    sample.set(sample.dense, "units", std::int64_t { 10 });
    const auto other = addLayer(sample.network, "dense", "other", sample.flatten,
                                { { "units", Value(std::int64_t { 10 }) } });
    const auto sum = addLayer(sample.network, "add", "sum", other);
    sample.network.connect({ { sample.dense }, { sum, 1 } });
    const auto fixes = Checked(sample.network).fixes(ProblemCode::BadShape);
    QVERIFY2(!titlesOf(fixes).contains("Set Units of fc"), titlesOf(fixes));
    QVERIFY2(titlesOf(fixes).contains("Insert Dense with 3 units before loss"), titlesOf(fixes));
}

void FixesTest::aNetworkWithoutDataIsOfferedTheDatasetThatFitsFirst()
{
    const SampleNetwork sample;
    const TrainingData data { .others = { { "cats", { { { "weight", tensor::ColumnType::Number, {} } } } },
                                          { "pictures", kSampleData } } };
    const auto analysis = analyse(sample.network, nullptr);
    QVERIFY(analysis.problems.front().code == ProblemCode::NoDataset);
    const auto fixes = fixesFor(analysis.problems.front(), sample.network, analysis, data);
    QCOMPARE(titlesOf(fixes), QByteArray("Use the dataset \"pictures\"\nUse the dataset \"cats\"\n"));
    QCOMPARE(fixes[0].after.dataset, std::string("pictures"));
}

void FixesTest::insertingMakesRoomForTheNewLayer_data()
{
    QTest::addColumn<Flow>("flow");
    QTest::addColumn<double>("distance");
    QTest::newRow("down") << Flow::Down << 104.0;
    QTest::newRow("right") << Flow::Right << 352.0; // as the canvas has it
}

void FixesTest::insertingMakesRoomForTheNewLayer()
{
    QFETCH(Flow, flow);
    QFETCH(double, distance);
    SampleNetwork sample;
    sample.network.flow = flow;
    sample.insert(sample.flatten, sample.dense, "dense", "hidden", { { "units", std::int64_t { 32 } } });
    int place = 0;
    for (const auto id : Checked(sample.network).analysis.order)
        sample.node(id).position
            = flow == Flow::Down ? Position { 8, distance * place++ } : Position { distance * place++, 8 };
    const auto fixes = Checked(sample.network).fixes(ProblemCode::NoActivation);
    QVERIFY(!fixes.empty());
    const auto& after = fixes[0].after;
    place = 0;
    for (const auto id : analyse(after, &kSampleData).order) {
        const auto position = after.find(id)->position;
        QCOMPARE(flow == Flow::Down ? position.y : position.x, distance * place++);
        QCOMPARE(flow == Flow::Down ? position.x : position.y, 8.0);
    }
}

void FixesTest::oneFixAfterAnotherMendsANetworkWithSeveralFaults()
{
    SampleNetwork sample;
    sample.network.remove(sample.flatten);
    sample.network.remove(sample.loss);
    sample.set(sample.dense, "units", std::int64_t { 10 });
    sample.set(sample.conv, "kernel_width", std::int64_t { 50 });
    int steps = 0;
    auto network = sample.network;
    for (; steps < 10; ++steps) {
        const Checked now(network);
        if (now.analysis.isTrainable())
            break;
        const auto& problem = now.analysis.problems.front();
        auto fixes = fixesFor(problem, now.network, now.analysis, kData);
        QVERIFY2(!fixes.empty(), problem.message.c_str());
        network = std::move(fixes.front().after);
    }
    QCOMPARE(steps, 5); // kernel, link, loss, flatten, classes
}

void FixesTest::aLayerThatIsMovedStaysTheOneThatItIs()
{
    SampleNetwork s;
    const auto drop = s.insert(s.dense, s.loss, "dropout", "drop");
    s.network.groups.push_back({ .id = { 1 }, .name = "end", .nodes = { s.dense, drop } });
    s.node(drop).position = s.node(s.loss).position;
    const auto fixes = Checked(s.network).fixes(ProblemCode::DropoutBeforeOutput);
    QVERIFY2(!fixes.empty() && fixes.front().title == "Move drop before fc", titlesOf(fixes));
    const auto& after = fixes.front().after;
    QCOMPARE(difference(s.network, after),
             QStringList({ "- flatten -> fc", "- fc -> drop", "- drop -> loss", "+ fc -> loss",
                           "+ flatten -> drop", "+ drop -> fc" }));
    QVERIFY(after.groups == s.network.groups);
    QVERIFY(after.find(drop)->position.y < after.find(s.dense)->position.y);
}

void FixesTest::whatABlockCallsAKernelNeedNotBeOne()
{
    SampleNetwork s;
    Block block { .name = "Mine", .body = {}, .exposed = {} };
    const auto in = block.body.add(kBlockInput, {});
    const auto text = block.body.add("reshape", {});
    const auto out = block.body.add(kBlockOutput, {});
    block.body.connect({ { in }, { text } });
    block.body.connect({ { text }, { out } });
    block.exposed = { { .name = "kernel_height", .targets = { { text, "shape" } } } };
    s.network.blocks = { block };
    const auto mine = s.insert(s.pool, s.flatten, blockLayer("Mine").c_str(), "mine");
    const Checked checked(s.network);
    const Problem problem { .node = mine, .message = "mine", .code = ProblemCode::BadShape };
    for (const auto& fix : fixesFor(problem, checked.network, checked.analysis, kData))
        QVERIFY2(fix.title.find("Reduce the kernel") == fix.title.npos, fix.title.c_str());
}

QTEST_GUILESS_MAIN(FixesTest)
#include "fixes_test.moc"
