// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/tensor/operation.hpp"
#include "core/tensor/work_threads.hpp"

#include <dnnl.hpp>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the wrappers of this room share. Differences between oneDNN 2 and 3 live here and in buffer.cpp,
/// nowhere else.
namespace netwright::tensor::onednn {

/// The CPU, and its queue. Both are handles without state of their own on a CPU: any thread may use them.
[[nodiscard]] const dnnl::engine& engine();
[[nodiscard]] const dnnl::stream& stream();

#if DNNL_VERSION_MAJOR >= 3
using PoolingForward = dnnl::pooling_forward;
using PoolingBackward = dnnl::pooling_backward;
#else
using PoolingForward = dnnl::pooling_v2_forward;
using PoolingBackward = dnnl::pooling_v2_backward;
#endif

/// Attributes that every primitive here has: scratchpads are ours to place.
[[nodiscard]] dnnl::primitive_attr attributes(bool hasRelu = false);

/// The description of a primitive; the arguments are those of the operation, in oneDNN's order.
template <class Primitive, class... Arguments>
[[nodiscard]] typename Primitive::primitive_desc describe(const dnnl::primitive_attr& attributes,
                                                          const Arguments&... arguments)
{
#if DNNL_VERSION_MAJOR >= 3
    return typename Primitive::primitive_desc(engine(), arguments..., attributes);
#else
    return typename Primitive::primitive_desc(typename Primitive::desc(arguments...), attributes, engine());
#endif
}

/// The same for a backward primitive, which must fit its forward one.
template <class Primitive, class Forward, class... Arguments>
[[nodiscard]] typename Primitive::primitive_desc describeBackward(const Forward& forward,
                                                                  const Arguments&... arguments)
{
#if DNNL_VERSION_MAJOR >= 3
    return typename Primitive::primitive_desc(engine(), arguments..., forward, attributes());
#else
    return typename Primitive::primitive_desc(typename Primitive::desc(arguments...), attributes(), engine(),
                                              forward);
#endif
}

/// A buffer in one of a primitive's places (DNNL_ARG_...).
struct Argument {
    int place;
    Buffer buffer;
};

/// Something that computes with buffers in places of their own: a primitive, or a loop of ours.
struct Pass {
    std::string implementation; ///< for the user
    Layout scratchpad; ///< the room it wants; empty: none
    /// Of what goes into one of its places (DNNL_ARG_...); empty: that may be as it is.
    std::function<Layout(int place)> layoutOf;
    /// What runs it on the arguments, the scratchpad among them, for an operation of this name.
    std::function<std::function<void()>(const std::string& name, const std::vector<Argument>& arguments)>
        bind;

    Pass() = default; ///< of nothing
    explicit Pass(const dnnl::primitive_desc_base& description);

    [[nodiscard]] explicit operator bool() const { return bind != nullptr; }
};

struct Call {
    std::string name;
    std::vector<Argument> reads;
    std::vector<Argument> writes;
    double flops = 0;
    double work = 0; ///< for WorkThreads, where flops alone say too little
};

/// The operation that executes a pass. What it reads in another layout or type than the pass wants is
/// converted first, into memory of the operation's own; so is the scratchpad that the pass may want.
[[nodiscard]] Operation operation(const Pass& pass, Call call);
[[nodiscard]] Operation operation(const dnnl::primitive_desc_base& description, Call call);

/// Runs `make`; a refusal of oneDNN becomes an Error that says what was asked for.
template <class Make> [[nodiscard]] auto attempt(std::string_view what, Make make) -> Result<decltype(make())>
{
    try {
        return make();
    } catch (const dnnl::error& error) {
        return fail("", "oneDNN cannot run this {} ({}); change its sizes", what, error.what());
    }
}

} // namespace netwright::tensor::onednn
