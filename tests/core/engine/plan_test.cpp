// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan_sample.hpp"

#include <QTest>
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace netwright;
using namespace netwright::tests;
using engine::Plan;
using layers::Mode;

namespace {
/// With or without pooling, whose kinks (another pixel wins) cannot be avoided.
network::Network cnn(bool pools = true)
{
    const std::int64_t two = 2;
    const auto strided = Layer { "conv2d", { { "filters", std::int64_t { 5 } }, { "stride_height", two } } };
    return chain({ { "input" },
                   conv(5, "same"),
                   { "relu" },
                   pools ? Layer { "max_pool2d" } : strided,
                   conv(18),
                   { "relu" },
                   { "flatten" },
                   dense(9),
                   { "relu" },
                   dense(kClasses),
                   { "softmax_cross_entropy" } });
}

/// Two branches from one value, whose gradients must be added up: each ends in a loss of its own.
network::Network forked()
{
    auto network = mlp();
    const auto head = network.add("dense", {});
    network.find(head)->parameters.set("units", std::int64_t { kClasses });
    const auto loss = network.add("softmax_cross_entropy", {});
    network.find(loss)->parameters.set("weight", 0.5);
    network.connect({ .from = { network.find("relu_1")->id, 0 }, .to = { head, 0 } });
    network.connect({ .from = { head, 0 }, .to = { loss, 0 } });
    return network;
}

/// Biases so large that every unit is clearly on or clearly off: a difference across a ReLU's kink says
/// nothing.
void avoidKinks(std::vector<tensor::NamedTensor>& parameters)
{
    for (auto& parameter : parameters) {
        for (std::size_t i = 0; parameter.name == "bias" && i < parameter.tensor.values.size(); ++i)
            parameter.tensor.values[i] = i % 3 == 0 ? -4.F : 4.F;
    }
}

/// Relative L2 distance of all gradients from central differences, sums in double.
double gradientError(Plan& plan, std::int64_t validRows)
{
    constexpr float kStep = 1e-2F;
    auto parameters = plan.readParameters();
    avoidKinks(parameters);
    if (!plan.writeParameters(parameters))
        qFatal("parameters were refused");
    plan.run(validRows, 0);
    const auto gradients = plan.toPlain(plan.gradients());
    double difference = 0;
    double size = 0;
    for (std::size_t k = 0; k < gradients.size(); ++k) {
        auto& values = parameters[k].tensor.values;
        const auto stride = std::max<std::size_t>(1, values.size() / 25);
        for (std::size_t i = 0; i < values.size(); i += stride) {
            const float value = values[i];
            const auto lossAt = [&](float at) {
                values[i] = at;
                if (!plan.writeParameters(parameters))
                    qFatal("parameters were refused");
                return plan.run(validRows, 0);
            };
            const double measured = (lossAt(value + kStep) - lossAt(value - kStep)) / (2.0 * kStep);
            lossAt(value);
            const double given = static_cast<double>(gradients[k].tensor.values[i]);
            difference += (measured - given) * (measured - given);
            size += measured * measured;
        }
    }
    return std::sqrt(difference / size);
}

double largestDifference(std::span<const float> a, std::span<const float> b)
{
    double largest = a.size() == b.size() ? 0 : 1e30;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return largest;
}
} // namespace

class PlanTest : public QObject {
    Q_OBJECT

private slots:
    void gradientsAreThoseOfCentralDifferences_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("validRows");
        QTest::newRow("dense") << 0 << 8;
        QTest::newRow("convolution") << 1 << 8;
        QTest::newRow("two losses after a fork") << 2 << 8;
        QTest::newRow("a padded batch") << 0 << 5;
    }
    void gradientsAreThoseOfCentralDifferences()
    {
        QFETCH(int, which);
        QFETCH(int, validRows);
        const auto plan = compiled(which == 0 ? mlp() : which == 1 ? cnn(false) : forked(), kImage);
        const double error = gradientError(*plan, validRows);
        QVERIFY2(error < 1e-3, qPrintable(QString::number(error)));
    }

    void fusedAndUnfusedGiveTheSame()
    {
        const auto fused = compiled(cnn(), kImage);
        const auto unfused = compiled(cnn(), kImage, { .fuse = false });
        QCOMPARE(fused->run(kBatch, 0), unfused->run(kBatch, 0));
        const auto a = fused->toPlain(fused->gradients());
        const auto b = unfused->toPlain(unfused->gradients());
        QCOMPARE(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY(largestDifference(a[i].tensor.values, b[i].tensor.values) < 1e-6);
    }

    void aBypassedNodeRunsAsIfItWereNotThere()
    {
        auto network = mlp();
        for (const auto* name : { "relu_1", "flatten_1" })
            network.find(network.find(std::string_view(name))->id)->isBypassed = true;
        const auto without = chain({ { "input" }, dense(12), dense(kClasses), { "softmax_cross_entropy" } });
        const tensor::Shape rows { 48 };
        const auto bypassed = compiled(network, rows);
        const auto plain = compiled(without, rows);
        QCOMPARE(bypassed->run(kBatch, 0), plain->run(kBatch, 0));
        QVERIFY(compiled(mlp(), rows)->run(kBatch, 0) != plain->run(kBatch, 0));
    }

    void theSameSeedGivesTheSameWeightsWhateverTheLayouts()
    {
        const auto training = compiled(cnn(), kImage, { .seed = 3 })->readParameters();
        const auto inference
            = compiled(cnn(), kImage, { .mode = Mode::Inference, .seed = 3 })->readParameters();
        const auto other = compiled(cnn(), kImage, { .seed = 4 })->readParameters();
        QVERIFY(training == inference);
        QVERIFY(training != other);
    }

    void initialWeightsAreGlorotUniform()
    {
        const auto parameters = compiled(mlp(), kImage)->readParameters();
        QCOMPARE(parameters.front().name, std::string("kernel"));
        const auto& values = parameters.front().tensor.values;
        const double limit = std::sqrt(6.0 / (200 + 12));
        double squares = 0;
        for (const float value : values) {
            QVERIFY(std::abs(static_cast<double>(value)) <= limit);
            squares += static_cast<double>(value) * static_cast<double>(value);
        }
        QVERIFY(std::abs(squares / static_cast<double>(values.size()) / (limit * limit / 3) - 1) < 0.05);
    }

    void twoThreadsAgreeWithOne()
    {
        const auto one = compiled(cnn(), kImage);
        auto two = Plan::compile(cnn(), signature(kImage, kClasses), { .batch = kBatch, .threads = 2 });
        QVERIFY(two.has_value());
        fill(**two, 1, kClasses);
        QVERIFY(std::abs((*two)->run(kBatch, 0) - one->run(kBatch, 0)) < 1e-5);
        const auto a = one->toPlain(one->gradients());
        const auto b = (*two)->toPlain((*two)->gradients());
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY(largestDifference(a[i].tensor.values, b[i].tensor.values) < 1e-5);
    }

    void theSameStepTwiceGivesTheSameNumbers()
    {
        const auto plan = compiled(cnn(), kImage);
        const double loss = plan->run(kBatch, 0);
        const std::vector gradients(plan->gradients().begin(), plan->gradients().end());
        QCOMPARE(plan->run(kBatch, 0), loss);
        QVERIFY(std::ranges::equal(plan->gradients(), gradients));
    }

    void parametersComeBackAsTheyWereWritten()
    {
        const auto plan = compiled(cnn(), kImage);
        auto parameters = plan->readParameters();
        const double loss = plan->run(kBatch, 0);
        const auto kept = parameters;
        for (auto& parameter : parameters)
            for (auto& value : parameter.tensor.values)
                value += 0.25F;
        QVERIFY(plan->writeParameters(parameters).has_value());
        QVERIFY(plan->readParameters() == parameters);
        QVERIFY(plan->run(kBatch, 0) != loss);
        QVERIFY(plan->writeParameters(kept).has_value());
        QCOMPARE(plan->run(kBatch, 0), loss);
    }

    void anArrayLikeTheWeightsComesBackFromPlain()
    {
        const auto plan = compiled(cnn(), kImage);
        const std::vector<float> weights(plan->weights().begin(), plan->weights().end());
        std::vector<float> back(weights.size());
        QVERIFY(plan->fromPlain(plan->toPlain(weights), back).has_value());
        QVERIFY(weights == back);
    }

    void rowsThatPadTheBatchWeighNothing()
    {
        const auto plan = compiled(mlp(), kImage);
        const double loss = plan->run(5, 0);
        const auto gradients = plan->toPlain(plan->gradients());
        const auto image = plan->inputs()[0].numbers;
        std::ranges::fill(image.subspan(image.size() / kBatch * 5), 3.F);
        QCOMPARE(plan->run(5, 0), loss);
        const auto others = plan->toPlain(plan->gradients());
        for (std::size_t i = 0; i < others.size(); ++i)
            QVERIFY(largestDifference(gradients[i].tensor.values, others[i].tensor.values) < 1e-7);
    }

    void inferenceShowsWhatTheLossSaw()
    {
        const auto evaluation = compiled(cnn(), kImage, { .mode = Mode::Evaluation });
        const auto inference = compiled(cnn(), kImage, { .mode = Mode::Inference });
        QVERIFY(evaluation->run(kBatch, 0) > 0);
        QCOMPARE(inference->run(kBatch, 0), 0.0);
        QCOMPARE(evaluation->outputs().size(), std::size_t { 1 });
        QCOMPARE(evaluation->outputs()[0].target, std::string("label"));
        QCOMPARE(inference->outputs()[0].node, std::string("dense_2"));
        QCOMPARE(inference->outputs()[0].shape, tensor::Shape { kClasses });
        QVERIFY(largestDifference(evaluation->outputs()[0].values, inference->outputs()[0].values) < 1e-6);
        QCOMPARE(inference->inputs().size(), std::size_t { 1 }); // no label
    }

    void anOutputInABlockedLayoutIsShownPlain()
    {
        auto network = chain({ { "input" }, conv(5), { "relu" } });
        const auto plan = compiled(network, kImage, { .mode = Mode::Inference });
        const auto unfused = compiled(network, kImage, { .mode = Mode::Inference, .fuse = false });
        plan->run(kBatch, 0);
        unfused->run(kBatch, 0);
        QCOMPARE(plan->outputs()[0].node, std::string("relu_1"));
        QCOMPARE(plan->outputs()[0].shape, (tensor::Shape { 5, 8, 8 }));
        QVERIFY(largestDifference(plan->outputs()[0].values, unfused->outputs()[0].values) < 1e-6);
        QVERIFY(std::ranges::max(plan->outputs()[0].values) > 0.1F);
    }

    void aBranchWithoutALossLearnsNothing()
    {
        auto network = mlp();
        const auto head = network.add("dense", {});
        network.connect({ .from = { network.find("relu_1")->id, 0 }, .to = { head, 0 } });
        const auto alone = compiled(mlp(), kImage);
        const auto plan = compiled(network, kImage);
        QCOMPARE(plan->run(kBatch, 0), alone->run(kBatch, 0));
        for (const auto& gradient : plan->toPlain(plan->gradients())) {
            const bool isZero
                = std::ranges::all_of(gradient.tensor.values, [](float value) { return value == 0; });
            QCOMPARE(isZero, gradient.node == "dense_3");
        }
    }

    void whatIsNotFiniteIsNamed_data()
    {
        QTest::addColumn<QString>("node");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing") << ""
                                 << "";
        QTest::newRow("a weight") << "dense_2"
                                  << "dense \"dense_2\", weight \"kernel\"";
        QTest::newRow("the input") << "input"
                                   << "dense \"dense_1\", output";
    }
    void whatIsNotFiniteIsNamed()
    {
        QFETCH(QString, node);
        QFETCH(QString, expected);
        const auto plan = compiled(mlp(), kImage);
        auto parameters = plan->readParameters();
        for (auto& parameter : parameters)
            if (parameter.node == node.toStdString() && parameter.name == "kernel")
                parameter.tensor.values[1] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(plan->writeParameters(parameters).has_value());
        if (node == "input")
            plan->inputs()[0].numbers[3] = std::numeric_limits<float>::infinity();
        plan->run(kBatch, 0);
        QCOMPARE(QString::fromStdString(plan->findNonFinite().value_or("")), expected);
    }

    void aSoundBatchNormIsNotBlamed()
    {
        const auto network = chain({ { "input" },
                                     conv(16),
                                     { "batch_norm" },
                                     { "flatten" },
                                     dense(kClasses),
                                     { "softmax_cross_entropy" } });
        for (const int slices : { 1, 2 }) {
            for (std::uint64_t seed = 1; seed < 30; ++seed) {
                const auto plan = compiled(network, kImage, { .slices = slices, .seed = seed });
                plan->run(kBatch, 0);
                QCOMPARE(QString::fromStdString(plan->findNonFinite().value_or("")), QString());
            }
        }
    }

    void aProfileNamesEveryOperation()
    {
        const auto plan = compiled(cnn(), kImage);
        plan->run(kBatch, 0);
        const auto profile = plan->profile(3);
        const auto count = [&profile](const std::string& node, bool isBackward) {
            return std::ranges::count_if(profile, [&](const engine::StepProfile& step) {
                return step.node == node && step.isBackward == isBackward && step.milliseconds > 0;
            });
        };
        QVERIFY(count("conv2d_2", false) >= 1);
        QVERIFY(count("conv2d_2", true) >= 2);
        QCOMPARE(count("relu_1", false), 0); // fused
    }

    void onlyTrainingHasGradients()
    {
        for (const auto mode : { Mode::Training, Mode::Evaluation, Mode::Inference }) {
            const auto plan = Plan::compile(mlp(), signature(kImage, kClasses), { .mode = mode });
            QVERIFY(plan.has_value());
            QCOMPARE((*plan)->gradients().size(), mode == Mode::Training ? (*plan)->weights().size() : 0U);
        }
    }

    void zeroThreadsStandForThoseOfTheMachine()
    {
        const auto plan = Plan::compile(mlp(), signature(kImage, kClasses), { .threads = 0 });
        QVERIFY(plan.has_value());
        QCOMPARE((*plan)->options().threads, omp_get_num_procs());
    }
};

QTEST_GUILESS_MAIN(PlanTest)
#include "plan_test.moc"
