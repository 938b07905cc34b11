// SPDX-License-Identifier: GPL-3.0-or-later
#include "networks.hpp"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace netwright;
using namespace netwright::tests;
using engine::Plan;
using layers::Mode;

namespace {
constexpr std::int64_t kBatch = 8;
constexpr int kClasses = 4;

std::unique_ptr<Plan> compiled(const network::Network& network, const tensor::Shape& image,
                               engine::PlanOptions options = {})
{
    options.batch = kBatch;
    options.threads = 2;
    auto plan = Plan::compile(network, signature(image, kClasses), options);
    if (!plan)
        qFatal("%s", plan.error().text().c_str());
    fill(**plan, 1, kClasses);
    return std::move(*plan);
}

network::Network mlp()
{
    return chain(
        { { "input" }, { "flatten" }, dense(12), { "relu" }, dense(kClasses), { "softmax_cross_entropy" } });
}

network::Network cnn()
{
    return chain({ { "input" },
                   conv(5, "same"),
                   { "relu" },
                   { "max_pool2d" },
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

const tensor::Shape kImage { 2, 10, 10 };

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
        const auto plan = compiled(which == 0 ? mlp() : which == 1 ? cnn() : forked(), kImage);
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
};

QTEST_GUILESS_MAIN(PlanTest)
#include "plan_test.moc"
