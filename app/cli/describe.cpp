// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.hpp"

#include "app/cli/command.hpp"
#include "core/layers/catalogue/layer_table.hpp"

#include <ostream>
#include <system_error>

namespace netwright::cli {

namespace {
    struct Options {
        std::string subject;
        bool isJson = false;
    };

    Result<Description> descriptionOf(const std::string& subject)
    {
        if (subject.empty())
            return describeCatalogue();
        if (const layers::LayerKind* kind = layers::findLayer(subject))
            return describeLayer(*kind);
        std::error_code code;
        if (!std::filesystem::exists(subject, code))
            return fail(subject,
                        "there is no such layer and no such project file; see netwright-cli describe");
        return describeProject(subject);
    }

    Status describe(const Options& options, const Terminal& terminal)
    {
        const auto description = descriptionOf(options.subject);
        if (!description)
            return failed(description);
        if (options.isJson)
            printJson(terminal, description->json);
        else
            terminal.out << description->text;
        return description->problem;
    }
} // namespace

void addDescribe(CLI::App& app, Action& action)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command
        = app.add_subcommand("describe", "Describes a project, a layer, or all there is to build with.");
    command->add_option("SUBJECT", options->subject,
                        "A project file or the id of a layer; nothing: the catalogue.");
    command->add_flag("--json", options->isJson, "Print the description as one line of JSON.");
    whenChosen(*command, action, options, &describe);
}

} // namespace netwright::cli
