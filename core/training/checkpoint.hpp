// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/choices.hpp"
#include "core/tensor/tensor.hpp"
#include "core/training/metric.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace netwright::training {

/// All that training needs to go on bit for bit. Random numbers are counter-based: seed, epoch and step are
/// their state.
struct Checkpoint {
    std::int64_t epoch = 0; ///< epochs finished
    std::int64_t batchInEpoch = 0; ///< steps of the running epoch that are done
    std::uint64_t step = 0; ///< optimiser steps done
    std::uint64_t seed = 0;
    std::string optimiser;
    tensor::Choices::Known choices; ///< the implementations in use: others would round differently
    std::vector<tensor::NamedTensor> parameters;
    std::map<std::string, std::vector<tensor::NamedTensor>> optimiserState; ///< by the state's name
    std::map<std::string, MetricSums, std::less<>> sums; ///< of the running epoch, by metric
    MetricValues train; ///< of the last finished epoch
    MetricValues validation; ///< likewise
    double seconds = 0; ///< trained so far
    double bestValidationLoss = 0; ///< over all finished epochs; infinity where there is none
};

} // namespace netwright::training
