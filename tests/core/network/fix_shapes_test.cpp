// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes of layers that do not take their inputs.
#include "tests/core/network/fix_check.hpp"

#include "core/layers/catalogue/layer_table.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::network;

class FixShapesTest : public QObject {
    Q_OBJECT

private slots:
    void aFixMendsTheShapesAndTouchesNothingElse_data();
    void aFixMendsTheShapesAndTouchesNothingElse();
};

void FixShapesTest::aFixMendsTheShapesAndTouchesNothingElse_data()
{
    QTest::addColumn<FixCase>("wanted");
    const auto row = [](const char* name, const Edit& edit, const char* title, const QStringList& expected) {
        QTest::newRow(name) << FixCase { edit, ProblemCode::BadShape, title, expected };
    };
    using S = SampleNetwork;
    const auto whole = [](std::int64_t number) { return Value(number); };

    row("image into dense",
        [](S& s) {
            s.network.connect({ { s.pool }, { s.dense } });
        },
        "Insert Flatten before fc",
        { "+ flatten_1 (flatten)", "- pool -> fc", "+ pool -> flatten_1", "+ flatten_1 -> fc" });
    row("image into dense, as means",
        [](S& s) {
            s.network.connect({ { s.pool }, { s.dense } });
        },
        "Insert Global Average Pool before fc",
        { "+ global_average_pool_1 (global_average_pool)", "- pool -> fc", "+ pool -> global_average_pool_1",
          "+ global_average_pool_1 -> fc" });
    row("pixels into a convolution", [](S& s) { s.set(s.input, "column", std::string("pixels")); },
        "Insert Reshape to 1 x 28 x 28 before conv",
        { "+ reshape_1 (reshape)", "- input -> conv", "+ input -> reshape_1", "+ reshape_1 -> conv" });
    row("convolution behind flatten",
        [whole](S& s) {
            s.insert(s.flatten, s.dense, "max_pool2d", "late");
            s.network.connect({ { s.pool }, { s.flatten } });
        },
        "Remove flatten, which stands too early",
        { "- flatten", "- flatten -> late", "- pool -> flatten", "+ pool -> late" });
    row("convolution behind two that flatten",
        [](S& s) {
            const auto late = s.insert(s.flatten, s.dense, "max_pool2d", "late");
            s.insert(s.flatten, late, "flatten", "again");
        },
        "Remove again and flatten, which stand too early",
        { "- flatten", "- again", "- pool -> flatten", "- flatten -> again", "- again -> late",
          "+ pool -> late" });
    row("kernel larger than the image", [whole](S& s) { s.set(s.conv, "kernel_height", whole(40)); },
        "Use padding \"same\" in conv", { "conv: padding same" });
    row("kernel larger than the image, reduced", [whole](S& s) { s.set(s.conv, "kernel_height", whole(40)); },
        "Reduce the kernel of conv to 28 x 3", { "conv: kernel_height 28" });
    row("pool larger than the image", [whole](S& s) { s.set(s.pool, "pool_width", whole(30)); },
        "Reduce the pool of pool to 2 x 26", { "pool: pool_width 26" });
    row("fewer channels than there are",
        [whole](S& s) {
            s.insert(s.relu, s.pool, "pad_channels", "pad", { { "channels", whole(2) } });
        },
        "Set Channels of pad to 4", { "pad: channels 4" });
    row("sizes that do not hold the numbers",
        [](S& s) {
            s.insert(s.flatten, s.dense, "reshape", "cut", { { "shape", std::string("600") } });
        },
        "Set the shape of cut to -1", { "cut: shape -1" });
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
        "Insert Embedding before flatten",
        { "+ embedding_1 (embedding)", "- input -> flatten", "+ input -> embedding_1",
          "+ embedding_1 -> flatten" });
    row("scores of too many classes", [whole](S& s) { s.set(s.dense, "units", whole(10)); },
        "Set Units of fc to 3", { "fc: units 3" });
    row("scores of too many classes, behind a normalisation",
        [whole](S& s) {
            s.set(s.dense, "units", whole(10));
            s.insert(s.dense, s.loss, "batch_norm", "norm");
        },
        "Set Units of fc to 3", { "fc: units 3" });
    row("scores of too many classes, narrowed", [whole](S& s) { s.set(s.dense, "units", whole(10)); },
        "Insert Dense with 3 units before loss",
        { "+ dense_1 (dense)", "- fc -> loss", "+ fc -> dense_1", "+ dense_1 -> loss" });
    row("an image as the prediction",
        [](S& s) {
            s.network.connect({ { s.pool }, { s.loss } });
        },
        "Insert Flatten and Dense with 3 units before loss",
        { "+ flatten_1 (flatten)", "+ dense_1 (dense)", "- pool -> loss", "+ pool -> flatten_1",
          "+ flatten_1 -> dense_1", "+ dense_1 -> loss" });
    row("a loss of classes for a number",
        [whole](S& s) {
            s.set(s.loss, "target", std::string("price"));
            s.set(s.dense, "units", whole(1));
        },
        "Use Mean Squared Error instead", { "loss: mean_squared_error" });
    row("a loss of classes for a number, of another column",
        [](S& s) { s.set(s.loss, "target", std::string("price")); }, "Choose the column \"label\"",
        { "loss: target label" });
    row("a vector as the picture of an image",
        [](S& s) {
            const auto back = addLayer(s.network, "dense", "back", s.flatten,
                                       { { "units", Value(std::int64_t { 784 }) } });
            addLayer(s.network, "mean_squared_error", "error", back, { { "target", std::string("image") } });
        },
        "Insert Reshape before error",
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
    row("channels that do not add", [residual](S& s) { residual(s, 8, 1); },
        "Insert 1 x 1 Conv 2D with 8 filters before B of sum",
        { "+ conv2d_1 (conv2d)", "- relu -> sum.1", "+ relu -> conv2d_1", "+ conv2d_1 -> sum.1" });
    row("channels that do not add, widened", [residual](S& s) { residual(s, 8, 1); },
        "Set Filters of inner to 4", { "inner: filters 4" });
    row("sizes that do not add", [residual](S& s) { residual(s, 8, 2); },
        "Insert 1 x 1 Conv 2D with 8 filters before B of sum",
        { "+ conv2d_1 (conv2d)", "- relu -> sum.1", "+ relu -> conv2d_1", "+ conv2d_1 -> sum.1" });
    row("vectors that do not add",
        [whole](S& s) {
            const auto sum = s.insert(s.dense, s.loss, "add", "sum");
            s.network.connect({ { s.flatten }, { sum, 1 } });
        },
        "Insert Dense with 3 units before B of sum",
        { "+ dense_1 (dense)", "- flatten -> sum.1", "+ flatten -> dense_1", "+ dense_1 -> sum.1" });
    row("a vector and an image that do not add",
        [](S& s) {
            const auto sum = addLayer(s.network, "add", "sum", s.pool);
            s.network.connect({ { s.flatten }, { sum, 1 } });
            s.network.connect({ { sum }, { s.dense } });
            s.insert(sum, s.dense, "flatten", "again");
        },
        "Insert Reshape to 4 x 13 x 13 before B of sum",
        { "+ reshape_1 (reshape)", "- flatten -> sum.1", "+ flatten -> reshape_1", "+ reshape_1 -> sum.1" });
}

void FixShapesTest::aFixMendsTheShapesAndTouchesNothingElse()
{
    QFETCH(FixCase, wanted);
    const auto fault = faultOf(wanted);
    QVERIFY2(fault.isEmpty(), fault);
}

QTEST_GUILESS_MAIN(FixShapesTest)
#include "fix_shapes_test.moc"
