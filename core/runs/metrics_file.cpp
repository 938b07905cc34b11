// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/metrics_file.hpp"

#include "core/runs/hdf5_values.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace netwright::runs {

namespace {
    constexpr const char* kFormat = "netwright metrics";
    constexpr std::int64_t kVersion = 1;
    constexpr std::string_view kTrain = "train_";
    constexpr std::string_view kValidation = "validation_";
    /// More than HDF5 adds for a row of every series: a chunk and its index for each.
    constexpr std::uint64_t kSlack = 256 * 1024;

    std::string seriesOf(std::string_view part, const std::string& metric)
    {
        return std::string(part) + metric;
    }

    /// One epoch as curves with one point, with the metrics that are in `series` and NaN for the missing.
    std::map<std::string, std::vector<double>> points(const std::map<std::string, hdf5::Handle>& series,
                                                      std::string_view part,
                                                      const training::MetricValues& values)
    {
        std::map<std::string, std::vector<double>> result;
        for (const auto& [name, handle] : series) {
            if (!name.starts_with(part))
                continue;
            const auto metric = name.substr(part.size());
            const auto it = values.find(metric);
            result[metric] = { it == values.end() ? std::numeric_limits<double>::quiet_NaN() : it->second };
        }
        return result;
    }

    /// The key of a table of series: what is not written yet is NaN, and ends it.
    std::vector<double> readKey(const hdf5::Handle& group, const std::string& name)
    {
        auto key = hdf5::readSeries(group, name);
        key.erase(std::ranges::find_if(key, [](double value) { return std::isnan(value); }), key.end());
        return key;
    }

    std::vector<double> readColumn(const hdf5::Handle& group, const std::string& name, std::size_t rows)
    {
        auto values = hdf5::readSeries(group, name);
        values.resize(rows, std::numeric_limits<double>::quiet_NaN());
        return values;
    }

    void readEpochs(const hdf5::Handle& group, RunCurves::Epochs& into)
    {
        into.epoch = readKey(group, "epoch");
        const auto rows = into.epoch.size();
        into.step = readColumn(group, "step", rows);
        into.seconds = readColumn(group, "seconds", rows);
        for (const auto& [name, kind] : hdf5::entries(group)) {
            if (kind == hdf5::EntryKind::DataSet && name.starts_with(kTrain))
                into.train[name.substr(kTrain.size())] = readColumn(group, name, rows);
            else if (kind == hdf5::EntryKind::DataSet && name.starts_with(kValidation))
                into.validation[name.substr(kValidation.size())] = readColumn(group, name, rows);
        }
    }

    RunCurves read(const std::filesystem::path& path)
    {
        const auto file = hdf5::watchFile(path);
        if (hdf5::text(file, "format") != kFormat || hdf5::number<std::int64_t>(file, "version") != kVersion)
            throw hdf5::Fault {
                "expected the metrics of a run in format 1, found another HDF5 file; restore it"
            };
        RunCurves curves;
        const auto steps = hdf5::openGroup(file, "steps");
        curves.steps.step = readKey(steps, "step");
        curves.steps.loss = readColumn(steps, "loss", curves.steps.step.size());
        readEpochs(hdf5::openGroup(file, "epochs"), curves.epochs);
        return curves;
    }

    std::size_t countUpTo(const std::vector<double>& key, double last)
    {
        return static_cast<std::size_t>(std::ranges::find_if(key, [&](double at) { return at > last; })
                                        - key.begin());
    }
} // namespace

Result<MetricsFile> MetricsFile::create(const std::filesystem::path& path,
                                        const std::filesystem::path& shownAs, const RunCurves& past)
{
    return hdf5::attempt<MetricsFile>(shownAs, [&] {
        MetricsFile result;
        result.m_shownAs = shownAs;
        result.m_file = hdf5::createFile(path);
        hdf5::reserve(result.m_file, kSlack);
        hdf5::setText(result.m_file, "format", kFormat);
        hdf5::setNumber(result.m_file, "version", kVersion);
        const auto steps = hdf5::createGroup(result.m_file, "steps");
        for (const char* name : { "step", "loss" })
            result.m_series[std::string("steps/") + name] = hdf5::createSeries(steps, name);
        const auto epochs = hdf5::createGroup(result.m_file, "epochs");
        for (const char* name : { "epoch", "step", "seconds" })
            result.m_series[name] = hdf5::createSeries(epochs, name);
        for (const auto& [metric, values] : past.epochs.train)
            result.m_series[seriesOf(kTrain, metric)] = hdf5::createSeries(epochs, seriesOf(kTrain, metric));
        for (const auto& [metric, values] : past.epochs.validation)
            result.m_series[seriesOf(kValidation, metric)]
                = hdf5::createSeries(epochs, seriesOf(kValidation, metric));
        hdf5::allowWatchers(result.m_file);
        if (const auto added = result.addSteps(past.steps); !added)
            throw hdf5::Fault { added.error().message };
        result.add(past.epochs);
        hdf5::flush(result.m_file);
        return result;
    });
}

void MetricsFile::put(const std::string& series, std::span<const double> values)
{
    const auto it = m_series.find(series);
    if (it == m_series.end())
        throw hdf5::Fault { fmt::format("\"{}\" was not among the metrics when the run began", series) };
    hdf5::append(it->second, values);
}

Status MetricsFile::addSteps(const RunCurves::Steps& steps)
{
    return hdf5::attempt<void>(m_shownAs, [&]() -> Status {
        hdf5::reserve(m_file, kSlack + 4 * sizeof(double) * steps.step.size());
        put("steps/loss", steps.loss);
        put("steps/step", steps.step);
        return {};
    });
}

void MetricsFile::add(const RunCurves::Epochs& epochs)
{
    hdf5::reserve(m_file, kSlack + 2 * sizeof(double) * epochs.epoch.size() * m_series.size());
    for (const auto& [metric, values] : epochs.train)
        put(seriesOf(kTrain, metric), values);
    for (const auto& [metric, values] : epochs.validation)
        put(seriesOf(kValidation, metric), values);
    put("step", epochs.step);
    put("seconds", epochs.seconds);
    put("epoch", epochs.epoch);
}

Status MetricsFile::addEpoch(const training::EpochMetrics& metrics)
{
    return hdf5::attempt<void>(m_shownAs, [&]() -> Status {
        add({ .epoch = { static_cast<double>(metrics.epoch) },
              .step = { static_cast<double>(metrics.step) },
              .seconds = { metrics.seconds },
              .train = points(m_series, kTrain, metrics.train),
              .validation = points(m_series, kValidation, metrics.validation) });
        return {};
    });
}

Status MetricsFile::close()
{
    return hdf5::attempt<void>(m_shownAs, [&]() -> Status {
        m_series.clear();
        m_file.close();
        return {};
    });
}

Result<RunCurves> readCurves(const std::filesystem::path& runFolder)
{
    const auto file = runFolder / "metrics.h5";
    std::error_code code;
    if (!std::filesystem::is_regular_file(file, code))
        return fail(file.string(), "there is no such file; restore it or train anew");
    return hdf5::attempt<RunCurves>(file, [&] { return read(file); });
}

RunCurves cutAfter(RunCurves curves, std::int64_t epoch, std::uint64_t step)
{
    const auto steps = countUpTo(curves.steps.step, static_cast<double>(step));
    curves.steps.step.resize(steps);
    curves.steps.loss.resize(steps);
    const auto epochs = countUpTo(curves.epochs.epoch, static_cast<double>(epoch));
    curves.epochs.epoch.resize(epochs);
    curves.epochs.step.resize(epochs);
    curves.epochs.seconds.resize(epochs);
    for (auto* part : { &curves.epochs.train, &curves.epochs.validation })
        for (auto& [metric, values] : *part)
            values.resize(epochs);
    return curves;
}

} // namespace netwright::runs
