// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/run_tasks.hpp"

namespace netwright::session {

Result<analysis::Report> evaluateRun(const RunChoice& choice, data::Part part, const Progress& progress)
{
    const auto run = runs::openRun(choice, progress);
    if (!run)
        return failed(run);
    return analysis::evaluate(run->network, *run->dataset, part, run->checkpoint.parameters, 0, progress);
}

Result<Exported> exportRun(const RunChoice& choice, const std::filesystem::path& file, std::int64_t samples,
                           const Progress& progress)
{
    const auto run = runs::openRun(choice, progress);
    return run ? exchange::exportRun(*run, file, samples, progress) : failed(run);
}

} // namespace netwright::session
