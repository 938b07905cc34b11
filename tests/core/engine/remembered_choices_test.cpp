// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/remembered_choices.hpp"

#include "core/tensor/freedom.hpp"
#include "networks.hpp"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace netwright;
using namespace netwright::tests;
using tensor::Choices;

namespace {
const std::vector<tensor::Candidate> kOnly { { "only", [] { return [] {}; } } };

constexpr std::int64_t kBatch = 16;

std::unique_ptr<engine::Plan> convolutions(std::shared_ptr<Choices> choices, bool allowsBFloat16 = false,
                                           int threads = 1)
{
    const auto data = signature({ 32, 32, 32 }, 10);
    const auto network = chain({ { "input", { { "column", std::string("image") } } },
                                 conv(32, "same"),
                                 { "relu" },
                                 conv(32, "same"),
                                 { "flatten" },
                                 dense(10),
                                 { "softmax_cross_entropy", { { "target", std::string("label") } } } });
    auto plan = engine::Plan::compile(network, data,
                                      { .batch = kBatch,
                                        .threads = threads,
                                        .slices = 2,
                                        .choices = std::move(choices),
                                        .allowsBFloat16 = allowsBFloat16 });
    if (!plan)
        qFatal("%s", plan.error().text().c_str());
    fill(**plan, 3, 10);
    (*plan)->run(kBatch, 0);
    return *std::move(plan);
}

double distance(std::span<const float> a, std::span<const float> b)
{
    double difference = 0;
    double size = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference += std::pow(a[i] - b[i], 2);
        size += std::pow(b[i], 2);
    }
    return std::sqrt(difference / size);
}
} // namespace

class RememberedChoicesTest : public QObject {
    Q_OBJECT
private slots:
    void choicesSurviveInTheFile()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("below/choices.json").toStdString();
        QCOMPARE(engine::rememberedChoices(file)->choose("task", kOnly), std::string("only"));
        QCOMPARE(engine::rememberedChoices(file)->choose("other", kOnly), std::string("only"));
        bool isTimed = false;
        const std::vector<tensor::Candidate> both { { "another",
                                                      [&] {
                                                          isTimed = true;
                                                          return [] {};
                                                      } },
                                                    kOnly.front() };
        for (const auto* task : { "task", "other" })
            QCOMPARE(engine::rememberedChoices(file)->choose(task, both), std::string("only"));
        QVERIFY(!isTimed);
    }

    void aBrokenFileCountsAsEmpty_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("no JSON") << QByteArray("{\"AMD");
        QTest::newRow("a list") << QByteArray("[1, 2]");
        QTest::newRow("numbers") << QByteArray("{\"machine\": {\"task\": 3}, \"other\": 1}");
        QTest::newRow("not UTF-8") << QByteArray("{\"\xff\": {}}");
    }
    void aBrokenFileCountsAsEmpty()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir folder;
        QFile file(folder.filePath("choices.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        const auto path = file.fileName().toStdString();
        QCOMPARE(engine::rememberedChoices(path)->choose("task", kOnly), std::string("only"));
        QVERIFY(engine::rememberedChoices(path)->chosen().empty());
    }

    void aPlaceThatCannotBeWrittenCostsNothingButTime()
    {
        const auto choices = engine::rememberedChoices("/proc/nowhere/choices.json");
        QCOMPARE(choices->choose("task", kOnly), std::string("only"));
        QCOMPARE(engine::rememberedChoices({})->choose("task", kOnly), std::string("only"));
    }

    void everyImplementationComputesTheSame()
    {
        auto asked = std::make_shared<Choices>();
        const auto direct = convolutions(nullptr);
        static_cast<void>(convolutions(asked));
        auto all = asked->chosen();
        QCOMPARE(all.size(), std::size_t { 5 }); // the first convolution has no gradient of its input
        for (auto& [task, name] : all)
            name = "winograd";
        const auto winograd = convolutions(std::make_shared<Choices>(all, Choices::Remember()));
        const auto steps = winograd->profile(1);
        const auto found = std::ranges::count_if(
            steps, [](const engine::StepProfile& step) { return step.implementation == "own Winograd"; });
        if (dnnl::get_effective_cpu_isa() < dnnl::cpu_isa::avx512_core)
            QSKIP("this processor's images are not in blocks of 16 channels");
        QCOMPARE(found, 5);
        const double error = distance(winograd->gradients(), direct->gradients());
        QVERIFY2(error > 0 && error < 1e-5, qPrintable(QString::number(error)));
    }

    void bfloat16StaysNearFloat32()
    {
        if (!tensor::hasBFloat16())
            QSKIP("this processor has no bfloat16");
        const auto full = convolutions(nullptr);
        const auto half = convolutions(nullptr, true);
        const auto steps = half->profile(1);
        QVERIFY(std::ranges::any_of(steps, [](const engine::StepProfile& step) {
            return step.implementation.find("bf16") != std::string::npos;
        }));
        const double error = distance(half->gradients(), full->gradients());
        QVERIFY2(error > 1e-4 && error < 2e-2, qPrintable(QString::number(error)));
        QVERIFY(std::ranges::equal(half->gradients(), convolutions(nullptr, true, 2)->gradients()));
    }

    void equalChoicesGiveEqualBits()
    {
        auto choices = std::make_shared<Choices>();
        const auto first = convolutions(choices);
        const auto second = convolutions(std::make_shared<Choices>(choices->chosen(), Choices::Remember()));
        QVERIFY(std::ranges::equal(first->gradients(), second->gradients()));
    }

    void inBFloat16AGradientIsConvertedOnceForBothBackwardPasses()
    {
        if (!tensor::hasBFloat16())
            QSKIP("this processor has no bfloat16");
        const auto plan = convolutions(nullptr, true);
        const auto profile = plan->profile(1);
        const auto conversions = std::ranges::count_if(profile, [](const engine::StepProfile& step) {
            return step.operation == "gradient conversion" && step.node == "conv2d_2";
        });
        QCOMPARE(conversions, 1);
    }
};

QTEST_GUILESS_MAIN(RememberedChoicesTest)
#include "remembered_choices_test.moc"
