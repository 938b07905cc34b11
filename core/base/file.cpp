// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace netwright {

namespace {
    std::string systemMessage() { return std::strerror(errno); }

    /// Flushes a closed file, or the entries of a folder, to the disk.
    bool flush(const std::filesystem::path& path)
    {
        const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (handle < 0)
            return false;
        const bool done = ::fsync(handle) == 0;
        ::close(handle);
        return done;
    }

    /// A link stays, and what it leads to is replaced.
    std::filesystem::path behindLinks(std::filesystem::path file)
    {
        std::error_code code;
        if (!std::filesystem::is_symlink(file, code))
            return file;
        auto real = std::filesystem::canonical(file, code);
        return code ? file : real;
    }
} // namespace

Result<std::string> readFile(const std::filesystem::path& file, std::size_t limit)
{
    std::error_code code;
    const auto status = std::filesystem::status(file, code);
    if (!std::filesystem::exists(status))
        return fail(file.string(), "there is no such file; check the path");
    if (!std::filesystem::is_regular_file(status))
        return fail(file.string(), "expected a file, found a folder or a device");
    const auto size = std::filesystem::file_size(file, code);
    if (code)
        return fail(file.string(), "cannot be read: {}", code.message());
    if (size > limit)
        return fail(file.string(), "expected at most {} bytes, found {}; is it the right file?", limit, size);
    std::ifstream stream(file, std::ios::binary);
    std::string text(size, '\0');
    if (!stream.read(text.data(), static_cast<std::streamsize>(size)))
        return fail(file.string(), "cannot be read: {}", systemMessage());
    return text;
}

Status writeFile(const std::filesystem::path& file, std::string_view text)
{
    PendingFile pending(file);
    {
        std::ofstream stream(pending.path(), std::ios::binary | std::ios::trunc);
        if (!stream || !stream.write(text.data(), static_cast<std::streamsize>(text.size()))
            || !stream.flush())
            return fail(file.string(), "cannot be written: {}; is the disk full or the folder read-only?",
                        systemMessage());
    }
    return pending.finish();
}

PendingFile::PendingFile(std::filesystem::path target)
    : m_target(behindLinks(std::move(target)))
{
    static std::atomic<unsigned> count = 0;
    m_temporary = m_target;
    m_temporary += fmt::format(".{}-{}.part", ::getpid(), count++);
}

PendingFile::~PendingFile()
{
    std::error_code code;
    if (!m_isFinished)
        std::filesystem::remove(m_temporary, code);
}

Status PendingFile::finish()
{
    if (!flush(m_temporary))
        return fail(m_target.string(), "cannot be written: {}; is the disk full?", systemMessage());
    std::error_code code;
    if (const auto old = std::filesystem::status(m_target, code); std::filesystem::is_regular_file(old))
        std::filesystem::permissions(m_temporary, old.permissions(), code); // as far as the disk knows them
    std::filesystem::rename(m_temporary, m_target, code);
    if (code)
        return fail(m_target.string(), "cannot be replaced: {}", code.message());
    m_isFinished = true;
    const auto folder = m_target.parent_path();
    flush(folder.empty() ? "." : folder);
    return {};
}

} // namespace netwright
