// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/sample_file.hpp"
#include "core/data/csv_table.hpp"

#include <span>

namespace netwright::analysis {

/// The rows of a table as samples. `features` are the dataset's, in its order: "size", or "colour = red" for
/// a class of a column of texts. `name` is what errors and notices call the file.
[[nodiscard]] Result<SampleFile> readSampleTable(const std::string& name, const std::string& bytes,
                                                 std::span<const std::string> features,
                                                 const data::CsvOptions& options);

} // namespace netwright::analysis
