// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/run_lock.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace netwright::runs {

namespace {
    std::filesystem::path lockFile(const std::filesystem::path& runFolder) { return runFolder / "lock"; }

    /// The whole file. Locks of an open file description, unlike those of a process, also hold between
    /// threads.
    struct flock wholeFile(short type)
    {
        struct flock lock { };
        lock.l_type = type;
        lock.l_whence = SEEK_SET;
        return lock;
    }
} // namespace

Result<RunLock> RunLock::take(const std::filesystem::path& runFolder)
{
    const int descriptor = ::open(lockFile(runFolder).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return fail(runFolder.string(), "cannot be written: {}; choose a folder that you may write to",
                    std::strerror(errno));
    RunLock result(descriptor);
    auto lock = wholeFile(F_WRLCK);
    if (::fcntl(descriptor, F_OFD_SETLK, &lock) == 0)
        return result;
    if (errno == EAGAIN || errno == EACCES)
        return fail(runFolder.string(), "this run is being trained; wait for its end or stop it there");
    return fail(runFolder.string(), "cannot be locked: {}; use a disk that knows file locks",
                std::strerror(errno));
}

bool RunLock::isHeld(const std::filesystem::path& runFolder)
{
    const RunLock probe(::open(lockFile(runFolder).c_str(), O_RDONLY | O_CLOEXEC));
    auto lock = wholeFile(F_WRLCK);
    return probe.m_descriptor >= 0 && ::fcntl(probe.m_descriptor, F_OFD_GETLK, &lock) == 0
        && lock.l_type != F_UNLCK;
}

void RunLock::release()
{
    if (m_descriptor < 0)
        return;
    auto lock = wholeFile(F_UNLCK); // a child process that is just being started may share the description
    ::fcntl(m_descriptor, F_OFD_SETLK, &lock);
    ::close(std::exchange(m_descriptor, -1));
}

} // namespace netwright::runs
