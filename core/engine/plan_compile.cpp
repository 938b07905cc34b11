// SPDX-License-Identifier: GPL-3.0-or-later
// From a network to a Plan: check, lower, record, lay out memory, initialise.
#include "core/engine/lowering.hpp"
#include "core/engine/plan_memory.hpp"
#include "core/engine/plan_parts.hpp"
#include "core/engine/recording.hpp"
#include "core/engine/thread_count.hpp"
#include "core/tensor/reorder.hpp"

#include <algorithm>
#include <exception>
#include <new>

namespace netwright::engine {

using layers::Category;
using layers::Mode;
using tensor::Buffer;
using tensor::Layout;

namespace {
    constexpr std::int64_t kLargestBatch = 1 << 24;

    Status check(const network::Analysis& analysis, const network::Network& network,
                 const PlanOptions& options)
    {
        for (const auto& problem : analysis.problems) {
            if (options.mode != Mode::Inference || !problem.isAboutLoss)
                return fail("", "{}", problem.message);
        }
        if (analysis.order.empty())
            return fail("", "network \"{}\" has no layers; add an input, layers and a loss", network.name);
        if (options.batch < 1 || options.batch > kLargestBatch)
            return fail("", "expected a batch of 1 to {}, received {}", kLargestBatch, options.batch);
        return {};
    }

    /// An output to be looked at after the step, and the buffer that holds it.
    struct Shown {
        OutputSlot slot;
        Buffer buffer;
    };

    std::vector<Shown> lossPredictions(const Recording& recording)
    {
        std::vector<Shown> shown;
        for (std::size_t i = 0; i < recording.nodes.size(); ++i) {
            const auto& node = recording.lowered.nodes[i];
            if (node.kind->category != Category::Loss)
                continue;
            const auto& value = recording.lowered.values[node.inputs.front()];
            shown.push_back({ .slot = { .node = value.node,
                                        .target = node.node->parameters.text("target"),
                                        .shape = value.shape,
                                        .values = {} },
                              .buffer = recording.nodes[i].prediction });
        }
        return shown;
    }

    Result<std::vector<Shown>> unusedOutputs(Recording& recording)
    {
        std::vector<Shown> shown;
        for (std::size_t i = 0; i < recording.values.size(); ++i) {
            const auto& value = recording.lowered.values[i];
            if (!value.consumers.empty())
                continue;
            auto buffer = recording.values[i].buffer;
            const auto plain = Layout::plain(value.shape);
            if (buffer.layout() != plain) {
                const Buffer made(plain);
                auto operation = tensor::reorder("output reorder", buffer, made);
                if (!operation)
                    return failed(operation);
                recording.nodes[value.producer].forward.push_back(std::move(*operation));
                buffer = made;
            }
            shown.push_back(
                { .slot = { .node = value.node, .target = {}, .shape = value.shape, .values = {} },
                  .buffer = buffer });
        }
        return shown;
    }

    Result<std::vector<Shown>> shownOutputs(Recording& recording)
    {
        if (recording.options.mode == Mode::Inference)
            return unusedOutputs(recording);
        return lossPredictions(recording);
    }

    /// Forward in order, then backward in the opposite one.
    std::vector<PlanStep> flatten(Recording& recording)
    {
        std::vector<PlanStep> steps;
        const auto take = [&](std::size_t i, std::vector<tensor::Operation>& operations, bool isBackward) {
            const auto& node = *recording.lowered.nodes[i].node;
            for (auto& operation : operations)
                steps.push_back({ std::move(operation), network::describe(node), node.name, isBackward });
        };
        for (std::size_t i = 0; i < recording.nodes.size(); ++i)
            take(i, recording.nodes[i].forward, false);
        for (std::size_t i = recording.nodes.size(); i-- > 0;) {
            take(i, recording.nodes[i].backwardPreparation, true);
            take(i, recording.nodes[i].backward, true);
            take(i, recording.nodes[i].backwardReorders, true);
        }
        return steps;
    }

    std::vector<const tensor::Operation*> operationsOf(const std::vector<PlanStep>& steps)
    {
        std::vector<const tensor::Operation*> operations;
        for (const auto& step : steps)
            operations.push_back(&step.operation);
        return operations;
    }

    tensor::Shape withoutBatch(const tensor::Shape& shape)
    {
        return tensor::Shape(std::vector<std::int64_t>(shape.begin() + 1, shape.end()));
    }

    /// One slot per column that the network asked for, in the order of the data's columns.
    std::vector<InputSlot> inputSlots(const Recording& recording)
    {
        std::vector<InputSlot> slots;
        for (const auto& column : recording.data.columns) {
            const auto it = recording.columns.find(column.name);
            if (it == recording.columns.end())
                continue;
            InputSlot slot { .column = column.name,
                             .type = column.type,
                             .shape = column.shape,
                             .numbers = {},
                             .categories = {} };
            const auto count = static_cast<std::size_t>(it->second.layout().sizes().elements());
            if (column.type == tensor::ColumnType::Category)
                slot.categories = { it->second.data<std::int32_t>(), count };
            else
                slot.numbers = { it->second.data<float>(), count };
            slots.push_back(slot);
        }
        return slots;
    }

    std::vector<OutputSlot> outputSlots(const std::vector<Shown>& shown)
    {
        std::vector<OutputSlot> slots;
        for (const auto& output : shown) {
            auto slot = output.slot;
            slot.values = { output.buffer.data<float>(), static_cast<std::size_t>(slot.shape.elements()) };
            slot.shape = withoutBatch(slot.shape);
            slots.push_back(slot);
        }
        return slots;
    }

    /// Weights, gradients and copies.
    double parameterBytes(const network::Analysis& analysis)
    {
        return 3.0 * sizeof(float) * static_cast<double>(analysis.total.parameters);
    }
} // namespace

namespace {
    Status layOut(Recording& recording, const std::vector<Shown>& shown, Plan::Parts& parts,
                  double parameterBytes)
    {
        std::vector<Buffer> kept = recording.losses;
        for (const auto& [name, column] : recording.columns)
            kept.push_back(column);
        for (const auto& output : shown) {
            output.buffer.storage()->isPersistent = true;
            kept.push_back(output.buffer);
        }
        parts.parameters.layOut();
        auto memory = layOutMemory(operationsOf(parts.steps), kept, parameterBytes);
        if (!memory)
            return failed(memory);
        parts.arena = std::move(memory->arena);
        parts.persistent = std::move(memory->persistent);
        return {};
    }
} // namespace

Result<std::unique_ptr<Plan>> Plan::compile(const network::Network& network, const tensor::Signature& data,
                                            const PlanOptions& options)
{
    try {
        return make(network, data, options);
    } catch (const std::bad_alloc&) {
        return fail("",
                    "the memory of the machine does not suffice for this network; use a smaller batch or "
                    "smaller layers");
    } catch (const std::exception& error) { // oneDNN's, whose own type only core/tensor may name
        return fail("", "oneDNN cannot run this network ({}); change its sizes", error.what());
    }
}

Result<std::unique_ptr<Plan>> Plan::make(const network::Network& network, const tensor::Signature& data,
                                         const PlanOptions& options)
{
    const auto analysis = network::analyse(network, &data);
    if (const auto status = check(analysis, network, options); !status)
        return failed(status);
    if (const auto status = checkMemory(parameterBytes(analysis)); !status)
        return failed(status);
    const ThreadCount threads(options.threads);
    auto parts = std::make_unique<Parts>();
    parts->options = options;
    parts->options.threads = threads.count();
    parts->step.seed = options.seed;
    const auto lowered = lower(network, analysis, data,
                               { .mode = options.mode, .batch = options.batch, .fuse = options.fuse });
    Recording recording { .lowered = lowered,
                          .data = data,
                          .options = parts->options,
                          .step = parts->step,
                          .parameters = parts->parameters };
    if (const auto status = record(recording); !status)
        return failed(status);
    const auto shown = shownOutputs(recording);
    if (!shown)
        return failed(shown);
    parts->steps = flatten(recording);
    parts->losses = recording.losses;
    if (const auto status = layOut(recording, *shown, *parts, parameterBytes(analysis)); !status)
        return failed(status);
    parts->inputs = inputSlots(recording);
    parts->outputs = outputSlots(*shown);
    parts->parameters.initialise(options.seed);
    std::unique_ptr<Plan> plan(new Plan(std::move(parts)));
    plan->weightsChanged();
    return plan;
}

} // namespace netwright::engine
