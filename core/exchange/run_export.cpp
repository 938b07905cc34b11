// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/run_export.hpp"

#include <system_error>

namespace netwright::exchange {

Result<Exported> exportRun(const runs::OpenRun& run, const std::filesystem::path& file, std::int64_t samples,
                           const Progress& progress)
{
    progress.report(0.3, "Writing the file");
    const auto& weights = run.checkpoint.parameters;
    if (auto written
        = exportOnnx(run.network, run.dataset->signature(), weights, file, metadataOf(*run.dataset));
        !written)
        return failed(written);
    progress.report(0.6, "Comparing outputs");
    const auto parity = checkOnnx(file, run.network, *run.dataset, weights, samples, progress);
    if (!parity)
        return failed(parity);
    std::error_code code;
    const auto bytes = std::filesystem::file_size(file, code);
    return Exported { .file = file, .parity = *parity, .bytes = code ? 0 : bytes };
}

} // namespace netwright::exchange
