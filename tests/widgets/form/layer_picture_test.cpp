// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/layer_table.hpp"
#include "widgets/form/layer_picture.hpp"

#include <QTest>

#include <map>
#include <string>

using namespace netwright;
using namespace netwright::widgets;

namespace {
/// Of a layer that makes 6 x 24 x 24 of 1 x 28 x 28.
QImage pictureOf(const layers::LayerKind& kind, const ParameterValues& values)
{
    const network::NodeFacts facts { .inputs = { { 1, 28, 28 } }, .outputs = { { 6, 24, 24 } }, .cost = {} };
    LayerPicture picture;
    picture.setLayer(kind, values, &facts);
    picture.resize(300, picture.sizeHint().height());
    return picture.grab().toImage();
}

/// A block with parameters of these names and values, exposed by whoever made it.
QImage pictureOfBlock(const std::map<std::string, Value>& values)
{
    layers::LayerKind kind;
    kind.title = "Mine";
    for (const auto& [id, value] : values) {
        ParameterSpec spec;
        spec.id = id;
        spec.fallback = value;
        kind.parameters.push_back(spec);
    }
    ParameterValues parameters(kind.parameters);
    for (const auto& [id, value] : values)
        parameters.set(id, value);
    return pictureOf(kind, parameters);
}
} // namespace

class LayerPictureTest : public QObject {
    Q_OBJECT

private slots:
    void aKernelIsDrawnAsAWindowOnTheImage()
    {
        const auto& kind = *layers::findLayer("conv2d");
        ParameterValues values(kind.parameters);
        const auto before = pictureOf(kind, values);
        values.set("kernel_height", std::int64_t { 21 });
        QVERIFY(pictureOf(kind, values) != before);
    }

    void whatABlockCallsAKernelNeedNotBeOne_data()
    {
        QTest::addColumn<QVariantMap>("values");
        QTest::newRow("texts") << QVariantMap { { "kernel_height", "high" }, { "kernel_width", "wide" } };
        QTest::newRow("numbers with a point")
            << QVariantMap { { "kernel_height", 0.5 }, { "kernel_width", 0.5 } };
        QTest::newRow("one alone") << QVariantMap { { "kernel_height", 3 } };
        QTest::newRow("a text and a number")
            << QVariantMap { { "kernel_height", 3 }, { "kernel_width", "wide" } };
    }

    void whatABlockCallsAKernelNeedNotBeOne()
    {
        QFETCH(QVariantMap, values);
        std::map<std::string, Value> exposed;
        for (auto it = values.begin(); it != values.end(); ++it) {
            const auto& value = it.value();
            exposed[it.key().toStdString()] = value.typeId() == QMetaType::QString
                ? Value(value.toString().toStdString())
                : value.typeId() == QMetaType::Double ? Value(value.toDouble())
                                                      : Value(std::int64_t { value.toInt() });
        }
        QVERIFY2(pictureOfBlock(exposed) == pictureOfBlock({}), "drawn as any block, without a window");
    }
};

QTEST_MAIN(LayerPictureTest)
#include "layer_picture_test.moc"
