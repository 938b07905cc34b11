// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "networks.hpp"

#include <QtGlobal>

#include <algorithm>
#include <memory>

/// A small network and a small Plan of it.
namespace netwright::tests {

inline constexpr std::int64_t kBatch = 8;
inline constexpr int kClasses = 4;
inline const tensor::Shape kImage { 2, 10, 10 };

inline std::unique_ptr<engine::Plan> compiled(const network::Network& network, const tensor::Shape& image,
                                              engine::PlanOptions options = {})
{
    options.batch = kBatch;
    options.threads = std::max(options.threads,
                               1); // two waste much time at each other's barriers where the machine is busy
    return filledPlan(network, signature(image, kClasses), options, kClasses);
}

inline network::Network mlp()
{
    return chain(
        { { "input" }, { "flatten" }, dense(12), { "relu" }, dense(kClasses), { "softmax_cross_entropy" } });
}

} // namespace netwright::tests
