// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <filesystem>

namespace netwright::runs {

/// A folder that is filled under a hidden name beside its target, so that nobody sees it half-written. The
/// errors name the target.
class PendingFolder {
public:
    explicit PendingFolder(std::filesystem::path target);
    ~PendingFolder(); ///< removes what was not finished
    PendingFolder(const PendingFolder&) = delete;
    PendingFolder& operator=(const PendingFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_temporary; }
    /// It, and its parents, and a folder inside.
    [[nodiscard]] Status make(const std::filesystem::path& inside) const;
    [[nodiscard]] Status finish();

private:
    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    bool m_isFinished = false;
};

} // namespace netwright::runs
