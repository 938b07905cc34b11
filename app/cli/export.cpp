// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.hpp"
#include "app/cli/open_run.hpp"
#include "core/exchange/onnx_export.hpp"

#include <ostream>

namespace netwright::cli {

namespace {
    struct Options {
        std::filesystem::path project;
        std::string run;
        std::string checkpoint = "best";
        std::filesystem::path onnx;
    };

    Status exportRun(const Options& options, const Terminal& terminal)
    {
        const auto run = openRun(options.project, options.run, options.checkpoint);
        if (!run)
            return failed(run);
        if (const Status written
            = exchange::exportOnnx(run->network, run->dataset->signature(), run->checkpoint.parameters,
                                   options.onnx, exchange::metadataOf(*run->dataset));
            !written)
            return written;
        terminal.out << options.onnx.string() << '\n';
        return {};
    }
} // namespace

void addExport(CLI::App& app, Action& action)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command
        = app.add_subcommand("export", "Writes the trained network of a run for other programs.");
    command->add_option("PROJECT", options->project, "The project file, NAME.netwright.")->required();
    command->add_option("--run", options->run, "Which run.")->required();
    command->add_option("--checkpoint", options->checkpoint, "best, last or the number of an epoch.")
        ->capture_default_str();
    command->add_option("--onnx", options->onnx, "The ONNX file to write.")->required();
    command->callback([options, &action] {
        action = [options](const Terminal& terminal) { return exportRun(*options, terminal); };
    });
}

} // namespace netwright::cli
