// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/pending_folder.hpp"

#include <unistd.h>

#include <atomic>
#include <system_error>

namespace netwright::runs {

namespace {
    Status made(const std::filesystem::path& folder, const std::error_code& code)
    {
        if (!code)
            return {};
        return fail(folder.string(),
                    "this folder cannot be made: {}; make its parent writable or save the project elsewhere",
                    code.message());
    }
} // namespace

PendingFolder::PendingFolder(std::filesystem::path target)
    : m_target(std::move(target))
    , m_temporary(m_target)
{
    static std::atomic<int> count = 0; // two of one process must not meet
    m_temporary.replace_filename(
        fmt::format(".{}.{}-{}.part", m_target.filename().string(), ::getpid(), count++));
}

PendingFolder::~PendingFolder()
{
    std::error_code code;
    if (!m_isFinished)
        std::filesystem::remove_all(m_temporary, code);
}

Status PendingFolder::make(const std::filesystem::path& inside) const
{
    std::error_code code;
    std::filesystem::create_directories(m_temporary / inside, code);
    return made(m_target, code);
}

Status PendingFolder::finish()
{
    std::error_code code;
    std::filesystem::rename(m_temporary, m_target, code);
    m_isFinished = !code;
    if (code == std::errc::directory_not_empty || code == std::errc::file_exists)
        return fail(m_target.string(),
                    "there is already a run of this name; choose another name or delete that run");
    return made(m_target, code);
}

} // namespace netwright::runs
