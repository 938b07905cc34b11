// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/checkpoint_file.hpp"

#include "core/base/file.hpp"
#include "core/runs/hdf5_values.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace netwright::runs {

namespace {
    using training::Checkpoint;

    constexpr const char* kFormat = "netwright checkpoint";
    constexpr std::int64_t kVersion = 1;
    using Tensors = std::vector<tensor::NamedTensor>;

    void writeTensors(const hdf5::Handle& group, const Tensors& tensors)
    {
        std::map<std::string, hdf5::Handle> nodes;
        std::int64_t index = 0;
        for (const auto& [node, name, tensor] : tensors) {
            auto& folder = nodes[node];
            if (!folder)
                folder = hdf5::createGroup(group, node);
            hdf5::setNumber<std::int64_t>(hdf5::writeTensor(folder, name, tensor), "index", index++);
        }
    }

    Tensors readTensors(const hdf5::Handle& group)
    {
        std::map<std::int64_t, tensor::NamedTensor> byIndex;
        std::int64_t count = 0;
        for (const auto& node : hdf5::entries(group)) {
            const auto folder = hdf5::openGroup(group, node.name);
            for (const auto& entry : hdf5::entries(folder)) {
                if (node.kind != hdf5::EntryKind::Group || entry.kind != hdf5::EntryKind::DataSet)
                    throw hdf5::Fault { "expected plain arrays alone, found links; is it Netwright's file?" };
                auto stored = hdf5::readTensor(folder, entry.name);
                byIndex[hdf5::number<std::int64_t>(stored.dataSet, "index")]
                    = { node.name, entry.name, std::move(stored.tensor) };
                ++count;
            }
        }
        const bool isComplete = byIndex.empty()
            || (byIndex.begin()->first == 0 && byIndex.rbegin()->first == count - 1
                && std::ssize(byIndex) == count);
        if (!isComplete)
            throw hdf5::Fault {
                "the arrays are not numbered one by one: some are missing; use another copy"
            };
        Tensors tensors;
        for (auto& [index, tensor] : byIndex)
            tensors.push_back(std::move(tensor));
        return tensors;
    }

    void writePosition(const hdf5::Handle& file, const Checkpoint& checkpoint)
    {
        const auto group = hdf5::createGroup(file, "position");
        hdf5::setNumber(group, "epoch", checkpoint.epoch);
        hdf5::setNumber(group, "batch_in_epoch", checkpoint.batchInEpoch);
        hdf5::setNumber(group, "step", checkpoint.step);
        hdf5::setNumber(group, "seed", checkpoint.seed);
        hdf5::setText(group, "optimiser", checkpoint.optimiser);
        hdf5::setNumber(group, "seconds", checkpoint.seconds);
        hdf5::setNumber(group, "best_validation_loss", checkpoint.bestValidationLoss);
    }

    void readPosition(const hdf5::Handle& file, Checkpoint& into)
    {
        const auto group = hdf5::openGroup(file, "position");
        into.epoch = hdf5::number<std::int64_t>(group, "epoch");
        into.batchInEpoch = hdf5::number<std::int64_t>(group, "batch_in_epoch");
        into.step = hdf5::number<std::uint64_t>(group, "step");
        into.seed = hdf5::number<std::uint64_t>(group, "seed");
        into.optimiser = hdf5::text(group, "optimiser");
        into.seconds = hdf5::number<double>(group, "seconds");
        into.bestValidationLoss = hdf5::number<double>(group, "best_validation_loss");
        if (into.epoch < 0 || into.batchInEpoch < 0)
            throw hdf5::Fault { "expected a position of 0 or more epochs and batches; use another copy" };
    }

    void writeChoices(const hdf5::Handle& file, const Checkpoint& checkpoint)
    {
        const auto group = hdf5::createGroup(file, "choices");
        for (const auto& [task, name] : checkpoint.choices)
            hdf5::setText(group, task, name);
    }

    void readChoices(const hdf5::Handle& file, Checkpoint& into)
    {
        if (!hdf5::has(file, "choices")) // the first files had none
            return;
        const auto group = hdf5::openGroup(file, "choices");
        for (const auto& task : hdf5::attributeNames(group))
            into.choices[task] = hdf5::text(group, task);
    }

    void writeValues(const hdf5::Handle& file, const char* name, const training::MetricValues& values)
    {
        const auto group = hdf5::createGroup(file, name);
        for (const auto& [metric, value] : values)
            hdf5::setNumber(group, metric, value);
    }

    training::MetricValues readValues(const hdf5::Handle& file, const char* name)
    {
        const auto group = hdf5::openGroup(file, name);
        training::MetricValues values;
        for (const auto& metric : hdf5::attributeNames(group))
            values[metric] = hdf5::number<double>(group, metric);
        return values;
    }

    void writeMetrics(const hdf5::Handle& file, const Checkpoint& checkpoint)
    {
        const auto sums = hdf5::createGroup(file, "sums");
        for (const auto& [metric, value] : checkpoint.sums) {
            const double pair[] = { value.sum, value.count };
            hdf5::setNumbers<double>(sums, metric, pair);
        }
        writeValues(file, "train", checkpoint.train);
        writeValues(file, "validation", checkpoint.validation);
    }

    void readMetrics(const hdf5::Handle& file, Checkpoint& into)
    {
        const auto sums = hdf5::openGroup(file, "sums");
        for (const auto& metric : hdf5::attributeNames(sums)) {
            const auto pair = hdf5::numbers<double>(sums, metric, 2);
            into.sums[metric] = { .sum = pair[0], .count = pair[1] };
        }
        if (hdf5::has(file, "train")) // the first files had none
            into.train = readValues(file, "train");
        into.validation = readValues(file, "validation");
    }

    /// A generous guess: the numbers, and what HDF5 keeps about each array and group.
    std::uint64_t bytesOf(const Tensors& tensors)
    {
        static constexpr std::uint64_t kEachArray = 4096;
        std::uint64_t bytes = kEachArray;
        for (const auto& entry : tensors)
            bytes += kEachArray + entry.tensor.values.size() * sizeof(float);
        return bytes;
    }

    std::uint64_t bytesOf(const Checkpoint& checkpoint)
    {
        auto bytes = bytesOf(checkpoint.parameters);
        for (const auto& [state, tensors] : checkpoint.optimiserState)
            bytes += bytesOf(tensors);
        return bytes;
    }

    void write(const Checkpoint& checkpoint, const std::filesystem::path& path)
    {
        auto file = hdf5::createFile(path);
        hdf5::reserve(file, bytesOf(checkpoint));
        hdf5::setText(file, "format", kFormat);
        hdf5::setNumber(file, "version", kVersion);
        writePosition(file, checkpoint);
        writeChoices(file, checkpoint);
        writeMetrics(file, checkpoint);
        writeTensors(hdf5::createGroup(file, "parameters"), checkpoint.parameters);
        const auto optimiser = hdf5::createGroup(file, "optimiser");
        for (const auto& [state, tensors] : checkpoint.optimiserState)
            writeTensors(hdf5::createGroup(optimiser, state), tensors);
        hdf5::flush(file);
        file.close();
    }

    Checkpoint read(const std::filesystem::path& path)
    {
        const auto file = hdf5::openFile(path);
        if (hdf5::text(file, "format") != kFormat)
            throw hdf5::Fault {
                "expected a checkpoint of Netwright, found another HDF5 file; choose a file of a run"
            };
        if (const auto version = hdf5::number<std::int64_t>(file, "version"); version != kVersion)
            throw hdf5::Fault { fmt::format("expected format {}, found {}; use a newer Netwright", kVersion,
                                            version) };
        Checkpoint checkpoint;
        readPosition(file, checkpoint);
        readChoices(file, checkpoint);
        readMetrics(file, checkpoint);
        checkpoint.parameters = readTensors(hdf5::openGroup(file, "parameters"));
        const auto optimiser = hdf5::openGroup(file, "optimiser");
        for (const auto& state : hdf5::entries(optimiser))
            checkpoint.optimiserState[state.name] = readTensors(hdf5::openGroup(optimiser, state.name));
        return checkpoint;
    }

    /// What HDF5 would refuse or lose, said in the words of a network.
    Status checkNames(const Tensors& tensors)
    {
        std::set<std::pair<std::string, std::string>> seen;
        for (const auto& [node, name, tensor] : tensors) {
            if (tensor.shape.elements() != std::ssize(tensor.values))
                return fail({}, "node \"{}\", \"{}\": expected {} numbers for its shape, found {}", node,
                            name, tensor.shape.elements(), tensor.values.size());
            if (!seen.emplace(node, name).second)
                return fail({}, "two weights are named \"{}\" of node \"{}\"; rename one of the nodes", name,
                            node);
        }
        return {};
    }
} // namespace

Status writeCheckpoint(const Checkpoint& checkpoint, const std::filesystem::path& file)
{
    if (auto checked = checkNames(checkpoint.parameters); !checked)
        return fail(file.string(), "{}", checked.error().message);
    PendingFile pending(file);
    const auto written = hdf5::attempt<void>(file, [&]() -> Status {
        write(checkpoint, pending.path());
        return {};
    });
    return written ? pending.finish() : written;
}

Result<Checkpoint> readCheckpoint(const std::filesystem::path& file)
{
    std::error_code code;
    if (!std::filesystem::is_regular_file(file, code))
        return fail(file.string(), "there is no such checkpoint; choose another epoch or check the path");
    return hdf5::attempt<Checkpoint>(file, [&] { return read(file); });
}

} // namespace netwright::runs
