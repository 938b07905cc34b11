// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace netwright::network {

/// What there is to learn from.
struct TrainingData {
    const tensor::Signature* columns = nullptr; ///< null: not there
    std::int64_t rows = 0; ///< of the training part; 0: not known
    std::map<std::string, tensor::Signature> others = {}; ///< datasets that the network could be bound to
};

/// What is most likely not meant so, with the reason: a table of small rules about neighbours. `analysis` is
/// the network's. Nothing here keeps a network from being trained.
[[nodiscard]] std::vector<Problem> advise(const Network& network, const Analysis& analysis,
                                          const TrainingData& data);

/// The inside of a block as analyseInside() sees it, with its warnings, and the network that it is a part of,
/// without any.
struct InsideAnalysis {
    Analysis inside;
    Analysis whole;
};

/// Both from one expansion. Empty where the path leads nowhere.
[[nodiscard]] InsideAnalysis analyseAndAdvise(const Network& network, const NodePath& path,
                                              const TrainingData& data);

/// The same as advise() of the inside of a block: see analyseInside().
[[nodiscard]] std::vector<Problem> adviseInside(const Network& network, const NodePath& path,
                                                const TrainingData& data);

/// What the layers of category Data feed into the network: numbers per row, all rows together.
[[nodiscard]] std::int64_t numbersOf(const Network& network, const Analysis& analysis,
                                     const TrainingData& data);

/// A layer with more parameters than this many times the numbers it learns from is large.
inline constexpr std::int64_t kManyTimes = 10;

} // namespace netwright::network
