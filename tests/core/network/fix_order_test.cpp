// SPDX-License-Identifier: GPL-3.0-or-later
// The first fix is what an expert would do: it is what one key applies.
#include "tests/core/network/fix_check.hpp"

#include "core/layers/catalogue/layer_table.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::network;

namespace {
Value whole(std::int64_t number) { return number; }

/// Removes the layers between the input and the loss, which is then fed by the input.
void feedLossFrom(SampleNetwork& sample, const char* column)
{
    sample.set(sample.input, "column", std::string(column));
    for (const auto id : { sample.conv, sample.relu, sample.pool, sample.flatten, sample.dense })
        sample.network.remove(id);
    sample.network.connect({ { sample.input }, { sample.loss } });
}

/// A convolution around which a shortcut leads from relu to a sum.
void addDetour(SampleNetwork& sample, std::int64_t filters)
{
    const auto inner
        = addLayer(sample.network, "conv2d", "inner", sample.relu, { { "filters", whole(filters) } });
    const auto sum = addLayer(sample.network, "add", "sum", inner);
    sample.network.connect({ { sample.relu }, { sum, 1 } });
    sample.network.connect({ { sum }, { sample.pool } });
}
} // namespace

class FixOrderTest : public QObject {
    Q_OBJECT

private slots:
    void theFirstFixIsWhatAnExpertWouldDo_data();
    void theFirstFixIsWhatAnExpertWouldDo();
    void noFixIsOfferedTwice();
    void aNetworkOfNumbersIsOfferedALossForNumbers();

private:
    static void addShapes();
    static void addEnds();
    static void addOthers();
};

using S = SampleNetwork;

namespace {
void row(const char* name, ProblemCode code, const Edit& edit, const char* first)
{
    QTest::newRow(name) << edit << code << QString(first);
}
} // namespace

void FixOrderTest::addShapes()
{
    const auto code = ProblemCode::BadShape;
    row(
        "a kernel of 40 x 40", code,
        [](S& s) {
            s.set(s.conv, "kernel_height", whole(40));
            s.set(s.conv, "kernel_width", whole(40));
        },
        "Reduce the kernel of conv to 3 x 3");
    row(
        "a kernel that is too high", code,
        [](S& s) {
            s.set(s.conv, "kernel_height", whole(31));
            s.set(s.conv, "kernel_width", whole(5));
        },
        "Reduce the kernel of conv to 5 x 5");
    row(
        "a pool that is too wide", code, [](S& s) { s.set(s.pool, "pool_width", whole(30)); },
        "Reduce the pool of pool to 2 x 2");
    row(
        "an image into dense", code,
        [](S& s) {
            s.network.connect({ { s.pool }, { s.dense } });
        },
        "Insert Flatten before fc");
    row(
        "a flatten before a pool", code, [](S& s) { s.insert(s.flatten, s.dense, "max_pool2d", "late"); },
        "Remove flatten, which stands too early");
    row(
        "a detour without padding", code, [](S& s) { addDetour(s, 4); }, "Use padding \"same\" in inner");
    row(
        "a detour without padding, and with more channels", code, [](S& s) { addDetour(s, 8); },
        "Use padding \"same\" in inner, and insert a 1 x 1 Conv 2D");
    row(
        "two branches", code,
        [](S& s) {
            const auto left = addLayer(s.network, "dense", "left", s.flatten, { { "units", whole(64) } });
            const auto right = addLayer(s.network, "dense", "right", s.flatten, { { "units", whole(32) } });
            const auto sum = addLayer(s.network, "add", "sum", left);
            s.network.connect({ { right }, { sum, 1 } });
            s.network.connect({ { sum }, { s.dense } });
        },
        "Set Units of right to 64");
}

void FixOrderTest::addEnds()
{
    const auto code = ProblemCode::BadShape;
    row(
        "too many classes", code, [](S& s) { s.set(s.dense, "units", whole(10)); }, "Set Units of fc to 3");
    row(
        "no output layer behind a hidden one", code,
        [](S& s) {
            s.set(s.dense, "units", whole(64));
            s.insert(s.dense, s.loss, "relu", "bent");
        },
        "Insert Dense with 3 units before loss");
    row(
        "no output layer behind the mean of channels", code,
        [](S& s) {
            s.insert(s.pool, s.flatten, "global_average_pool", "mean");
            s.network.connect({ { s.network.find("mean")->id }, { s.loss } });
        },
        "Insert Dense with 3 units before loss");
    row(
        "a loss right behind an image", code, [](S& s) { feedLossFrom(s, "image"); },
        "Insert Flatten and Dense with 3 units before loss");
    row(
        "a loss right behind a vector", code, [](S& s) { feedLossFrom(s, "pixels"); },
        "Insert Dense with 3 units before loss");
    row(
        "a loss right behind words", code, [](S& s) { feedLossFrom(s, "words"); },
        "Insert Embedding, Sequence Mean and Dense with 3 units before loss");
    row(
        "a loss of classes for a number", code,
        [](S& s) {
            s.set(s.loss, "target", std::string("price"));
            s.set(s.dense, "units", whole(1));
        },
        "Use Mean Squared Error instead");
    row(
        "a loss of classes for a number, by a slip", code,
        [](S& s) { s.set(s.loss, "target", std::string("price")); }, "Choose the column \"label\"");
    row(
        "a loss of classes for a number, behind neither", code,
        [](S& s) {
            s.set(s.loss, "target", std::string("price"));
            s.set(s.dense, "units", whole(64));
        },
        "Use Mean Squared Error instead, behind Dense with 1 unit");
    row(
        "a picture of too many channels", code,
        [](S& s) {
            const auto back = addLayer(s.network, "conv2d", "back", s.input,
                                       { { "filters", whole(8) }, { "padding", std::string("same") } });
            addLayer(s.network, "mean_squared_error", "error", back, { { "target", std::string("image") } });
        },
        "Set Filters of back to 1");
    row(
        "no loss behind the input", ProblemCode::NoLoss,
        [](S& s) {
            feedLossFrom(s, "image");
            s.network.remove(s.loss);
        },
        "Add Softmax Cross-Entropy for \"label\"");
    row(
        "no input", ProblemCode::NoInput, [](S& s) { s.network.remove(s.input); }, "Add Input of \"image\"");
    row(
        "no input before dense", ProblemCode::NoInput,
        [](S& s) {
            for (const auto id : { s.input, s.conv, s.relu, s.pool, s.flatten })
                s.network.remove(id);
        },
        "Add Input of \"pixels\"");
    row(
        "a column that is gone", ProblemCode::NoColumn,
        [](S& s) { s.set(s.input, "column", std::string("picture")); }, "Choose the column \"image\"");
}

void FixOrderTest::addOthers()
{
    using Code = ProblemCode;
    row(
        "no filters", Code::BadValue, [](S& s) { s.set(s.conv, "filters", whole(0)); }, "Set Filters to 32");
    row(
        "the first layer without a link", Code::Unconnected,
        [](S& s) {
            s.network.remove(s.input);
            s.cut(s.conv, s.relu);
        },
        "Add Input of \"image\"");
    row(
        "a layer in the middle without a link", Code::Unconnected, [](S& s) { s.cut(s.pool, s.flatten); },
        "Connect pool to flatten");
    row(
        "a loss without a link", Code::Unconnected, [](S& s) { s.cut(s.dense, s.loss); },
        "Connect fc to loss");
    row(
        "two links at an input", Code::SeveralLinks,
        [](S& s) {
            const Link link { .from = { s.conv }, .to = { s.flatten } };
            s.network.links.insert(s.network.links.begin(), link);
        },
        "Keep the link from pool alone");
    row(
        "a circle", Code::Cycle,
        [](S& s) {
            const auto sum = s.insert(s.conv, s.relu, "add", "sum");
            s.node(sum).position = { 0, 156 }; // between the two
            s.network.connect({ { s.relu }, { sum, 1 } });
        },
        "Remove the link from relu to sum");
    row(
        "dropout before the loss", Code::DropoutBeforeOutput,
        [](S& s) { s.insert(s.dense, s.loss, "dropout", "drop"); }, "Move drop before fc");
    row(
        "a loss a second time", Code::SecondLoss,
        [](S& s) {
            addLayer(s.network, "softmax_cross_entropy", "again", s.dense,
                     { { "target", std::string("label") } });
        },
        "Remove again");
    row(
        "nothing to learn", Code::NothingToLearn,
        [](S& s) {
            feedLossFrom(s, "pixels");
            s.node(s.loss).layer = "mean_squared_error";
            s.node(s.loss).parameters = ParameterValues(layers::findLayer("mean_squared_error")->parameters);
            s.set(s.loss, "target", std::string("pixels"));
        },
        "Insert Dense with 784 units before loss");
}

void FixOrderTest::theFirstFixIsWhatAnExpertWouldDo_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<ProblemCode>("code");
    QTest::addColumn<QString>("first");
    addShapes();
    addEnds();
    addOthers();
}

void FixOrderTest::theFirstFixIsWhatAnExpertWouldDo()
{
    QFETCH(Edit, edit);
    QFETCH(ProblemCode, code);
    QFETCH(QString, first);
    SampleNetwork sample;
    edit(sample);
    const Checked broken(sample.network);
    QVERIFY(broken.find(code));
    const auto fixes = broken.fixes(code);
    QVERIFY2(!fixes.empty() && fixes.front().title == first.toStdString(), titlesOf(fixes));
}

void FixOrderTest::noFixIsOfferedTwice()
{
    SampleNetwork sample;
    sample.set(sample.conv, "filters", whole(3)); // as many as there are classes: their means are enough
    sample.network.connect({ { sample.pool }, { sample.loss } });
    auto titles = titlesOf(Checked(sample.network).fixes(ProblemCode::BadShape)).trimmed().split('\n');
    QCOMPARE(titles.front(), QByteArray("Insert Global Average Pool before loss"));
    QVERIFY(titles.size() > 1);
    std::ranges::sort(titles);
    QVERIFY2(std::ranges::adjacent_find(titles) == titles.end(), titles.join('\n'));
}

/// A loss for classes could learn from none of its columns.
void FixOrderTest::aNetworkOfNumbersIsOfferedALossForNumbers()
{
    const tensor::Signature numbers { { { "size", tensor::ColumnType::Vector, { 4 } },
                                        { "price", tensor::ColumnType::Number, {} } } };
    Network network { .name = "prices", .dataset = "houses", .nodes = {}, .links = {} };
    const auto input = addLayer(network, "input", "input", {}, { { "column", std::string("size") } });
    const auto dense = addLayer(network, "dense", "fc", input, { { "units", whole(1) } });
    addLayer(network, "softmax_cross_entropy", "loss", dense);
    const auto analysis = analyse(network, &numbers);
    QVERIFY(analysis.problems.front().code == ProblemCode::NoColumn);
    const auto fixes = fixesFor(analysis.problems.front(), network, analysis, { .columns = &numbers });
    QVERIFY(!fixes.empty());
    QCOMPARE(fixes.front().title, std::string("Use Mean Squared Error for \"price\" instead"));
    QVERIFY(analyse(fixes.front().after, &numbers).isTrainable());
}

QTEST_GUILESS_MAIN(FixOrderTest)
#include "fix_order_test.moc"
