// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/metric.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::training;

namespace {
const tensor::Column kLabel {
    .name = "label", .type = tensor::ColumnType::Category, .shape = {}, .categories = { "a", "b", "c" }
};
const tensor::Column kPrice { .name = "price", .type = tensor::ColumnType::Number, .shape = {} };
} // namespace

class MetricTest : public QObject {
    Q_OBJECT
private slots:
    void everyMetricIsDescribed()
    {
        QVERIFY(!metricTable().empty());
        for (const MetricKind* kind : metricTable()) {
            QVERIFY(!kind->title.empty() && !kind->help.empty());
            QCOMPARE(findMetric(kind->id), kind);
        }
    }

    void accuracyIsForCategoriesAndAbsoluteErrorForNumbers()
    {
        QVERIFY(findMetric("accuracy")->fits(kLabel));
        QVERIFY(!findMetric("accuracy")->fits(kPrice));
        QVERIFY(findMetric("mean_absolute_error")->fits(kPrice));
        QVERIFY(!findMetric("mean_absolute_error")->fits(kLabel));
    }

    void accuracyCountsTheLikeliestClassOfTheRowsThatCount()
    {
        const std::vector<float> scores { 0.1F, 0.7F, 0.2F, 5.0F, 1.0F, 1.0F, -3.0F, -2.0F, -1.0F };
        const std::vector<std::int32_t> truth { 1, 2, 2, 0 }; // the last row is padding
        MetricSums sums;
        findMetric("accuracy")
            ->add({ .target = kLabel, .rows = 3, .prediction = scores, .numbers = {}, .categories = truth },
                  sums);
        QCOMPARE(sums.sum, 2.0);
        QCOMPARE(sums.count, 3.0);
    }

    void aSingleScoreSpeaksForTheSecondClassAboveZero()
    {
        const tensor::Column label {
            .name = "label", .type = tensor::ColumnType::Category, .shape = {}, .categories = { "no", "yes" }
        };
        const std::vector<float> scores { 0.5F, -0.5F, 3.0F, 0.0F };
        const std::vector<std::int32_t> truth { 1, 0, 0, 0 };
        MetricSums sums;
        findMetric("accuracy")
            ->add({ .target = label, .rows = 4, .prediction = scores, .numbers = {}, .categories = truth },
                  sums);
        QCOMPARE(sums.sum, 3.0);
        QCOMPARE(sums.count, 4.0);
    }

    void absoluteErrorIsTheMeanOverBatches()
    {
        const std::vector<float> prediction { 1.0F, -1.0F };
        const std::vector<float> truth { 3.0F, -2.0F, 99.0F };
        MetricSums sums;
        const MetricBatch batch {
            .target = kPrice, .rows = 2, .prediction = prediction, .numbers = truth, .categories = {}
        };
        findMetric("mean_absolute_error")->add(batch, sums);
        findMetric("mean_absolute_error")->add(batch, sums);
        QCOMPARE(sums.mean(), 1.5);
    }

    void theMeanOfNothingIsZero() { QCOMPARE(MetricSums {}.mean(), 0.0); }
};

QTEST_GUILESS_MAIN(MetricTest)
#include "metric_test.moc"
