// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/evaluation.hpp"
#include "core/analysis/input_column.hpp"
#include "core/training/batch_loop.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace netwright::analysis {

namespace {
    using Samples = std::span<const std::vector<float>>;

    template <class Slots, class Matches> auto& pick(const Slots& slots, const Matches& matches)
    {
        return *std::ranges::find_if(slots, matches);
    }

    Status checkSizes(Samples samples, std::int64_t expected)
    {
        for (std::size_t i = 0; i < samples.size(); ++i)
            if (std::ssize(samples[i]) != expected)
                return fail(fmt::format("sample {}", i + 1), "expected {} numbers, found {}", expected,
                            samples[i].size());
        return {};
    }

    /// Fills a whole batch; a short one repeats its last sample.
    void fill(Samples samples, std::span<float> into)
    {
        auto at = into.begin();
        for (std::size_t i = 0; at != into.end(); ++i)
            at = std::ranges::copy(samples[std::min(i, samples.size() - 1)], at).out;
    }

    /// As the loss of a Category sees the outputs: exp(v_i) / sum exp(v). A single one is the score of the
    /// second of two classes, and the first has 0.
    std::vector<double> sharesOf(std::span<const float> outputs)
    {
        if (outputs.size() == 1)
            return sharesOf(std::array { 0.F, outputs[0] });
        const double largest = *std::ranges::max_element(outputs);
        std::vector<double> shares(outputs.size());
        double sum = 0;
        for (std::size_t i = 0; i < outputs.size(); ++i)
            sum += shares[i] = std::exp(static_cast<double>(outputs[i]) - largest);
        for (double& share : shares)
            share /= sum;
        return shares;
    }

    Prediction predictionOf(std::span<const float> outputs, const tensor::Column& target)
    {
        if (target.type != tensor::ColumnType::Category)
            return { .category = {}, .values = { outputs.begin(), outputs.end() } };
        Prediction prediction { .category = {}, .values = sharesOf(outputs) };
        const auto likeliest = std::ranges::max_element(prediction.values) - prediction.values.begin();
        prediction.probability = prediction.values[static_cast<std::size_t>(likeliest)];
        if (likeliest < std::ssize(target.categories))
            prediction.category = target.categories[static_cast<std::size_t>(likeliest)];
        return prediction;
    }
} // namespace

Result<std::vector<Prediction>> predict(const network::Network& network, const data::Dataset& dataset,
                                        std::span<const tensor::NamedTensor> parameters, Samples samples)
{
    const auto column = inputColumn(network, dataset.signature());
    if (!column)
        return failed(column);
    const tensor::Column& input = dataset.signature().columns[*column];
    if (const Status sizes = checkSizes(samples, input.shape.elements()); !sizes)
        return failed(sizes);
    // With its losses, because a loss says which output is the answer to which column.
    const auto batch = std::clamp<std::int64_t>(std::ssize(samples), 1,
                                                training::evaluationBatch(network, dataset.signature()));
    const auto plan = engine::Plan::compile(network, dataset.signature(),
                                            { .mode = layers::Mode::Evaluation, .batch = batch });
    if (!plan)
        return failed(plan);
    if (const Status written = (*plan)->writeParameters(parameters); !written)
        return failed(written);

    const auto& slot = pick((*plan)->inputs(), [&](const auto& each) { return each.column == input.name; });
    const auto& output = pick((*plan)->outputs(), [](const auto& each) { return !each.target.empty(); });
    const auto width = static_cast<std::size_t>(output.shape.elements());
    std::vector<Prediction> predictions;
    while (!samples.empty()) {
        const auto chunk
            = samples.first(std::min<std::size_t>(samples.size(), static_cast<std::size_t>(batch)));
        samples = samples.subspan(chunk.size());
        fill(chunk, slot.numbers);
        dataset.normalise(*column, slot.numbers);
        (*plan)->run(std::ssize(chunk), 0);
        for (std::size_t i = 0; i < chunk.size(); ++i)
            predictions.push_back(predictionOf(output.values.subspan(i * width, width),
                                               *dataset.signature().find(output.target)));
    }
    return predictions;
}

} // namespace netwright::analysis
