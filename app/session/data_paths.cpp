// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/data_paths.hpp"

#include "core/project/starting_point.hpp"

namespace netwright::session {

project::Project movedProject(project::Project project, const std::filesystem::path& folder,
                              const std::filesystem::path& file)
{
    for (auto& dataset : project.datasets) {
        const auto* kind = data::findSource(dataset.source);
        if (!kind)
            continue;
        for (const auto& spec : kind->parameters) {
            if (spec.type != ParameterType::File || dataset.parameters.text(spec.id).empty())
                continue;
            const auto data = folder / dataset.parameters.text(spec.id);
            dataset.parameters.set(spec.id, project::dataPath(data, file));
        }
    }
    return project;
}

} // namespace netwright::session
