// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"
#include "core/tensor/column.hpp"

#include <QString>

#include <optional>
#include <string>

namespace netwright::pages {

/// A network that can be compared: one of the project's, or that of a run, as it was trained.
struct ComparedNetwork {
    QString title;
    network::Network network;
    std::optional<tensor::Signature> columns; ///< of its data, where that is there
};

/// One canvas of it, as it is drawn.
struct ComparedCanvas {
    network::Network network; ///< with the definitions of blocks
    network::Analysis analysis;
};

/// The network itself for no block, else what is inside: as its first use has it, without shapes where there
/// is no use, and empty where there is no such block.
[[nodiscard]] ComparedCanvas canvasOf(const ComparedNetwork& compared, const std::string& block);

} // namespace netwright::pages
