// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/reorder.hpp"

#include "core/tensor/onednn.hpp"

namespace netwright::tensor {

Result<Operation> reorder(std::string name, const Buffer& from, const Buffer& to)
{
    return onednn::attempt("change of layout", [&] {
        const auto work = kTouchedNumber * static_cast<double>(from.layout().sizes().elements());
        const dnnl::reorder::primitive_desc description(onednn::engine(), from.layout().description(),
                                                        onednn::engine(), to.layout().description(),
                                                        onednn::attributes());
        return onednn::operation(description,
                                 { .name = std::move(name),
                                   .reads = { { DNNL_ARG_FROM, from } },
                                   .writes = { { DNNL_ARG_TO, to } },
                                   .work = work });
    });
}

void reorderNow(const Layout& fromLayout, const float* from, const Layout& toLayout, float* to)
{
    // oneDNN takes the address of what it only reads as a changeable one.
    dnnl::memory source(fromLayout.description(), onednn::engine(), DNNL_MEMORY_NONE);
    source.set_data_handle(const_cast<float*>(from));
    const dnnl::memory target(toLayout.description(), onednn::engine(), to);
    dnnl::reorder(source, target).execute(onednn::stream(), source, const_cast<dnnl::memory&>(target));
}

} // namespace netwright::tensor
