// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"

#include <string_view>

/// Which layers may stand at the end of a link; where one may not, the error says why, to a person who looks
/// at that layer. What is not known speaks against none: without shapes, ports decide.
namespace netwright::network {

/// Whether a new node of this layer, with its defaults and the column that suits it, takes what leaves
/// `output`; at each of its inputs, where it has several.
[[nodiscard]] Status fitsAfter(const Network& network, const Analysis& analysis,
                               const tensor::Signature* data, PortRef output, std::string_view layer);
/// Whether such a node, fed by anything that the network or its data has, makes what `input` takes.
[[nodiscard]] Status fitsBefore(const Network& network, const Analysis& analysis,
                                const tensor::Signature* data, PortRef input, std::string_view layer);

} // namespace netwright::network
