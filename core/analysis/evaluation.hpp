// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/base/progress.hpp"
#include "core/data/dataset.hpp"
#include "core/network/network.hpp"
#include "core/tensor/tensor.hpp"
#include "core/training/metric.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace netwright::analysis {

/// What a network with these weights does on one part of a dataset.
struct Report {
    std::int64_t rows = 0;
    training::MetricValues metrics; ///< "loss", "accuracy", ...
    std::string target; ///< the column of the first loss
    std::vector<std::string> categories; ///< of a Category target, else empty
    std::vector<std::int64_t> confusion; ///< categories x categories, [true * n + predicted]
    double seconds = 0;
};

[[nodiscard]] Result<Report> evaluate(const network::Network& network, const data::Dataset& dataset,
                                      data::Part part, std::span<const tensor::NamedTensor> parameters,
                                      int threads = 0, const Progress& progress = {});

/// What a network says of one sample of raw input (pixels 0 to 255, table numbers).
struct Prediction {
    std::string category; ///< of a Category target: the likeliest class, else empty
    double probability = 0; ///< of that class
    std::vector<double> values; ///< probabilities by class, or the numbers put out
};

[[nodiscard]] Result<std::vector<Prediction>> predict(const network::Network& network,
                                                      const data::Dataset& dataset,
                                                      std::span<const tensor::NamedTensor> parameters,
                                                      std::span<const std::vector<float>> samples);

} // namespace netwright::analysis
