// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/onednn.hpp"

#include <stdexcept>

namespace netwright::tensor::onednn {

const dnnl::engine& engine()
{
    static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
    return cpu;
}

const dnnl::stream& stream()
{
    static const dnnl::stream queue(engine());
    return queue;
}

dnnl::primitive_attr attributes(bool hasRelu)
{
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    if (hasRelu) {
        dnnl::post_ops after;
#if DNNL_VERSION_MAJOR >= 3
        after.append_eltwise(dnnl::algorithm::eltwise_relu, 0.F, 0.F);
#else
        after.append_eltwise(1.F, dnnl::algorithm::eltwise_relu, 0.F, 0.F);
#endif
        attributes.set_post_ops(after);
    }
    return attributes;
}

namespace {
    /// A primitive with its arguments as the C interface wants them: the C++ one builds that list at every
    /// call.
    struct Execution {
        std::string name;
        dnnl::primitive primitive;
        std::vector<Argument> keptAlive;
        std::vector<dnnl_exec_arg_t> arguments;

        void operator()() const
        {
            const auto status = dnnl_primitive_execute(primitive.get(), stream().get(),
                                                       static_cast<int>(arguments.size()), arguments.data());
            if (status != dnnl_success) // going on would train with stale numbers
                throw std::runtime_error(
                    fmt::format("{}: oneDNN failed with status {}", name, static_cast<int>(status)));
        }
    };
} // namespace

Operation operation(const dnnl::primitive& primitive, const char* implementation, const Layout& scratchpad,
                    Call call)
{
    if (!scratchpad.isEmpty())
        call.writes.push_back({ DNNL_ARG_SCRATCHPAD, Buffer(scratchpad) });
    Operation result { .name = std::move(call.name),
                       .implementation = implementation,
                       .flops = call.flops,
                       .run = {},
                       .threads = call.threads };
    auto execution = std::make_shared<Execution>();
    execution->name = result.name;
    execution->primitive = primitive;
    const auto pass = [&execution](const std::vector<Argument>& arguments, std::vector<Buffer>& buffers) {
        for (const auto& argument : arguments) {
            buffers.push_back(argument.buffer);
            execution->keptAlive.push_back(argument);
            execution->arguments.push_back({ argument.place, argument.buffer.memory().get() });
        }
    };
    pass(call.reads, result.reads);
    pass(call.writes, result.writes);
    result.run = [execution = std::move(execution)] { (*execution)(); };
    return result;
}

} // namespace netwright::tensor::onednn
