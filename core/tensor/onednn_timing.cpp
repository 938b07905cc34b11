// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/onednn_timing.hpp"

#include <array>
#include <cstring>
#include <unordered_map>

namespace netwright::tensor::onednn {

namespace {
    constexpr std::array kPlaces { DNNL_ARG_SRC,       DNNL_ARG_WEIGHTS,  DNNL_ARG_BIAS,
                                   DNNL_ARG_DST,       DNNL_ARG_DIFF_SRC, DNNL_ARG_DIFF_WEIGHTS,
                                   DNNL_ARG_DIFF_BIAS, DNNL_ARG_DIFF_DST, DNNL_ARG_SCRATCHPAD };
} // namespace

std::function<void()> rehearsal(const dnnl::primitive& primitive,
                                const dnnl::primitive_desc_base& description)
{
    std::unordered_map<int, dnnl::memory> arguments;
    for (const int place : kPlaces) {
        const auto wanted = description.query_md(dnnl::query::exec_arg_md, place);
        if (wanted.get_size() == 0)
            continue;
        const dnnl::memory memory(wanted, engine());
        std::memset(memory.get_data_handle(), 0, wanted.get_size()); // pages that are really there
        arguments.emplace(place, memory);
    }
    return [primitive, arguments = std::move(arguments)] { primitive.execute(stream(), arguments); };
}

} // namespace netwright::tensor::onednn
