// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/data/dataset.hpp"
#include "core/network/network.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace netwright::analysis {

/// Raw input read from a file, for predict().
struct SampleFile {
    std::vector<std::vector<float>> samples;
    std::vector<std::int64_t> lines; ///< of a table: the line of the file, from 1, where each sample begins
    std::vector<std::string> notices; ///< what was converted or left out: a whole sentence each
};

/// An image, brought to the column's size and to grey or colour as the column is; or a CSV with the dataset's
/// features, one sample a line. A table is read as the dataset reads its own: separator, header and rows with
/// missing values by the same settings, columns found by name. It need not have the target.
[[nodiscard]] Result<SampleFile> readSamples(const std::filesystem::path& file, const data::Dataset& dataset,
                                             const network::Network& network);

} // namespace netwright::analysis
