// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/block.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace netwright::widgets {

/// The parameters that nodes of whatever kinds share: of the same id, type and choices.
struct CommonParameters {
    std::vector<ParameterSpec> specs;
    std::vector<const ParameterValues*> values; ///< of the network, which outlives this
    std::map<std::string, network::KindPointer> kinds; ///< by layer

    CommonParameters(const network::Network& network, const std::set<network::NodeId>& nodes);

private:
    [[nodiscard]] bool isShared(const ParameterSpec& spec) const;
};

} // namespace netwright::widgets
