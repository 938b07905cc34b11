// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/freedom.hpp"
#include "core/tensor/onednn.hpp"

#include <functional>
#include <span>
#include <string>

/// How a wrapper chooses between the ways oneDNN has for one pass.
namespace netwright::tensor::onednn {

/// A primitive with its description.
struct Pass {
    dnnl::primitive primitive;
    dnnl::primitive_desc_base description;

    Pass() = default;
    template <class Description>
    explicit Pass(const Description& given)
        : primitive(given)
        , description(given)
    {
    }

    /// Of what goes into one of its places (DNNL_ARG_...).
    [[nodiscard]] Layout layoutOf(int place) const
    {
        return Layout(description.query_md(dnnl::query::exec_arg_md, place));
    }
};

[[nodiscard]] Operation operation(const Pass& pass, Call call);

struct Variant {
    std::string name;
    dnnl::algorithm algorithm;
    ElementType factors = ElementType::Float32; ///< the type in which it multiplies
};

/// A pass in one of the variants, of which the first always exists: the fastest where times may decide, else
/// the first, or that in bfloat16 where it exists and is allowed. `describe` throws dnnl::error where oneDNN
/// does not have a variant; `operate` makes what is timed. One that wants room out of all proportion to what
/// it works on is not tried.
[[nodiscard]] Pass chosen(const Freedom& freedom, const std::string& task, std::span<const Variant> variants,
                          const std::function<Pass(const Variant&)>& describe,
                          const std::function<Operation(const Pass&)>& operate);

} // namespace netwright::tensor::onednn
