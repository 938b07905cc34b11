// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/vector_math.hpp"

#include <QTest>

#include <algorithm>
#include <limits>

using namespace netwright::tensor;

namespace {
using Single = float (*)(float);
using Double = double (*)(double);

double logistic(double x) { return 1 / (1 + std::exp(-x)); }
} // namespace

Q_DECLARE_METATYPE(Single)
Q_DECLARE_METATYPE(Double)

/// The functions against std's in double.
class VectorMathTest : public QObject {
    Q_OBJECT

private slots:
    void errorsStayBelowWhatIsStated_data()
    {
        QTest::addColumn<Single>("ours");
        QTest::addColumn<Double>("exact");
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("to");
        QTest::addColumn<double>("bound");
        const auto row = [](const char* name, Single ours, Double exact, double from, double to,
                            double bound) { QTest::newRow(name) << ours << exact << from << to << bound; };
        row(
            "exp", vector_math::exponential, [](double x) { return std::exp(x); }, -86.9, 88.7, 2e-7);
        row(
            "exp, near zero", vector_math::exponential, [](double x) { return std::exp(x); }, -0.5, 0.5,
            2e-7);
        row("logistic", vector_math::logistic, logistic, -86, 86, 4e-7);
        row(
            "tanh", vector_math::hyperbolicTangent, [](double x) { return std::tanh(x); }, -12, 12, 3e-7);
        row(
            "tanh, near zero", vector_math::hyperbolicTangent, [](double x) { return std::tanh(x); }, -1e-3,
            1e-3, 3e-7);
        row(
            "log(1 + x)", vector_math::logOnePlus, [](double x) { return std::log1p(x); }, 0, 1, 3e-7);
        row(
            "log(1 + x), near zero", vector_math::logOnePlus, [](double x) { return std::log1p(x); }, 0, 1e-6,
            3e-7);
    }

    void errorsStayBelowWhatIsStated()
    {
        QFETCH(Single, ours);
        QFETCH(Double, exact);
        QFETCH(double, from);
        QFETCH(double, to);
        QFETCH(double, bound);
        constexpr int kPoints = 1'000'000;
        double worst = 0;
        for (int i = 1; i < kPoints; ++i) {
            const auto x = static_cast<float>(from + (to - from) * i / kPoints);
            const double expected = exact(static_cast<double>(x));
            if (expected != 0)
                worst = std::max(worst, std::abs(static_cast<double>(ours(x)) / expected - 1));
        }
        QVERIFY2(worst < bound, qPrintable(QString::number(worst)));
    }

    void theEndsAreThoseOfStd()
    {
        constexpr float kInfinity = std::numeric_limits<float>::infinity();
        constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(vector_math::exponential(0), 1.F);
        QCOMPARE(vector_math::exponential(-kInfinity), 0.F);
        QCOMPARE(vector_math::exponential(-1e4F), 0.F);
        QCOMPARE(vector_math::exponential(1e4F), kInfinity);
        QCOMPARE(vector_math::exponential(kInfinity), kInfinity);
        QVERIFY(std::isnan(vector_math::exponential(kNan)));
        QCOMPARE(vector_math::logistic(-kInfinity), 0.F);
        QCOMPARE(vector_math::logistic(kInfinity), 1.F);
        QVERIFY(std::isnan(vector_math::logistic(kNan)));
        QCOMPARE(vector_math::hyperbolicTangent(-kInfinity), -1.F);
        QCOMPARE(vector_math::hyperbolicTangent(kInfinity), 1.F);
        QCOMPARE(vector_math::hyperbolicTangent(0), 0.F);
        QVERIFY(std::isnan(vector_math::hyperbolicTangent(kNan)));
        QCOMPARE(vector_math::logOnePlus(0), 0.F);
    }
};

QTEST_GUILESS_MAIN(VectorMathTest)
#include "vector_math_test.moc"
