// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/tensor/operation.hpp"

#include <span>
#include <string>

namespace netwright::tensor {

/// Writes the numbers of `from` into the layout and type of `to`.
[[nodiscard]] Result<Operation> reorder(std::string name, const Buffer& from, const Buffer& to);

/// The same at once, for arrays outside any Plan; allocates. Both layouts are ones a Plan works with, so
/// that nothing but a lack of memory makes it throw (std::bad_alloc or dnnl::error).
void reorderNow(const Layout& fromLayout, const float* from, const Layout& toLayout, float* to);

} // namespace netwright::tensor
