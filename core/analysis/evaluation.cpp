// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/evaluation.hpp"

#include "core/training/evaluator.hpp"
#include "core/training/stopwatch.hpp"

#include <algorithm>

namespace netwright::analysis {

namespace {
    /// Counts what was taken for what, where the target is a Category.
    void count(const training::MetricBatch& batch, Report& report)
    {
        if (report.target.empty()) {
            report.target = batch.target.name;
            report.categories = batch.target.categories;
            report.confusion.assign(report.categories.size() * report.categories.size(), 0);
        }
        const auto classes = std::ssize(report.categories);
        const auto rows = static_cast<std::size_t>(batch.rows);
        const auto outputs = batch.prediction.size() / rows;
        for (std::size_t row = 0; classes > 0 && row < rows; ++row) {
            const auto scores = batch.prediction.subspan(row * outputs, outputs);
            const auto predicted = std::min(training::likeliestClass(scores), classes - 1);
            const auto actual = batch.categories[row];
            ++report.confusion[static_cast<std::size_t>(actual * classes + predicted)];
        }
    }
} // namespace

Result<Report> evaluate(const network::Network& network, const data::Dataset& dataset, data::Part part,
                        std::span<const tensor::NamedTensor> parameters, int threads,
                        const Progress& progress)
{
    const training::Stopwatch watch;
    const auto rows = dataset.rows(part);
    if (rows.empty())
        return fail(fmt::format("dataset \"{}\"", dataset.spec().name),
                    "the {} part has no rows; choose another part or give it a share", data::idOf(part));
    const auto evaluator = training::Evaluator::make(network, dataset, threads);
    if (!evaluator)
        return failed(evaluator);
    if (const Status set = (*evaluator)->setParameters(parameters); !set)
        return failed(set);
    Report report;
    report.rows = std::ssize(rows);
    const auto metrics = (*evaluator)->run(rows, progress, [&](const training::MetricBatch& batch) {
        count(batch, report);
    });
    if (!metrics)
        return failed(metrics);
    if (!*metrics)
        return fail("evaluation", "stopped before the end");
    report.metrics = **metrics;
    report.seconds = watch.seconds();
    return report;
}

} // namespace netwright::analysis
