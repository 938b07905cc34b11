// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.hpp"
#include "core/engine/plan.hpp"
#include "core/training/metric.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace netwright::training {

/// Feeds rows of a dataset to a Plan, a batch at a time. Both must outlive it. Used by one thread; load()
/// allocates nothing.
class BatchLoop {
public:
    BatchLoop(const engine::Plan& plan, const data::Dataset& dataset);
    /// Of `batch` rows for inputs that are part of a Plan's.
    BatchLoop(std::span<const engine::InputSlot> inputs, std::int64_t batch, const data::Dataset& dataset);

    /// How many batches so many rows make; the last one may be padded.
    [[nodiscard]] std::int64_t batchesOf(std::size_t rows) const;
    /// Puts batch number `batch` of `rows` into the Plan's inputs and returns how many of its rows count. A
    /// short last batch is filled up with rows from the front.
    [[nodiscard]] Result<std::int64_t> load(std::span<const std::int64_t> rows, std::int64_t batch);

private:
    /// An input of the Plan, by the column that fills it.
    struct Feed {
        std::size_t column;
        engine::InputSlot slot;
    };

    const data::Dataset& m_dataset;
    std::vector<Feed> m_feeds;
    std::vector<std::int64_t> m_rows; ///< of the batch in the inputs
};

/// How many samples to evaluate at once: as many as keep the network's activations within a few dozen
/// megabytes, so that figures do not depend on the recipe's batch. At most 256.
[[nodiscard]] std::int64_t evaluationBatch(const network::Network& network, const tensor::Signature& data);

} // namespace netwright::training
