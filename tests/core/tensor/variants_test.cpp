// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/variants.hpp"

#include <QTest>

#include <vector>

using namespace netwright::tensor;

namespace {
using Weights = dnnl::convolution_backward_weights;

const std::vector<onednn::Variant> kVariants { { "direct", dnnl::algorithm::convolution_direct },
                                               { "winograd", dnnl::algorithm::convolution_winograd } };

/// The gradient of the kernel of a 3 x 3 convolution that keeps the number of channels and the size of the
/// image.
struct Convolution {
    std::int64_t batch = 1;
    std::int64_t size = 1;
    static constexpr std::int64_t kChannels = 64;

    [[nodiscard]] onednn::Pass describe(const onednn::Variant& variant) const
    {
        const dnnl::memory::desc image({ batch, kChannels, size, size }, dnnl::memory::data_type::f32,
                                       dnnl::memory::format_tag::nChw16c);
        const auto kernel = Layout::any({ kChannels, kChannels, 3, 3 }).description();
        const dnnl::memory::dims ones { 1, 1 };
        const auto forward = onednn::describe<dnnl::convolution_forward>(
            onednn::attributes(), dnnl::prop_kind::forward_training, variant.algorithm, image, kernel,
            dnnl::memory::desc(), image, ones, ones, ones);
        return onednn::Pass(onednn::describeBackward<Weights>(forward, variant.algorithm, image, kernel,
                                                              dnnl::memory::desc(), image, ones, ones, ones));
    }

    [[nodiscard]] bool hasWinograd() const
    {
        try {
            return describe(kVariants[1]).primitive.get() != nullptr;
        } catch (const dnnl::error&) {
            return false;
        }
    }
};

/// Winograd's time is none, the other's is not, whatever the machine does meanwhile.
Operation unfair(const onednn::Pass& pass)
{
    const bool isWinograd
        = std::string_view(pass.description.impl_info_str()).find("wino") != std::string_view::npos;
    return { .name = "pass", .implementation = "", .run = [isWinograd] {
                volatile double sum = 0;
                for (int i = 0; i < (isWinograd ? 1 : 1'000'000); ++i)
                    sum = sum + 1;
            } };
}
} // namespace

class VariantsTest : public QObject {
    Q_OBJECT

private slots:
    /// The gradient of a kernel by Winograd takes some 9 MB however small the image is.
    void whatWantsRoomOutOfProportionIsNotTried_data()
    {
        QTest::addColumn<qint64>("batch");
        QTest::addColumn<qint64>("size");
        QTest::addColumn<QString>("expected");
        QTest::newRow("small images") << qint64 { 16 } << qint64 { 5 } << "direct";
        QTest::newRow("large images") << qint64 { 32 } << qint64 { 32 } << "winograd";
    }

    void whatWantsRoomOutOfProportionIsNotTried()
    {
        QFETCH(qint64, batch);
        QFETCH(qint64, size);
        QFETCH(QString, expected);
        const Convolution convolution { .batch = batch, .size = size };
        if (!convolution.hasWinograd())
            QSKIP("this processor or oneDNN has no Winograd convolution");
        Choices choices;
        static_cast<void>(onednn::chosen(
            { .choices = &choices }, "task", kVariants,
            [&](const onednn::Variant& variant) { return convolution.describe(variant); }, unfair));
        QCOMPARE(QString::fromStdString(choices.chosen().at("task")), expected);
    }

    /// So that a run goes on with the bits it began with.
    void whatWasChosenOnceIsTakenWhateverItWants()
    {
        const Convolution convolution { .batch = 16, .size = 5 };
        if (!convolution.hasWinograd())
            QSKIP("this processor or oneDNN has no Winograd convolution");
        Choices choices({ { "task", "winograd" } }, {});
        const auto pass = onednn::chosen(
            { .choices = &choices }, "task", kVariants,
            [&](const onednn::Variant& variant) { return convolution.describe(variant); }, unfair);
        QVERIFY(std::string_view(pass.description.impl_info_str()).find("wino") != std::string_view::npos);
    }
};

QTEST_GUILESS_MAIN(VariantsTest)
#include "variants_test.moc"
