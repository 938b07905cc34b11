// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parameter.hpp"
#include "core/data/csv_table.hpp"

namespace netwright::data {

/// How the parameters of the source "csv" say that tables are to be read.
[[nodiscard]] CsvOptions csvOptions(const ParameterValues& values);

} // namespace netwright::data
