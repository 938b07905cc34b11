// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/tensor/operation.hpp"

#include <memory>
#include <string>

namespace netwright::tensor {

struct MatmulOptions {
    std::int64_t count = 1; ///< how many products
    std::int64_t rows = 0;
    std::int64_t inner = 0;
    std::int64_t columns = 0;
    bool isLeftTransposed = false; ///< it lies as (count, inner, rows)
    bool isRightTransposed = false; ///< it lies as (count, columns, inner)
};

/// Many products of small matrices at once: C[i] = A[i] B[i], with A (count, rows, inner), B (count, inner,
/// columns) and C (count, rows, columns). All are plain, in the order of axes that the options say.
class Matmul {
public:
    [[nodiscard]] static Result<Matmul> create(const MatmulOptions& options);

    /// Of buffers that are as large as the matrices, whatever their own layouts say.
    [[nodiscard]] Operation run(std::string name, const Buffer& left, const Buffer& right,
                                const Buffer& product) const;

private:
    struct Parts;
    explicit Matmul(std::shared_ptr<const Parts> parts);
    std::shared_ptr<const Parts> m_parts;
};

} // namespace netwright::tensor
