// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/joined.hpp"
#include "core/training/adversarial_pair.hpp"
#include "tests/core/engine/networks.hpp"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace netwright;
using namespace netwright::tests;
using training::AdversarialPair;

namespace {
constexpr std::int64_t kBatch = 16;
const tensor::Shape kImage { 1, 4, 4 };

network::Network generator()
{
    return chain({ { "noise", { { "size", std::int64_t { 8 } } } },
                   dense(32),
                   { "relu" },
                   { "reshape", { { "shape", std::string("8 2 2") } } },
                   { "conv_transpose2d",
                     { { "filters", std::int64_t { 1 } },
                       { "kernel_height", std::int64_t { 2 } },
                       { "kernel_width", std::int64_t { 2 } },
                       { "stride_height", std::int64_t { 2 } },
                       { "stride_width", std::int64_t { 2 } } } },
                   { "tanh" } });
}

network::Network discriminator(std::int64_t scores = 1)
{
    return chain({ { "input" }, conv(6), { "leaky_relu" }, { "flatten" }, dense(scores) });
}

training::Recipe recipe(double rate = 0.01, std::uint64_t seed = 1)
{
    auto recipe = training::defaultRecipe("pair");
    recipe.generator = "generator";
    recipe.optimiser.parameters.set("learning_rate", rate);
    recipe.seed = seed;
    return recipe;
}

std::unique_ptr<AdversarialPair> compiled(const training::Recipe& recipe, int threads = 1)
{
    auto pair
        = AdversarialPair::make(discriminator(), generator(), signature(kImage, 2), recipe,
                                { .batch = kBatch, .threads = threads, .slices = 2, .seed = recipe.seed });
    if (!pair)
        qFatal("%s", pair.error().text().c_str());
    for (const auto& slot : (*pair)->inputs()) // a bright left half
        for (std::size_t i = 0; i < slot.numbers.size(); ++i)
            slot.numbers[i] = i % 4 < 2 ? 0.8F : -0.8F;
    return *std::move(pair);
}

std::vector<tensor::NamedTensor> partOf(const AdversarialPair& pair, std::string_view prefix)
{
    auto parameters = pair.readParameters();
    std::erase_if(parameters, [&](const auto& parameter) { return !parameter.node.starts_with(prefix); });
    return parameters;
}

double distanceToReal(const AdversarialPair& pair)
{
    double sum = 0;
    const auto real = pair.inputs()[0].numbers;
    for (std::size_t i = 0; i < real.size(); ++i)
        sum += std::abs(real[i] - pair.made()[i]);
    return sum / static_cast<double>(real.size());
}
/// What the discriminator of the pair says of these images.
std::vector<float> scoresOf(const AdversarialPair& pair, std::span<const float> images)
{
    auto plan = engine::Plan::compile(discriminator(), signature(kImage, 2),
                                      { .mode = layers::Mode::Inference, .batch = kBatch, .threads = 1 });
    auto parameters = partOf(pair, network::kDiscriminatorPrefix);
    for (auto& parameter : parameters)
        parameter.node.erase(0, network::kDiscriminatorPrefix.size());
    if (!plan || !(*plan)->writeParameters(parameters))
        qFatal("the discriminator cannot be compiled alone");
    std::ranges::copy(images, (*plan)->inputs()[0].numbers.begin());
    (*plan)->run(kBatch, 0);
    return { (*plan)->outputs()[0].values.begin(), (*plan)->outputs()[0].values.end() };
}

/// The mean of log(1 + exp(sign x)): -log s(x) for sign -1, -log(1 - s(x)) for 1.
double meanCost(const std::vector<float>& scores, int sign)
{
    const auto add
        = [sign](double sum, float score) { return sum + std::log1p(std::exp(sign * double { score })); };
    return std::accumulate(scores.begin(), scores.end(), 0.0, add) / static_cast<double>(scores.size());
}
} // namespace

class AdversarialPairTest : public QObject {
    Q_OBJECT

private slots:
    void aStepMovesBothNetworks()
    {
        const auto pair = compiled(recipe());
        QCOMPARE(pair->inputs().size(), std::size_t { 1 });
        QCOMPARE(std::ssize(pair->inputs()[0].numbers), kBatch * kImage.elements());
        const auto before = pair->readParameters();
        pair->step(0, 1.0);
        const auto after = pair->readParameters();
        for (std::size_t i = 0; i < before.size(); ++i)
            QVERIFY2(!(before[i] == after[i]), before[i].node.c_str());
        QCOMPARE(pair->parameterCount(), 6 * 9 + 6 + 6 * 4 + 1 + 8 * 32 + 32 + 8 * 4 + 1);
    }

    void theLossesAreThoseOfTheDefinition()
    {
        const auto pair = compiled(recipe(1e-9)); // weights stay as good as they are
        const auto losses = pair->step(0, 1.0);
        const auto real = meanCost(scoresOf(*pair, pair->inputs()[0].numbers), -1);
        const auto made = scoresOf(*pair, pair->made());
        QVERIFY(std::abs(losses.discriminator - (real + meanCost(made, 1))) < 1e-5);
        QVERIFY(std::abs(losses.generator - meanCost(made, -1)) < 1e-5);
    }

    /// One after the other, not both from where they stood.
    void theGeneratorLearnsThroughTheNewDiscriminator()
    {
        const auto pair = compiled(recipe(0.5));
        const auto still = compiled(recipe(1e-9));
        const auto moved = pair->step(0, 1.0);
        const auto unmoved = still->step(0, 1.0);
        QCOMPARE(moved.discriminator, unmoved.discriminator);
        QVERIFY(moved.generator != unmoved.generator);
    }

    void theGeneratorComesToMakeWhatIsReal()
    {
        const auto pair = compiled(recipe());
        pair->step(0, 1.0);
        const double first = distanceToReal(*pair);
        for (std::uint64_t step = 1; step < 400; ++step)
            pair->step(step, 1.0);
        QVERIFY2(distanceToReal(*pair) < 0.5 * first,
                 qPrintable(QString("%1 -> %2").arg(first).arg(distanceToReal(*pair))));
    }

    void theSameSeedGivesTheSameBitsOnAnyNumberOfThreads()
    {
        const auto one = compiled(recipe());
        const auto two = compiled(recipe(), 2);
        const auto other = compiled(recipe(0.01, 2));
        for (std::uint64_t step = 0; step < 5; ++step) {
            const auto expected = one->step(step, 1.0);
            const auto losses = two->step(step, 1.0);
            QCOMPARE(losses.discriminator, expected.discriminator);
            QCOMPARE(losses.generator, expected.generator);
            other->step(step, 1.0);
        }
        QVERIFY(one->readParameters() == two->readParameters());
        QVERIFY(!(one->readParameters() == other->readParameters()));
    }

    void aStepOfSeveralBatchesIsRefused()
    {
        auto several = recipe();
        several.accumulate = 4;
        const auto pair
            = AdversarialPair::make(discriminator(), generator(), signature(kImage, 2), several, {});
        QVERIFY(!pair);
        QVERIFY(pair.error().text().find("accumulate") != std::string::npos);
    }

    void networksThatDoNotFitAreRefused()
    {
        const auto reasonOf = [](const network::Network& judge, const tensor::Shape& image) {
            const auto pair = AdversarialPair::make(judge, generator(), signature(image, 2), recipe(), {});
            return pair ? QString() : QString::fromStdString(pair.error().text());
        };
        const auto shape = reasonOf(discriminator(), { 1, 8, 8 });
        QVERIFY2(shape.contains("1 x 8 x 8") && shape.contains("1 x 4 x 4"), qPrintable(shape));
        auto cut = discriminator();
        cut.links.pop_back();
        const auto open = reasonOf(cut, kImage);
        QVERIFY2(open.contains("not connected"), qPrintable(open));
        const auto scores = reasonOf(discriminator(10), kImage);
        QVERIFY2(scores.contains("end in a Dense layer"), qPrintable(scores));
    }
};

QTEST_GUILESS_MAIN(AdversarialPairTest)
#include "adversarial_pair_test.moc"
