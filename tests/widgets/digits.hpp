// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/column.hpp"

namespace netwright::testing {

/// Data of one column, grey images of 28 x 28 pixels.
inline const tensor::Signature& digits()
{
    static const tensor::Signature kDigits { { { "image", tensor::ColumnType::Image, { 1, 28, 28 } } } };
    return kDigits;
}

} // namespace netwright::testing
