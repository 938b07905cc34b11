// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace netwright::tensor {

/// Of the oneDNN that runs, such as "2.6.3": runs note it, since another one may round otherwise.
[[nodiscard]] std::string oneDnnVersion();

} // namespace netwright::tensor
