// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/sample_file.hpp"

namespace netwright::analysis {

/// The one image in the bytes of a file (PNG, JPEG, ...), as a sample of an Image column. `name` is what
/// errors and notices call the file.
[[nodiscard]] Result<SampleFile> readSampleImage(const std::string& name, const std::string& bytes,
                                                 const tensor::Column& column);

} // namespace netwright::analysis
