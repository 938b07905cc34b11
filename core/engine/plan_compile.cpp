// SPDX-License-Identifier: GPL-3.0-or-later
// From a network to a Plan: check, lower, record, lay out memory, initialise.
#include "core/engine/lowering.hpp"
#include "core/engine/plan_memory.hpp"
#include "core/engine/plan_parts.hpp"
#include "core/engine/pruning.hpp"
#include "core/engine/recording.hpp"
#include "core/engine/step_order.hpp"
#include "core/engine/thread_count.hpp"
#include "core/tensor/reorder.hpp"

#include <algorithm>
#include <cassert>
#include <exception>
#include <map>
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

    /// An output to be looked at after the step, and the buffer that holds the slice's share of it.
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

    Result<Shown> plainOutput(Recording& recording, std::size_t index)
    {
        const auto& value = recording.lowered.values[index];
        auto buffer = recording.values[index].buffer;
        const auto plain = Layout::plain(value.shape);
        if (buffer.layout() != plain) {
            const Buffer made(plain);
            auto operation = tensor::reorder("output reorder", buffer, made);
            if (!operation)
                return failed(operation);
            recording.nodes[value.producer].forward.push_back(std::move(*operation));
            buffer = made;
        }
        return Shown { .slot = { .node = value.node, .target = {}, .shape = value.shape, .values = {} },
                       .buffer = buffer };
    }

    /// Of losses what they judge; of what nothing takes, in Inference, and of the pause the output itself.
    Result<std::vector<Shown>> shownOutputs(Recording& recording)
    {
        const bool isInference = recording.options.mode == Mode::Inference;
        auto shown = isInference ? std::vector<Shown> {} : lossPredictions(recording);
        for (std::size_t i = 0; i < recording.values.size(); ++i) {
            const auto& value = recording.lowered.values[i];
            const bool isPause = value.node == recording.options.pause
                && !recording.lowered.nodes[value.producer].isRecomputation;
            if (!isPause && !(isInference && value.consumers.empty()))
                continue;
            auto output = plainOutput(recording, i);
            if (!output)
                return failed(output);
            shown.push_back(*std::move(output));
        }
        return shown;
    }

    OperationList operationsOf(const std::vector<PlanStep>& steps)
    {
        OperationList operations;
        for (const auto& step : steps)
            operations.push_back(&step.operation);
        return operations;
    }

    /// What recording a slice leaves behind.
    struct RecordedSlice {
        std::map<std::string, Buffer, std::less<>> columns;
        std::vector<Shown> shown;
        std::size_t pause = 0; ///< the first step after it; 0: there is none
    };

    double slotBytes(const std::vector<RecordedSlice>& slices)
    {
        double bytes = 0;
        for (const auto& [name, column] : slices.front().columns)
            bytes += static_cast<double>(column.layout().bytes());
        for (const auto& output : slices.front().shown)
            bytes += static_cast<double>(output.buffer.layout().bytes());
        return bytes * static_cast<double>(slices.size());
    }

    /// One piece of memory for the slices' shares of a column or an output, one after the other.
    std::byte* join(const std::vector<Buffer>& shares, std::vector<AlignedBlock>& slots)
    {
        if (!shares.front().storage()->data) {
            const auto bytes = shares.front().layout().bytes();
            const auto& block = slots.emplace_back(shares.size() * bytes);
            for (std::size_t i = 0; i < shares.size(); ++i) {
                shares[i].storage()->isPersistent = true;
                shares[i].storage()->data = block.data() + i * bytes;
            }
        }
        return shares.front().data<std::byte>();
    }

    tensor::Shape withoutBatch(const tensor::Shape& shape)
    {
        return tensor::Shape(std::vector<std::int64_t>(shape.begin() + 1, shape.end()));
    }

    /// One slot per column that the network asked for, in the order of the data's columns.
    std::vector<InputSlot> inputSlots(const tensor::Signature& data, const std::vector<RecordedSlice>& slices,
                                      Plan::Parts& parts)
    {
        std::vector<InputSlot> slots;
        for (const auto& column : data.columns) {
            if (!slices.front().columns.contains(column.name))
                continue;
            std::vector<Buffer> shares;
            for (const auto& slice : slices)
                shares.push_back(slice.columns.at(column.name));
            auto* memory = join(shares, parts.slots);
            const auto count
                = static_cast<std::size_t>(column.shape.withBatch(parts.options.batch).elements());
            // With slices that do not divide the batch there are rows behind these, which stay zero.
            InputSlot slot { .column = column.name,
                             .type = column.type,
                             .shape = column.shape,
                             .numbers = {},
                             .categories = {} };
            if (column.type == tensor::ColumnType::Category)
                slot.categories = { reinterpret_cast<std::int32_t*>(memory), count };
            else
                slot.numbers = { reinterpret_cast<float*>(memory), count };
            slots.push_back(slot);
        }
        return slots;
    }

    std::vector<OutputSlot> outputSlots(const std::vector<RecordedSlice>& slices, Plan::Parts& parts)
    {
        std::vector<OutputSlot> slots;
        for (std::size_t i = 0; i < slices.front().shown.size(); ++i) {
            std::vector<Buffer> shares;
            for (const auto& slice : slices)
                shares.push_back(slice.shown[i].buffer);
            auto slot = slices.front().shown[i].slot;
            slot.shape = withoutBatch(slot.shape);
            const auto count = slot.shape.withBatch(parts.options.batch).elements();
            slot.values = { reinterpret_cast<const float*>(join(shares, parts.slots)),
                            static_cast<std::size_t>(count) };
            slots.push_back(slot);
        }
        return slots;
    }

    /// As many slices as the machine has cores, whatever number of threads is asked for, so that the results
    /// are those of the machine and not of the threads; fewer where one would be empty, or where meeting
    /// costs more than the work.
    int sliceCount(const network::Analysis& analysis, const PlanOptions& options)
    {
        constexpr double kSmallWork = 2e6;
        const auto& cost = analysis.total;
        const auto numbers = static_cast<double>(cost.activationBytes) / sizeof(float);
        const double work = static_cast<double>(options.batch)
            * (2.0 * static_cast<double>(cost.multiplyAdds) + tensor::kTouchedNumber * numbers);
        const auto worthwhile = static_cast<int>(std::clamp(work / kSmallWork, 1.0, 1024.0));
        const std::int64_t wanted
            = options.slices > 0 ? options.slices : std::min(tensor::threadsFor(0), worthwhile);
        const auto rows = (options.batch + wanted - 1) / wanted;
        return static_cast<int>((options.batch + rows - 1) / rows);
    }

    std::vector<OperationList> operationsOf(const Plan::Parts& parts)
    {
        std::vector<OperationList> operations;
        for (const auto& slice : parts.slices)
            operations.push_back(operationsOf(slice->steps));
        return operations;
    }

    /// The memory of the guest's first slices is given back: each moves into a slice of its host. Returns
    /// what they need there.
    Room vacate(Plan::Parts& guest, const Plan::Parts& host)
    {
        assert(host.pause > 0);
        auto& arenas = guest.memory.arenas;
        const Room room { .bytes = arenas.front().bytes(), .before = host.sections[host.pause] };
        for (std::size_t i = 0; i < std::min(arenas.size(), host.slices.size()); ++i)
            arenas[i] = {};
        return room;
    }

    Status layOut(Plan::Parts& parts, const MemoryNeed& besides, Plan::Parts* guest)
    {
        std::vector<Buffer> kept;
        for (const auto& slice : parts.slices)
            kept.insert(kept.end(), slice->losses.begin(), slice->losses.end());
        parts.parameters.layOut();
        const auto room = guest ? vacate(*guest, parts) : Room {};
        auto memory = layOutMemory(operationsOf(parts), kept, besides, room);
        if (!memory)
            return failed(memory);
        parts.memory = *std::move(memory);
        if (guest)
            moveArenas(guest->memory, operationsOf(*guest), parts.memory.rooms);
        return {};
    }

    void cutSections(Plan::Parts& parts, std::size_t pause)
    {
        const auto& steps = parts.slices.front()->steps;
        auto& sections = parts.sections;
        sections.push_back(0);
        for (std::size_t i = 1; i <= steps.size(); ++i) {
            if (i == pause)
                parts.pause = sections.size();
            if (i == pause || i == steps.size() || steps[i].operation.meets)
                sections.push_back(i);
        }
    }

    /// One slice recorded: its steps go to `slice`.
    Result<RecordedSlice> recordSlice(const Lowered& lowered, const tensor::Signature& data,
                                      std::size_t index, Shared& shared, Plan::Parts& parts)
    {
        auto& slice = *parts.slices[index];
        Recording recording { .lowered = lowered,
                              .data = data,
                              .options = parts.options,
                              .batch = parts.sliceRows(),
                              .slice = index,
                              .slices = parts.slices.size(),
                              .step = slice.step,
                              .parameters = parts.parameters,
                              .shared = shared };
        if (const auto status = record(recording); !status)
            return failed(status);
        auto shown = shownOutputs(recording);
        if (!shown)
            return failed(shown);
        const auto pause = pauseIn(recording);
        if (!pause)
            return failed(pause);
        slice.steps = stepsOf(recording);
        slice.losses = recording.losses;
        return RecordedSlice { .columns = std::move(recording.columns),
                               .shown = *std::move(shown),
                               .pause = *pause };
    }

    Status checkFrozen(const network::Network& network, const PlanOptions& options)
    {
        for (const auto& name : options.frozen) {
            if (!network.find(name))
                return fail("", "network \"{}\" has no layer \"{}\" to freeze", network.name, name);
        }
        return {};
    }

    /// Returns what the Plan needs beside the memory that is still to be laid out.
    Result<MemoryNeed> recordSlices(const network::Expansion& expansion, const tensor::Signature& data,
                                    const network::Analysis& analysis, Plan::Parts& parts)
    {
        const auto count = static_cast<std::size_t>(parts.options.slices);
        const ThreadCount threads(parts.operationThreads());
        for (std::size_t i = 0; i < count; ++i)
            parts.slices.push_back(std::make_unique<Slice>(Slice { .step = { .seed = parts.options.seed } }));
        const auto lowered = lower(expansion, analysis, data,
                                   { .mode = parts.options.mode,
                                     .batch = parts.sliceRows(),
                                     .fuse = parts.options.fuse,
                                     .frozen = parts.options.frozen });
        Shared shared;
        std::vector<RecordedSlice> slices;
        for (std::size_t i = 0; i < count; ++i) {
            auto slice = recordSlice(lowered, data, i, shared, parts);
            if (!slice)
                return failed(slice);
            slices.push_back(*std::move(slice));
        }
        const MemoryNeed need { .ofWeights = parts.parameters.bytes(),
                                .ofBatch = slotBytes(slices),
                                .batch = parts.options.batch };
        if (const auto status = checkMemory(need); !status)
            return failed(status);
        parts.inputs = inputSlots(data, slices, parts);
        parts.outputs = outputSlots(slices, parts);
        for (const auto& slice : parts.slices) {
            prune(slice->steps);
            slice->seconds.resize(slice->steps.size());
        }
        cutSections(parts, slices.front().pause);
        return need;
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

Result<std::unique_ptr<Plan>> Plan::make(const network::Network& given, const tensor::Signature& data,
                                         const PlanOptions& options)
{
    if (const auto status = check(network::analyse(given, &data), given, options); !status)
        return failed(status);
    const auto expansion = network::runnable(given);
    if (const auto status = checkFrozen(expansion.network, options); !status)
        return failed(status);
    const auto analysis = network::analyse(expansion, &data);
    auto parts = std::make_unique<Parts>();
    parts->options = options;
    parts->options.threads = tensor::threadsFor(options.threads);
    parts->options.slices = sliceCount(analysis, options);
    // The least that there must be, before a network of any size is recorded.
    const double ofWeights = sizeof(float) * static_cast<double>(analysis.total.parameters);
    if (const auto status = checkMemory({ .ofWeights = ofWeights, .batch = options.batch }); !status)
        return failed(status);
    const auto need = recordSlices(expansion, data, analysis, *parts);
    if (!need)
        return failed(need);
    auto* guest = options.guest ? options.guest->m_parts.get() : nullptr;
    parts->options.guest = nullptr; // who may be gone when the options are read
    if (const auto status = layOut(*parts, *need, guest); !status)
        return failed(status);
    parts->parameters.initialise(options.seed);
    parts->crew = std::make_unique<Crew>(
        std::min(parts->options.threads, std::max(parts->options.slices, tensor::threadsFor(0))));
    std::unique_ptr<Plan> plan(new Plan(std::move(parts)));
    plan->weightsChanged();
    return plan;
}

} // namespace netwright::engine
