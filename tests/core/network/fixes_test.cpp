// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/network/sample_network.hpp"

#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/fixes.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::network;

namespace {
const TrainingData kData { .columns = &kSampleData, .rows = 60'000 };

std::string textOf(const Network& network, const Link& link)
{
    const auto name = [&network](const PortRef& port) {
        const auto* node = network.find(port.node);
        return (node ? node->name : "?") + (port.port > 0 ? fmt::format(".{}", port.port) : "");
    };
    return name(link.from) + " -> " + name(link.to);
}

/// What a fix does, but for moving nodes: "+ dense_1 (dense)", "- relu", "fc: units 3", "+ a -> b".
QStringList difference(const Network& before, const Network& after)
{
    QStringList list;
    const auto say = [&list](const std::string& text) { list << QString::fromStdString(text); };
    for (const auto& node : before.nodes) {
        const auto* now = after.find(node.id);
        if (!now)
            say("- " + node.name);
        else if (now->name != node.name)
            say(fmt::format("{}: now {}", node.name, now->name));
        if (now && now->isBypassed != node.isBypassed)
            say(now->name + (now->isBypassed ? ": bypassed" : ": enabled"));
        if (now && now->layer != node.layer)
            say(fmt::format("{}: {}", now->name, now->layer));
        else if (now)
            for (const auto& [id, value] : node.parameters.all())
                if (now->parameters.value(id) != value)
                    say(fmt::format("{}: {} {}", now->name, id, valueText(now->parameters.value(id))));
    }
    for (const auto& node : after.nodes)
        if (!before.find(node.id))
            say(fmt::format("+ {} ({})", node.name, node.layer));
    for (const auto& link : before.links)
        if (std::ranges::count(after.links, link) == 0)
            say("- " + textOf(before, link));
    for (const auto& link : after.links)
        if (std::ranges::count(before.links, link) == 0)
            say("+ " + textOf(after, link));
    return list;
}

struct Checked {
    Network network;
    Analysis analysis = analyse(network, kData.columns);

    explicit Checked(Network checked)
        : network(std::move(checked))
    {
        analysis.warnings = advise(network, analysis, kData);
    }

    [[nodiscard]] const Problem* find(ProblemCode code) const
    {
        for (const auto* list : { &analysis.problems, &analysis.warnings }) {
            const auto it = std::ranges::find(*list, code, &Problem::code);
            if (it != list->end())
                return &*it;
        }
        return nullptr;
    }

    [[nodiscard]] std::vector<Fix> fixes(ProblemCode code) const
    {
        const auto* problem = find(code);
        return problem ? fixesFor(*problem, network, analysis, kData) : std::vector<Fix>();
    }
};

QByteArray titlesOf(const std::vector<Fix>& fixes)
{
    QByteArray titles;
    for (const auto& fix : fixes)
        titles += fix.title + "\n";
    return titles;
}
} // namespace

using Edit = std::function<void(SampleNetwork&)>;

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
};

void FixesTest::aFixMendsItsProblemAndTouchesNothingElse_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<ProblemCode>("code");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char* name, const Edit& edit, ProblemCode code, const char* title,
                        const QStringList& expected) {
        QTest::newRow(name) << edit << code << QString(title) << expected;
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
        "Add Softmax Cross-Entropy for \"label\"",
        { "+ softmax_cross_entropy_1 (softmax_cross_entropy)", "+ fc -> softmax_cross_entropy_1" });
    row("no loss behind one value",
        [whole](S& s) {
            s.network.remove(s.loss);
            s.set(s.dense, "units", whole(1));
        },
        Code::NoLoss, "Add Mean Squared Error for \"price\"",
        { "+ mean_squared_error_1 (mean_squared_error)", "+ fc -> mean_squared_error_1" });

    row("image into dense",
        [](S& s) {
            s.network.connect({ { s.pool }, { s.dense } });
        },
        Code::BadShape, "Insert Flatten before fc",
        { "+ flatten_1 (flatten)", "- pool -> fc", "+ pool -> flatten_1", "+ flatten_1 -> fc" });
    row("image into dense, as means",
        [](S& s) {
            s.network.connect({ { s.pool }, { s.dense } });
        },
        Code::BadShape, "Insert Global Average Pool before fc",
        { "+ global_average_pool_1 (global_average_pool)", "- pool -> fc", "+ pool -> global_average_pool_1",
          "+ global_average_pool_1 -> fc" });
    row("pixels into a convolution", [](S& s) { s.set(s.input, "column", std::string("pixels")); },
        Code::BadShape, "Insert Reshape to 1 x 28 x 28 before conv",
        { "+ reshape_1 (reshape)", "- input -> conv", "+ input -> reshape_1", "+ reshape_1 -> conv" });
    row("convolution behind flatten",
        [whole](S& s) {
            s.insert(s.flatten, s.dense, "max_pool2d", "late");
            s.network.connect({ { s.pool }, { s.flatten } });
        },
        Code::BadShape, "Take pool instead of flatten", { "- flatten -> late", "+ pool -> late" });
    row("kernel larger than the image", [whole](S& s) { s.set(s.conv, "kernel_height", whole(40)); },
        Code::BadShape, "Use padding \"same\" in conv", { "conv: padding same" });
    row("kernel larger than the image, reduced", [whole](S& s) { s.set(s.conv, "kernel_height", whole(40)); },
        Code::BadShape, "Reduce the kernel of conv to 28 x 3", { "conv: kernel_height 28" });
    row("pool larger than the image", [whole](S& s) { s.set(s.pool, "pool_width", whole(30)); },
        Code::BadShape, "Reduce the pool of pool to 2 x 26", { "pool: pool_width 26" });
    row("fewer channels than there are",
        [whole](S& s) {
            s.insert(s.relu, s.pool, "pad_channels", "pad", { { "channels", whole(2) } });
        },
        Code::BadShape, "Set Channels of pad to 4", { "pad: channels 4" });
    row("sizes that do not hold the numbers",
        [](S& s) {
            s.insert(s.flatten, s.dense, "reshape", "cut", { { "shape", std::string("600") } });
        },
        Code::BadShape, "Set the shape of cut to -1", { "cut: shape -1" });
    row("tokens into a recurrent layer",
        [](S& s) {
            s.set(s.input, "column", std::string("words"));
            s.network.remove(s.conv);
            s.network.remove(s.relu);
            s.network.remove(s.pool);
            s.node(s.flatten).layer = "lstm";
            s.node(s.flatten).parameters = ParameterValues(layers::findLayer("lstm")->parameters);
            s.network.connect({ { s.input }, { s.flatten } });
        },
        Code::BadShape, "Insert Embedding before flatten",
        { "+ embedding_1 (embedding)", "- input -> flatten", "+ input -> embedding_1",
          "+ embedding_1 -> flatten" });
    row("scores of too many classes", [whole](S& s) { s.set(s.dense, "units", whole(10)); }, Code::BadShape,
        "Set Units of fc to 3", { "fc: units 3" });
    row("scores of too many classes, behind a normalisation",
        [whole](S& s) {
            s.set(s.dense, "units", whole(10));
            s.insert(s.dense, s.loss, "batch_norm", "norm");
        },
        Code::BadShape, "Set Units of fc to 3", { "fc: units 3" });
    row("scores of too many classes, narrowed", [whole](S& s) { s.set(s.dense, "units", whole(10)); },
        Code::BadShape, "Insert Dense with 3 units before loss",
        { "+ dense_1 (dense)", "- fc -> loss", "+ fc -> dense_1", "+ dense_1 -> loss" });
    row("an image as the prediction",
        [](S& s) {
            s.network.connect({ { s.pool }, { s.loss } });
        },
        Code::BadShape, "Insert Flatten and Dense with 3 units before loss",
        { "+ flatten_1 (flatten)", "+ dense_1 (dense)", "- pool -> loss", "+ pool -> flatten_1",
          "+ flatten_1 -> dense_1", "+ dense_1 -> loss" });
    row("a loss of classes for a number",
        [whole](S& s) {
            s.set(s.loss, "target", std::string("price"));
            s.set(s.dense, "units", whole(1));
        },
        Code::BadShape, "Use Mean Squared Error instead", { "loss: mean_squared_error" });
    row("a loss of classes for a number, of another column",
        [](S& s) { s.set(s.loss, "target", std::string("price")); }, Code::BadShape,
        "Choose the column \"label\"", { "loss: target label" });
    row("a vector as the picture of an image",
        [](S& s) {
            const auto back = addLayer(s.network, "dense", "back", s.flatten,
                                       { { "units", Value(std::int64_t { 784 }) } });
            addLayer(s.network, "mean_squared_error", "error", back, { { "target", std::string("image") } });
        },
        Code::BadShape, "Insert Reshape before error",
        { "+ reshape_1 (reshape)", "- back -> error", "+ back -> reshape_1", "+ reshape_1 -> error" });

    const auto residual = [whole](S& s, std::int64_t filters, std::int64_t stride) {
        const auto inner = addLayer(s.network, "conv2d", "inner", s.relu,
                                    { { "filters", whole(filters) },
                                      { "padding", std::string("same") },
                                      { "stride_height", whole(stride) },
                                      { "stride_width", whole(stride) } });
        const auto sum = addLayer(s.network, "add", "sum", inner);
        s.network.connect({ { s.relu }, { sum, 1 } });
        s.network.connect({ { sum }, { s.pool } });
    };
    row("channels that do not add", [residual](S& s) { residual(s, 8, 1); }, Code::BadShape,
        "Insert 1 x 1 Conv 2D with 8 filters before B of sum",
        { "+ conv2d_1 (conv2d)", "- relu -> sum.1", "+ relu -> conv2d_1", "+ conv2d_1 -> sum.1" });
    row("channels that do not add, widened", [residual](S& s) { residual(s, 8, 1); }, Code::BadShape,
        "Set Filters of inner to 4", { "inner: filters 4" });
    row("sizes that do not add", [residual](S& s) { residual(s, 8, 2); }, Code::BadShape,
        "Insert 1 x 1 Conv 2D with 8 filters before B of sum",
        { "+ conv2d_1 (conv2d)", "- relu -> sum.1", "+ relu -> conv2d_1", "+ conv2d_1 -> sum.1" });
    row("vectors that do not add",
        [whole](S& s) {
            const auto sum = s.insert(s.dense, s.loss, "add", "sum");
            s.network.connect({ { s.flatten }, { sum, 1 } });
        },
        Code::BadShape, "Insert Dense with 3 units before B of sum",
        { "+ dense_1 (dense)", "- flatten -> sum.1", "+ flatten -> dense_1", "+ dense_1 -> sum.1" });
    row("a vector and an image that do not add",
        [](S& s) {
            const auto sum = addLayer(s.network, "add", "sum", s.pool);
            s.network.connect({ { s.flatten }, { sum, 1 } });
            s.network.connect({ { sum }, { s.dense } });
            s.insert(sum, s.dense, "flatten", "again");
        },
        Code::BadShape, "Insert Reshape to 4 x 13 x 13 before B of sum",
        { "+ reshape_1 (reshape)", "- flatten -> sum.1", "+ flatten -> reshape_1", "+ reshape_1 -> sum.1" });
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
    QFETCH(Edit, edit);
    QFETCH(ProblemCode, code);
    QFETCH(QString, title);
    QFETCH(QStringList, expected);
    SampleNetwork sample;
    edit(sample);
    const Checked before(sample.network);
    QVERIFY2(before.find(code),
             before.analysis.problems.empty() ? "no such problem"
                                              : before.analysis.problems.front().message.c_str());
    const auto fixes = before.fixes(code);
    const auto fix = std::ranges::find(fixes, title.toStdString(), &Fix::title);
    QVERIFY2(fix != fixes.end(), titlesOf(fixes));
    QCOMPARE(difference(before.network, fix->after), expected);
    const Checked after(fix->after);
    const auto* left = after.find(code); // what was hidden behind the fault may come to light
    QVERIFY2(!left || left->node != before.find(code)->node, left ? left->message.c_str() : "");
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
    QTest::newRow("right") << Flow::Right << 320.0;
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

QTEST_GUILESS_MAIN(FixesTest)
#include "fixes_test.moc"
