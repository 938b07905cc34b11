// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/buffer.hpp"
#include "placed.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::tests;
using tensor::Buffer;
using tensor::ElementType;
using tensor::Layout;

namespace {
Layout blocked(const tensor::Shape& sizes)
{
    return Layout(
        dnnl::memory::desc(sizes.sizes(), dnnl::memory::data_type::f32, dnnl::memory::format_tag::nChw16c));
}
} // namespace

class LayoutTest : public QObject {
    Q_OBJECT

private slots:
    void aPlainLayoutSaysWhatItIs()
    {
        const auto layout = Layout::plain({ 2, 3, 4 }, ElementType::Int32);
        QVERIFY(layout.isPlain());
        QVERIFY(!layout.isEmpty());
        QCOMPARE(layout.sizes(), (tensor::Shape { 2, 3, 4 }));
        QVERIFY(layout.type() == ElementType::Int32);
        QCOMPARE(layout.bytes(), std::size_t { 96 });
        QCOMPARE(layout.reshaped({ 6, 4 }), Layout::plain({ 6, 4 }, ElementType::Int32));
    }

    void nothingIsEmpty() { QVERIFY(Layout().isEmpty()); }

    void aBlockedLayoutCountsItsPadding()
    {
        const auto layout = blocked({ 1, 3, 2, 2 });
        QVERIFY(!layout.isPlain());
        QCOMPARE(layout.bytes(), std::size_t { 16 * 4 * sizeof(float) });
    }

    void numbersComeBackFromABlockedLayout()
    {
        const tensor::Shape sizes { 2, 19, 3, 5 };
        const auto numbers = randomNumbers(sizes.elements(), 1);
        Placed placed;
        const auto buffer = placed.holding(blocked(sizes), numbers);
        QVERIFY(Placed::plainOf(buffer) == numbers);
    }

    void viewsShareTheirMemory()
    {
        Placed placed;
        const auto buffer = placed.holding(Layout::plain({ 2, 3 }), { 1, 2, 3, 4, 5, 6 });
        const auto view = buffer.viewedAs(Layout::plain({ 6 }));
        view.data<float>()[4] = 9;
        QCOMPARE(buffer.data<float>()[4], 9.F);
        QVERIFY(!Buffer());
    }
};

QTEST_GUILESS_MAIN(LayoutTest)
#include "layout_test.moc"
