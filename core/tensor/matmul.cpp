// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/matmul.hpp"

#include "core/tensor/onednn.hpp"

namespace netwright::tensor {

namespace {
    /// (count, rows, columns), or that seen through its transposition.
    Layout layoutOf(std::int64_t count, std::int64_t rows, std::int64_t columns, bool isTransposed)
    {
        const dnnl::memory::dims strides { rows * columns, isTransposed ? 1 : columns,
                                           isTransposed ? rows : 1 };
        return Layout(dnnl::memory::desc({ count, rows, columns }, dnnl::memory::data_type::f32, strides));
    }
} // namespace

struct Matmul::Parts {
    Layout left;
    Layout right;
    Layout product;
    double flops = 0;
    dnnl::matmul::primitive_desc description;

    explicit Parts(const MatmulOptions& options)
        : left(layoutOf(options.count, options.rows, options.inner, options.isLeftTransposed))
        , right(layoutOf(options.count, options.inner, options.columns, options.isRightTransposed))
        , product(layoutOf(options.count, options.rows, options.columns, false))
        , flops(2.0 * static_cast<double>(options.count * options.rows)
                * static_cast<double>(options.inner * options.columns))
    {
        const WorkThreads threads(flops);
        description = onednn::describe<dnnl::matmul>(onednn::attributes(), left.description(),
                                                     right.description(), product.description());
    }
};

Matmul::Matmul(std::shared_ptr<const Parts> parts)
    : m_parts(std::move(parts))
{
}

Result<Matmul> Matmul::create(const MatmulOptions& options)
{
    return onednn::attempt("matrix product", [&] { return Matmul(std::make_shared<const Parts>(options)); });
}

Operation Matmul::run(std::string name, const Buffer& left, const Buffer& right, const Buffer& product) const
{
    return onednn::operation(m_parts->description,
                             { .name = std::move(name),
                               .reads = { { DNNL_ARG_SRC, left.viewedAs(m_parts->left) },
                                          { DNNL_ARG_WEIGHTS, right.viewedAs(m_parts->right) } },
                               .writes = { { DNNL_ARG_DST, product.viewedAs(m_parts->product) } },
                               .flops = m_parts->flops });
}

} // namespace netwright::tensor
