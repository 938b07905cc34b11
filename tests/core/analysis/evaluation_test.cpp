// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/evaluation.hpp"

#include "tests/core/training/sample_training.hpp"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace netwright;

namespace {
/// A network with its data and what training made of its weights.
struct Trained {
    training::Training training;
    std::vector<tensor::NamedTensor> parameters;
    training::Outcome outcome;
};

Trained trained(network::Network network, std::shared_ptr<const data::Dataset> dataset,
                training::Recipe recipe)
{
    Trained result { { .network = std::move(network),
                       .recipe = std::move(recipe),
                       .dataset = std::move(dataset),
                       .from = {} },
                     {},
                     {} };
    samples::Listener listener;
    result.outcome = training::train(result.training, { &listener });
    if (result.outcome.error)
        throw std::runtime_error(result.outcome.error->text());
    result.parameters = listener.checkpoints.back().parameters;
    return result;
}

std::vector<std::vector<float>> rawSamples(const data::Dataset& dataset, data::Part part)
{
    const auto width = static_cast<std::size_t>(dataset.signature().columns[0].shape.elements());
    std::vector<std::vector<float>> all;
    for (const std::int64_t row : dataset.rows(part)) {
        all.emplace_back(width);
        if (const Status read = dataset.source().readNumbers(0, std::span(&row, 1), all.back()); !read)
            throw std::runtime_error(read.error().text());
    }
    return all;
}
} // namespace

class EvaluationTest : public QObject {
    Q_OBJECT

    Trained m_iris;
    Trained m_fashion;

private slots:
    void initTestCase()
    {
        m_iris = trained(samples::perceptron("features", "species", 16, 3), samples::iris(),
                         samples::recipe("adam", 0.01, 30, 8));
        // 300 rows: a full batch and a short one.
        m_fashion
            = trained(samples::convolutions(), samples::fashionMnist(300), samples::recipe("adam", 0.003, 2));
    }

    void theReportAgreesWithTheTraining()
    {
        for (const Trained* each : { &m_iris, &m_fashion })
            for (const auto& [part, expected] :
                 { std::pair { data::Part::Validation, &each->outcome.validation },
                   std::pair { data::Part::Test, &each->outcome.test } }) {
                const auto report = analysis::evaluate(each->training.network, *each->training.dataset, part,
                                                       each->parameters);
                QVERIFY2(report, report ? "" : report.error().text().c_str());
                QVERIFY(report->metrics == *expected);
                QCOMPARE(report->rows, std::ssize(each->training.dataset->rows(part)));
            }
    }

    void theConfusionMatrixCountsEveryRowAndAgreesWithTheAccuracy()
    {
        const auto report = analysis::evaluate(m_fashion.training.network, *m_fashion.training.dataset,
                                               data::Part::Test, m_fashion.parameters);
        QVERIFY(report);
        const std::size_t classes = report->categories.size();
        QCOMPARE(classes, 10U);
        QCOMPARE(report->confusion.size(), classes * classes);
        QCOMPARE(std::accumulate(report->confusion.begin(), report->confusion.end(), std::int64_t { 0 }),
                 300);
        std::int64_t right = 0;
        for (std::size_t i = 0; i < classes; ++i)
            right += report->confusion[i * classes + i];
        QCOMPARE(static_cast<double>(right) / 300, report->metrics.at("accuracy"));
    }

    void predictionsOfRawSamplesAgreeWithTheReport()
    {
        for (const Trained* each : { &m_iris, &m_fashion }) {
            const auto& dataset = *each->training.dataset;
            const auto predictions = analysis::predict(each->training.network, dataset, each->parameters,
                                                       rawSamples(dataset, data::Part::Test));
            QVERIFY2(predictions, predictions ? "" : predictions.error().text().c_str());
            const auto rows = dataset.rows(data::Part::Test);
            QCOMPARE(predictions->size(), rows.size());
            std::vector<std::int32_t> truth(rows.size());
            QVERIFY(dataset.readCategories(1, rows, truth));
            const auto& names = dataset.signature().columns[1].categories;
            double right = 0;
            double loss = 0;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const auto& prediction = (*predictions)[i];
                const auto actual = static_cast<std::size_t>(truth[i]);
                right += prediction.category == names[actual] ? 1 : 0;
                loss -= std::log(prediction.values[actual]);
                QVERIFY(std::abs(std::accumulate(prediction.values.begin(), prediction.values.end(), 0.0) - 1)
                        < 1e-9);
                QCOMPARE(prediction.probability, std::ranges::max(prediction.values));
            }
            const auto count = static_cast<double>(rows.size());
            QCOMPARE(right / count, each->outcome.test.at("accuracy"));
            QVERIFY(std::abs(loss / count - each->outcome.test.at("loss")) < 1e-4);
        }
    }

    void numbersArePredictedAsNumbers()
    {
        const auto dataset = samples::open(
            { { "source", "csv" },
              { "parameters",
                { { "file", "iris.csv" }, { "target", "petal width" }, { "target_type", "number" } } },
              { "normalisation", "standard" },
              { "split", { { "validation", 0.2 }, { "test", 0.2 }, { "seed", 1 } } } },
            "widths");
        const auto network = samples::chain(
            samples::Json::array({ { "in", "input", { { "column", "features" } } },
                                   { "fc1", "dense", { { "units", 1 } } },
                                   { "loss", "mean_squared_error", { { "target", "petal width" } } } }));
        const Trained widths = trained(network, dataset, samples::recipe("adam", 0.03, 60, 16));
        const auto report
            = analysis::evaluate(widths.training.network, *dataset, data::Part::Test, widths.parameters);
        QVERIFY(report);
        QVERIFY(report->categories.empty() && report->confusion.empty());
        QVERIFY2(report->metrics.at("mean_absolute_error") < 0.25,
                 qPrintable(QString::number(report->metrics.at("mean_absolute_error"))));
        const auto predictions = analysis::predict(widths.training.network, *dataset, widths.parameters,
                                                   rawSamples(*dataset, data::Part::Test));
        QVERIFY(predictions);
        const auto rows = dataset->rows(data::Part::Test);
        std::vector<float> truth(rows.size());
        QVERIFY(dataset->readNumbers(1, rows, truth));
        double error = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE((*predictions)[i].values.size(), 1U);
            error += std::abs((*predictions)[i].values[0] - static_cast<double>(truth[i]));
        }
        QVERIFY(std::abs(error / static_cast<double>(rows.size()) - report->metrics.at("mean_absolute_error"))
                < 1e-5);
    }

    void aSampleOfTheWrongSizeIsNamed()
    {
        const std::vector<std::vector<float>> wrong { { 1, 2, 3, 4 }, { 1, 2, 3 } };
        const auto predictions
            = analysis::predict(m_iris.training.network, *m_iris.training.dataset, m_iris.parameters, wrong);
        QVERIFY(!predictions);
        QCOMPARE(predictions.error().text(), std::string("sample 2: expected 4 numbers, found 3"));
    }

    void weightsOfAnotherNetworkAreRefused()
    {
        QVERIFY(!analysis::evaluate(m_iris.training.network, *m_iris.training.dataset, data::Part::Test,
                                    m_fashion.parameters));
        QVERIFY(
            !analysis::predict(m_iris.training.network, *m_iris.training.dataset, m_fashion.parameters, {}));
    }

    void anEmptyPartIsNamed()
    {
        const auto dataset
            = samples::open({ { "source", "csv" },
                              { "parameters", { { "file", "iris.csv" }, { "target", "species" } } },
                              { "split", { { "validation", 0.0 }, { "test", 0.0 }, { "seed", 1 } } } },
                            "all");
        const auto report
            = analysis::evaluate(m_iris.training.network, *dataset, data::Part::Test, m_iris.parameters);
        QVERIFY(!report);
        QVERIFY(report.error().text().find("test part has no rows") != std::string::npos);
    }

    void evaluationCanBeStoppedAndReportsItsProgress()
    {
        std::stop_source stop;
        Progress progress;
        std::vector<double> fractions;
        progress.report = [&](double fraction, std::string_view) {
            fractions.push_back(fraction);
            stop.request_stop();
        };
        progress.stop = stop.get_token();
        const auto report = analysis::evaluate(m_fashion.training.network, *m_fashion.training.dataset,
                                               data::Part::Test, m_fashion.parameters, 0, progress);
        QVERIFY(!report);
        QCOMPARE(fractions, std::vector<double> { 0.5 });
    }
};

QTEST_GUILESS_MAIN(EvaluationTest)
#include "evaluation_test.moc"
