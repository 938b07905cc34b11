// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace netwright {

/// The whole file, if it is not larger than `limit` bytes. The error names the file and says what to do.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& file, std::size_t limit);

/// Writes beside `file`, flushes to the disk, renames: readers see the old text or the new, never a part.
/// What is replaced hands its permissions on; a symbolic link stays one.
[[nodiscard]] Status writeFile(const std::filesystem::path& file, std::string_view text);

/// For writers with a library of their own (HDF5): the name to write to, then finish() flushes and renames
/// it.
class PendingFile {
public:
    explicit PendingFile(std::filesystem::path target);
    ~PendingFile(); ///< removes what was not finished
    PendingFile(const PendingFile&) = delete;
    PendingFile& operator=(const PendingFile&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_temporary; }
    [[nodiscard]] Status finish();

private:
    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    bool m_isFinished = false;
};

} // namespace netwright
