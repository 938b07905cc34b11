// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/separately.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netwright::session {

namespace {
    constexpr int kPollMs = 20;
    constexpr int kResult = 3; ///< in the child, where its result goes: the first after the standard files

    tl::unexpected<Error> failure(const char* what) { return fail("", "{}: {}", what, std::strerror(errno)); }

    /// An open file, closed at the end.
    class File {
    public:
        explicit File(int number)
            : m_number(number)
        {
        }
        ~File() { close(); }
        File(const File&) = delete;
        File& operator=(const File&) = delete;
        [[nodiscard]] int number() const { return m_number; }
        void close()
        {
            if (m_number >= 0)
                ::close(m_number);
            m_number = -1;
        }

    private:
        int m_number;
    };

    /// A process that is ended at the latest with this.
    class Child {
    public:
        explicit Child(pid_t process)
            : m_process(process)
        {
        }
        ~Child()
        {
            if (m_process <= 0)
                return;
            ::kill(m_process, SIGKILL);
            (void)hasSucceeded();
        }
        Child(const Child&) = delete;
        Child& operator=(const Child&) = delete;
        /// Waits for its end.
        [[nodiscard]] bool hasSucceeded()
        {
            int status = 0;
            while (::waitpid(m_process, &status, 0) < 0 && errno == EINTR) { }
            m_process = 0;
            return WIFEXITED(status) && WEXITSTATUS(status) == 0;
        }

    private:
        pid_t m_process;
    };

    bool writeAll(int file, const std::string& text)
    {
        std::size_t done = 0;
        while (done < text.size()) {
            const auto written = ::write(file, text.data() + done, text.size() - done);
            if (written < 0 && errno != EINTR)
                return false;
            done += static_cast<std::size_t>(std::max<ssize_t>(written, 0));
        }
        return true;
    }

    [[noreturn]] void beChild(int result, const std::function<std::string()>& work)
    {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::dup2(result, kResult);
        ::closefrom(kResult + 1); // connections and locks are the parent's
        bool isWritten = false;
        try {
            isWritten = writeAll(kResult, work());
        } catch (...) {
            isWritten = false;
        }
        ::_exit(isWritten ? 0 : 1); // no destructors: what they would end is the parent's
    }
} // namespace

Result<std::string> separately(const std::function<std::string()>& work, const std::stop_token& stop)
{
    std::array<int, 2> ends {};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return failure("no pipe to a new process");
    const File reading(ends[0]);
    File writing(ends[1]);
    const pid_t process = ::fork();
    if (process < 0)
        return failure("no new process");
    if (process == 0)
        beChild(writing.number(), work);
    Child child(process);
    writing.close();
    std::string result;
    std::array<char, 65536> buffer {};
    while (!stop.stop_requested()) {
        pollfd ready { .fd = reading.number(), .events = POLLIN, .revents = 0 };
        if (::poll(&ready, 1, kPollMs) <= 0)
            continue;
        const auto count = ::read(reading.number(), buffer.data(), buffer.size());
        if (count == 0)
            return child.hasSucceeded() ? Result<std::string>(result) : fail("", "the work broke off");
        if (count > 0)
            result.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return fail("", "stopped");
}

} // namespace netwright::session
