// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/export_code.hpp"

#include "app/cli/choose.hpp"
#include "core/base/file.hpp"
#include "core/exchange/keras_code.hpp"
#include "core/exchange/pytorch_code.hpp"

#include <ostream>

namespace netwright::cli {

namespace {
    struct Subject {
        network::Network network;
        std::shared_ptr<const data::Dataset> dataset;
    };

    Result<Subject> subjectOf(const RunOptions& runOptions, const std::string& name)
    {
        if (name.empty()) {
            const auto run = openRun(runOptions);
            if (!run)
                return failed(run);
            return Subject { run->network, run->dataset };
        }
        const auto project = project::load(runOptions.project);
        if (!project)
            return failed(project);
        const auto* network = project->network(name);
        if (!network)
            return fail(fmt::format("network \"{}\"", name),
                        "there is no such network; see netwright-cli describe {}",
                        runOptions.project.string());
        const auto dataset = openDataset(*project, runOptions.project, *network);
        if (!dataset)
            return failed(dataset);
        return Subject { *network, *dataset };
    }
} // namespace

void addCodeOptions(CLI::App& command, CodeOptions& options)
{
    command.add_option("--network", options.network, "With --format: which network, in place of a run's.");
    command
        .add_option("--format", options.format,
                    "Write the network as Python code in place of ONNX: pytorch or keras.")
        ->check(CLI::IsMember({ "pytorch", "keras" }));
    command.add_option("--output", options.output, "With --format: the file to write; else NETWORK.py.");
}

Status exportCode(const RunOptions& run, const CodeOptions& code, const Terminal& terminal)
{
    const auto subject = subjectOf(run, code.network);
    if (!subject)
        return failed(subject);
    const auto& signature = subject->dataset->signature();
    const auto text = code.format == "keras" ? exchange::kerasCode(subject->network, signature)
                                             : exchange::pyTorchCode(subject->network, signature);
    if (!text)
        return failed(text);
    const auto file
        = code.output.empty() ? std::filesystem::path(subject->network.name + ".py").filename() : code.output;
    if (auto written = writeFile(file, *text); !written)
        return written;
    if (run.isJson)
        printJson(
            terminal,
            { { "network", subject->network.name }, { "format", code.format }, { "file", file.string() } });
    else
        terminal.out << fmt::format("{}: network \"{}\" for {}\n", file.string(), subject->network.name,
                                    code.format == "keras" ? "Keras" : "PyTorch");
    return {};
}

} // namespace netwright::cli
