// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/plan.hpp"
#include "core/training/metric.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace netwright::training {

/// The loss and every metric that fits the target of a Plan's first loss, summed over batches. The Plan and
/// the signature must outlive it. add() and writeMeans() into a map that has the keys already allocate
/// nothing.
class MetricSet {
public:
    /// The Plan was compiled with losses: for training or evaluation.
    MetricSet(engine::Plan& plan, const tensor::Signature& data);

    void reset();
    /// What the Plan's last run() gave on so many valid rows.
    void add(double loss, std::int64_t validRows);
    /// The last run()'s predictions and truth, as metrics see them.
    [[nodiscard]] MetricBatch lastBatch(std::int64_t validRows) const;

    void writeMeans(MetricValues& values) const;
    [[nodiscard]] MetricValues means() const;

    /// For checkpoints. Metrics that `sums` does not name begin at zero.
    [[nodiscard]] std::map<std::string, MetricSums, std::less<>> sums() const;
    void restore(const std::map<std::string, MetricSums, std::less<>>& sums);

private:
    struct Entry {
        const MetricKind* kind;
        MetricSums sums;
    };

    engine::OutputSlot m_output;
    engine::InputSlot m_target;
    const tensor::Column* m_column;
    MetricSums m_loss;
    std::vector<Entry> m_metrics;
};

} // namespace netwright::training
