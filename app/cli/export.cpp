// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.hpp"
#include "app/cli/export_code.hpp"
#include "app/cli/numbers.hpp"
#include "app/cli/run_options.hpp"
#include "core/exchange/run_export.hpp"

#include <ostream>

namespace netwright::cli {

namespace {
    struct Options : RunOptions {
        std::filesystem::path onnx;
        CodeOptions code;
    };

    nlohmann::ordered_json toJson(const Options& options, const runs::OpenRun& run,
                                  const exchange::Exported& exported)
    {
        return { { "run", options.run },
                 { "checkpoint", options.checkpoint },
                 { "epochs", run.checkpoint.epoch },
                 { "file", exported.file.string() },
                 { "bytes", exported.bytes },
                 { "samples", exported.parity.samples },
                 { "largest_difference", exported.parity.largestDifference },
                 { "same", exported.parity.isSame } };
    }

    void print(const Options& options, const runs::OpenRun& run, const exchange::Exported& exported,
               const Terminal& terminal)
    {
        const auto& [samples, difference, isSame] = exported.parity;
        terminal.out << fmt::format("file        {} ({} bytes)\n", exported.file.string(),
                                    grouped(static_cast<std::int64_t>(exported.bytes)))
                     << fmt::format("checkpoint  {}\n", checkpointText(run, options.checkpoint))
                     << fmt::format(
                            "check       {}: outputs differ by at most {:.2g} from those of OpenCV, over "
                            "{} samples\n",
                            isSame ? "passed" : "failed", difference, grouped(samples));
    }

    Status exportRun(const Options& options, const Terminal& terminal)
    {
        if (options.run.empty() == options.code.network.empty())
            return fail("export", "expected one of --run and --network");
        if (options.onnx.empty() == options.code.format.empty())
            return fail("export", "expected one of --onnx and --format");
        if (!options.code.format.empty())
            return exportCode(options, options.code, terminal);
        if (options.run.empty())
            return fail("export", "ONNX holds weights: expected --run, the training they come from");
        const auto run = openRun(options);
        if (!run)
            return failed(run);
        const auto exported = exchange::exportRun(*run, options.onnx, exchange::kCheckedSamples);
        if (!exported)
            return failed(exported);
        if (options.isJson)
            printJson(terminal, toJson(options, *run, *exported));
        else
            print(options, *run, *exported, terminal);
        if (!exported->parity.isSame)
            return fail(
                options.onnx.string(),
                "its outputs in OpenCV are not those of the network (they differ by up to {:.2g}); do "
                "not rely on the file",
                exported->parity.largestDifference);
        return {};
    }
} // namespace

void addExport(CLI::App& app, Action& action)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "export",
        "Writes the trained network of a run for other programs, and checks the file with OpenCV; or a network "
        "as Python code.");
    addRunOptions(*command, *options);
    command->get_option("--run")->required(false);
    addCheckpointOption(*command, *options);
    command->add_option("--onnx", options->onnx, "The ONNX file to write.");
    addCodeOptions(*command, options->code);
    whenChosen(*command, action, options, &exportRun);
}

} // namespace netwright::cli
