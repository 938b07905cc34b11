// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <filesystem>
#include <vector>

namespace netwright::pages {

/// A project that comes with the program.
struct Sample {
    std::filesystem::path file;
    QString title;
    QString sentence;
};

/// Those that are found beside the program or in its source tree.
[[nodiscard]] std::vector<Sample> findSamples();

} // namespace netwright::pages
