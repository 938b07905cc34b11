// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/buffer.hpp"

#include <functional>
#include <string>
#include <vector>

namespace netwright::tensor {

/// One step of a Plan: a oneDNN primitive with its arguments, or an own loop. Made once, run often; run()
/// allocates nothing, and throws std::runtime_error where oneDNN fails. What it reads and writes is data, so
/// that lifetimes follow from the list of operations alone.
struct Operation {
    std::string name; ///< "conv2d forward"
    std::string implementation; ///< oneDNN's name of it, or "own ..."
    std::vector<Buffer> reads = {};
    std::vector<Buffer> writes = {}; ///< a Buffer that is changed in place stands in both
    double flops = 0;
    std::function<void()> run;
    int threads = 0; ///< 0: as many as the Plan may use
    /// Each number that it writes follows from those at the same place of what it reads: a result may lie
    /// where one of them lay.
    bool isElementwise = false;
    bool meets = false; ///< waits until all slices of the batch have come as far as this
};

} // namespace netwright::tensor
