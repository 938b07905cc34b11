// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/onednn_version.hpp"

#include <dnnl.hpp>
#include <fmt/format.h>

namespace netwright::tensor {

std::string oneDnnVersion()
{
    const auto* version = dnnl::version();
    return fmt::format("{}.{}.{}", version->major, version->minor, version->patch);
}

} // namespace netwright::tensor
