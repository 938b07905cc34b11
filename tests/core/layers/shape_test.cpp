// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/layer_table.hpp"

#include <QTest>

#include <array>

using namespace netwright;
using namespace netwright::layers;
using tensor::ColumnType;
using tensor::Shape;

namespace {
using Settings = std::vector<std::pair<std::string, Value>>;

const tensor::Signature kData { { { "image", ColumnType::Image, { 1, 4, 4 } },
                                  { "price", ColumnType::Number, {} },
                                  { "point", ColumnType::Vector, { 2 } },
                                  { "label", ColumnType::Category, {}, { "cat", "dog" } },
                                  { "species", ColumnType::Category, {}, { "cat", "dog", "cow" } } } };

Result<std::vector<Shape>> infer(const QString& layer, const Shape& input, const Settings& settings)
{
    const auto& kind = *findLayer(layer.toStdString());
    ParameterValues values(kind.parameters);
    for (const auto& [key, value] : settings)
        values.set(key, value);
    return kind.inferShape({ values, std::span(&input, 1), kData });
}

Settings pool(std::int64_t height, std::int64_t width, std::int64_t stride, const char* padding)
{
    return { { "pool_height", height },
             { "pool_width", width },
             { "stride_height", stride },
             { "stride_width", stride },
             { "padding", std::string(padding) } };
}
Settings kernel(std::int64_t size, std::int64_t stride, const char* padding)
{
    return { { "kernel_height", size },
             { "kernel_width", size },
             { "stride_height", stride },
             { "stride_width", stride },
             { "padding", std::string(padding) } };
}
Settings cropped(std::int64_t padding, std::int64_t outputPadding)
{
    auto settings = kernel(3, 2, "custom");
    settings.insert(settings.end(),
                    { { "padding_height", padding }, { "output_padding_width", outputPadding } });
    return settings;
}
Settings shaped(const char* sizes) { return { { "shape", std::string(sizes) } }; }
Settings target(const char* column) { return { { "target", std::string(column) } }; }
} // namespace

Q_DECLARE_METATYPE(Shape)

/// The shapes that layers infer, and what they say of inputs that do not fit.
class ShapeTest : public QObject {
    Q_OBJECT

private slots:
    void shapesFollowFromParameters_data()
    {
        QTest::addColumn<QString>("layer");
        QTest::addColumn<Shape>("input");
        QTest::addColumn<Settings>("settings");
        QTest::addColumn<Shape>("expected");
        const auto row
            = [](const char* name, const char* layer, const Shape& input, const Settings& settings,
                 const Shape& expected) { QTest::newRow(name) << layer << input << settings << expected; };
        row("pool", "max_pool2d", { 8, 28, 28 }, {}, { 8, 14, 14 });
        row("pool, rest dropped", "max_pool2d", { 8, 7, 5 }, {}, { 8, 3, 2 });
        row("pool, same", "max_pool2d", { 8, 7, 5 }, pool(2, 2, 0, "same"), { 8, 4, 3 });
        row("pool, same, stride 1", "max_pool2d", { 8, 7, 5 }, pool(3, 3, 1, "same"), { 8, 7, 5 });
        row("pool larger than image, same", "max_pool2d", { 1, 2, 2 }, pool(9, 9, 1, "same"), { 1, 2, 2 });
        row("pool as large as image", "max_pool2d", { 1, 3, 2 }, pool(3, 2, 0, "none"), { 1, 1, 1 });
        row("conv transpose", "conv_transpose2d", { 8, 7, 5 }, {}, { 32, 14, 10 });
        row("conv transpose, odd crop", "conv_transpose2d", { 8, 7, 5 }, kernel(3, 2, "same"),
            { 32, 14, 10 });
        row("conv transpose, no crop", "conv_transpose2d", { 8, 7, 5 }, kernel(3, 2, "none"), { 32, 15, 11 });
        row("conv transpose, small kernel", "conv_transpose2d", { 8, 7, 5 }, kernel(1, 2, "same"),
            { 32, 14, 10 });
        row("lstm", "lstm", { 100, 8 }, {}, { 64 });
        row("lstm, all states", "lstm", { 100, 8 }, { { "output", std::string("all") } }, { 100, 64 });
        row("norm of vector", "batch_norm", { 7 }, {}, { 7 });
        row("norm of image", "batch_norm", { 7, 3, 2 }, {}, { 7, 3, 2 });
        row("dense over a sequence", "dense", { 7, 3 }, { { "units", std::int64_t { 5 } } }, { 7, 5 });
        row("embedding of a sequence", "embedding", { 7 }, { { "size", std::int64_t { 5 } } }, { 7, 5 });
        row("embedding of one id", "embedding", { 1 }, { { "size", std::int64_t { 5 } } }, { 5 });
        row("layer norm", "layer_norm", { 7, 3 }, {}, { 7, 3 });
        row("positions", "position_embedding", { 7, 3 }, {}, { 7, 3 });
        row("attention", "self_attention", { 7, 12 }, { { "heads", std::int64_t { 3 } } }, { 7, 12 });
        row("dropout", "dropout", { 7, 3 }, {}, { 7, 3 });
        row("softmax", "softmax", { 7 }, {}, { 7 });
        row("leaky relu of sequence", "leaky_relu", { 7, 3 }, {}, { 7, 3 });
        row("reshape", "reshape", { 12 }, shaped("3 2 2"), { 3, 2, 2 });
        row("reshape, as people write it", "reshape", { 12 }, shaped(" 3x2, 2 "), { 3, 2, 2 });
        row("reshape, open size", "reshape", { 2, 3, 4 }, shaped("4 -1"), { 4, 6 });
        row("reshape, default", "reshape", { 2, 3, 4 }, {}, { 24 });
        row("global average pool", "global_average_pool", { 7, 3, 2 }, {}, { 7 });
        row("sequence mean", "sequence_mean", { 7, 3 }, {}, { 3 });
        row("subsample", "subsample", { 7, 5, 4 }, {}, { 7, 3, 2 });
        row("pad channels", "pad_channels", { 16, 5, 4 }, {}, { 32, 5, 4 });
    }

    void shapesFollowFromParameters()
    {
        QFETCH(QString, layer);
        QFETCH(Shape, input);
        QFETCH(Settings, settings);
        QFETCH(Shape, expected);
        const auto shapes = infer(layer, input, settings);
        QVERIFY2(shapes.has_value(), shapes ? "" : shapes.error().message.c_str());
        QVERIFY2(shapes->at(0) == expected, tensor::toText(shapes->at(0)).c_str());
    }

    void lossesTakeTheShapeOfTheirTarget_data()
    {
        QTest::addColumn<Shape>("input");
        QTest::addColumn<Settings>("settings");
        QTest::newRow("number") << Shape { 1 } << target("price");
        QTest::newRow("vector") << Shape { 2 } << target("point");
        QTest::newRow("image") << Shape { 1, 4, 4 } << target("image");
    }

    void lossesTakeTheShapeOfTheirTarget()
    {
        QFETCH(Shape, input);
        QFETCH(Settings, settings);
        const auto shapes = infer("mean_squared_error", input, settings);
        QVERIFY2(shapes.has_value(), shapes ? "" : shapes.error().message.c_str());
        QVERIFY(shapes->empty());
    }

    void sumsTakeTwoInputsOfOneShape()
    {
        const auto& kind = *findLayer("add");
        const ParameterValues none(kind.parameters);
        const std::array same { Shape { 3, 4 }, Shape { 3, 4 } };
        const std::array other { Shape { 3, 4 }, Shape { 4, 4 } };
        QVERIFY(kind.inferShape({ none, same, kData }).value() == std::vector { same[0] });
        const auto refused = kind.inferShape({ none, other, kData });
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().message.starts_with(
            "expected two inputs of one shape, received 3 x 4 and 4 x 4; "));
    }

    void inputsThatDoNotFitAreExplained_data()
    {
        QTest::addColumn<QString>("layer");
        QTest::addColumn<Shape>("input");
        QTest::addColumn<Settings>("settings");
        QTest::addColumn<QString>("expected");
        const auto row
            = [](const char* name, const char* layer, const Shape& input, const Settings& settings,
                 const char* expected) { QTest::newRow(name) << layer << input << settings << expected; };
        row("pool of vector", "max_pool2d", { 10 }, {},
            "expected an image (channels x height x width), received 10; put it before the flatten");
        row("pool too large", "max_pool2d", { 1, 3, 3 }, pool(5, 5, 0, "none"),
            "pool 5x5 is larger than its input 3x3; use a smaller pool or padding \"same\"");
        row("pool too wide", "max_pool2d", { 1, 8, 1 }, {}, "pool 2x2 is larger than its input 8x1");
        row("conv transpose of vector", "conv_transpose2d", { 10 }, {},
            "expected an image (channels x height x width), received 10; put a reshape before it");
        row("all cropped", "conv_transpose2d", { 1, 1, 4 }, cropped(2, 0),
            "its padding 2x0 leaves nothing of the image; use a smaller padding");
        row("output padding", "conv_transpose2d", { 1, 4, 4 }, cropped(0, 2),
            "output padding 0x2 must be smaller than the stride 2x2");
        row("lstm of vector", "lstm", { 10 }, {}, "expected a sequence (steps x features), received 10");
        row("norm of sequence", "batch_norm", { 7, 3 }, {}, "received 7 x 3; put a flatten before it");
        row("embedding of image", "embedding", { 1, 3, 3 }, {},
            "expected a sequence of token ids or one id, received 1 x 3 x 3; put it behind an input");
        row("layer norm of image", "layer_norm", { 1, 3, 3 }, {},
            "received 1 x 3 x 3; put a flatten before it");
        row("positions of vector", "position_embedding", { 3 }, {}, "received 3; put it behind an embedding");
        row("attention of vector", "self_attention", { 3 }, {}, "received 3; put it behind an embedding");
        row("heads that do not divide", "self_attention", { 7, 6 }, {},
            "6 numbers a position cannot be shared among 4 heads; choose heads that divide 6");
        row("softmax of image", "softmax", { 1, 3, 3 }, {},
            "expected a vector, received 1 x 3 x 3; put a flatten");
        row("reshape to another count", "reshape", { 12 }, shaped("5 2"),
            "expected sizes that hold the 12 numbers of 12, found 5 x 2; change one, or set one to -1");
        row("reshape, open size does not come out", "reshape", { 12 }, shaped("5 -1"), "found 5 x -1");
        for (const auto* text : { "", "a", "3 0", "-2", "-1 -1", "1 2 3 4", "2.5", "99999999999999999999",
                                  "4294967296 4294967296 4294967296" })
            row(qPrintable(QString("reshape to \"%1\"").arg(text)), "reshape", { 12 }, shaped(text),
                "expected one to three sizes such as \"128 7 7\", of which one may be -1");
        row("average of vector", "global_average_pool", { 10 }, {}, "received 10; put it before the flatten");
        row("mean of image", "sequence_mean", { 1, 3, 3 }, {}, "expected a sequence (steps x features)");
        row("subsample of vector", "subsample", { 10 }, {}, "received 10; put it before the flatten");
        row("pad of vector", "pad_channels", { 10 }, {}, "received 10; put it before the flatten");
        row("pad to fewer", "pad_channels", { 64, 2, 2 }, {},
            "expected at least the 64 channels that come in, found 32; set Channels higher");
        row("yes or no, two scores", "sigmoid_cross_entropy", { 2 }, target("label"),
            "expected 1 value, the score of the class \"dog\", received 2; end in a Dense layer with 1 unit");
        row("yes or no, three classes", "sigmoid_cross_entropy", { 1 }, target("species"),
            "but \"species\" has 3; use a softmax cross-entropy loss");
        row("yes or no, numbers", "sigmoid_cross_entropy", { 3 }, target("point"),
            "expected 2 values, as many as \"point\" has, received 3; end in a Dense layer with 2 units");
        row("no target", "mean_squared_error", { 1 }, {}, "no column is chosen as its target; choose one of");
        row("unknown target", "mean_squared_error", { 1 }, target("prize"),
            "no column \"prize\"; choose one of");
        row("category", "mean_squared_error", { 1 }, target("label"),
            "\"label\" is a category; use a softmax cross-entropy loss");
        row("too many", "mean_squared_error", { 3 }, target("point"),
            "expected 2 values, as many as \"point\" has, received 3; end in a Dense layer with 2 units");
        row("one number", "mean_squared_error", { 3 }, target("price"), "end in a Dense layer with 1 unit");
        row("image", "mean_squared_error", { 16 }, target("image"), "expected 1 x 4 x 4 values");
    }

    void inputsThatDoNotFitAreExplained()
    {
        QFETCH(QString, layer);
        QFETCH(Shape, input);
        QFETCH(Settings, settings);
        QFETCH(QString, expected);
        const auto shapes = infer(layer, input, settings);
        QVERIFY(!shapes.has_value());
        const auto message = QString::fromStdString(shapes.error().message);
        QVERIFY2(message.contains(expected), qPrintable(message));
    }
};

QTEST_GUILESS_MAIN(ShapeTest)
#include "shape_test.moc"
