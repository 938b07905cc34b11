// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/onednn.hpp"

#include "core/tensor/reorder.hpp"

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

    /// What it needs besides is added to `writes`.
    std::function<void()> conversion(const Buffer& from, const Buffer& to, std::vector<Buffer>& writes)
    {
        auto made = reorder("conversion", from, to);
        if (!made)
            throw std::runtime_error(made.error().text());
        for (const auto& buffer : made->writes) {
            if (buffer.storage() != to.storage())
                writes.push_back(buffer);
        }
        return std::move(made->run);
    }
} // namespace

Pass::Pass(const dnnl::primitive_desc_base& description)
    : implementation(description.impl_info_str())
    , scratchpad(description.scratchpad_desc())
    , layoutOf(
          [description](int place) { return Layout(description.query_md(dnnl::query::exec_arg_md, place)); })
    , bind([primitive = dnnl::primitive(description.get())](const std::string& name,
                                                            const std::vector<Argument>& given) {
        Execution execution { .name = name, .primitive = primitive, .keptAlive = given, .arguments = {} };
        for (const auto& [place, buffer] : execution.keptAlive)
            execution.arguments.push_back({ place, buffer.memory().get() });
        return [execution = std::make_shared<const Execution>(std::move(execution))] { (*execution)(); };
    })
{
}

Operation operation(const Pass& pass, Call call)
{
    const WorkThreads threads(std::max(call.flops, call.work)); // also for the conversions
    Operation result { .name = std::move(call.name),
                       .implementation = pass.implementation,
                       .flops = call.flops,
                       .run = {},
                       .threads = threads.count() };
    std::vector<Argument> arguments;
    std::vector<std::function<void()>> conversions;
    for (const auto& [place, buffer] : call.reads) {
        result.reads.push_back(buffer);
        const auto wanted = pass.layoutOf(place);
        if (wanted.isEmpty() || wanted == buffer.layout()) {
            arguments.push_back({ place, buffer });
            continue;
        }
        const Buffer converted(wanted);
        conversions.push_back(conversion(buffer, converted, result.writes));
        result.writes.push_back(converted);
        arguments.push_back({ place, converted });
    }
    for (const auto& [place, buffer] : call.writes) {
        result.writes.push_back(buffer);
        arguments.push_back({ place, buffer });
    }
    if (!pass.scratchpad.isEmpty())
        arguments.push_back({ DNNL_ARG_SCRATCHPAD, result.writes.emplace_back(pass.scratchpad) });
    result.run = [conversions = std::move(conversions), execute = pass.bind(result.name, arguments)] {
        for (const auto& convert : conversions)
            convert();
        execute();
    };
    return result;
}

Operation operation(const dnnl::primitive_desc_base& description, Call call)
{
    const WorkThreads threads(std::max(call.flops, call.work));
    return operation(Pass(description), std::move(call));
}

} // namespace netwright::tensor::onednn
