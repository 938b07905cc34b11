// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/recovery_files.hpp"

#include "app/session/text.hpp"

#include <QCryptographicHash>
#include <QDir>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <string_view>
#include <system_error>

#include <unistd.h>

namespace netwright::session::recovery {

namespace {
    using Time = std::filesystem::file_time_type;

    std::optional<Time> timeOf(const std::filesystem::path& file)
    {
        std::error_code code;
        const auto time = std::filesystem::last_write_time(file, code);
        return code ? std::nullopt : std::optional(time);
    }

    /// As the XDG base directory specification has it.
    QString stateFolder()
    {
        const auto chosen = qEnvironmentVariable("XDG_STATE_HOME");
        return QDir::isAbsolutePath(chosen) ? chosen : QDir::homePath() + QStringLiteral("/.local/state");
    }
    std::filesystem::path recoveryFolder() { return toPath(stateFolder()) / "netwright" / "recovery"; }

    constexpr std::string_view kUntitled = "untitled-";
    constexpr std::string_view kEnding = ".recovery";

    /// Of the process that wrote it; 0 for a file of another name.
    pid_t writerOf(const std::filesystem::path& file)
    {
        const auto name = file.filename().string();
        if (!name.starts_with(kUntitled) || !name.ends_with(kEnding))
            return 0;
        pid_t process = 0;
        std::from_chars(name.data() + kUntitled.size(), name.data() + name.size() - kEnding.size(), process);
        return process;
    }

    bool isRunning(pid_t process) { return kill(process, 0) == 0 || errno == EPERM; }

    Status saveElsewhere(const project::Project& project, const std::filesystem::path& file)
    {
        std::error_code code; // where it cannot be made, save() says why
        std::filesystem::create_directories(file.parent_path(), code);
        return project::save(project, file);
    }
} // namespace

std::filesystem::path beside(const std::filesystem::path& projectFile)
{
    auto file = projectFile;
    return file.replace_filename("." + file.filename().string() + ".recovery");
}

std::filesystem::path elsewhere(const std::filesystem::path& projectFile)
{
    const auto path = QByteArray::fromStdString(projectFile.string());
    const auto hash = QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().left(16);
    return recoveryFolder() / (projectFile.stem().string() + "-" + hash.toStdString() + ".recovery");
}

std::filesystem::path ofUntitled()
{
    return recoveryFolder() / fmt::format("{}{}{}", kUntitled, getpid(), kEnding);
}

std::optional<std::filesystem::path> findUntitled()
{
    std::optional<std::filesystem::path> found;
    std::optional<Time> newest;
    std::error_code code; // no folder: nothing was left
    for (const auto& entry : std::filesystem::directory_iterator(recoveryFolder(), code)) {
        const auto writer = writerOf(entry.path());
        const auto time = timeOf(entry.path());
        if (writer <= 0 || isRunning(writer) || !time || (newest && *time < *newest))
            continue;
        newest = time;
        found = entry.path();
    }
    return found;
}

std::optional<std::filesystem::path> find(const std::filesystem::path& projectFile)
{
    auto newest = timeOf(projectFile);
    std::optional<std::filesystem::path> found;
    for (const auto& file : { beside(projectFile), elsewhere(projectFile) }) {
        const auto time = timeOf(file);
        if (!time || (newest && *time < *newest))
            continue;
        newest = time;
        found = file;
    }
    return found;
}

Status write(const project::Project& project, const std::filesystem::path& projectFile)
{
    if (projectFile.empty())
        return saveElsewhere(project, ofUntitled());
    if (project::save(project, beside(projectFile)))
        return {};
    return saveElsewhere(project, elsewhere(projectFile));
}

void discard(const std::filesystem::path& projectFile)
{
    if (projectFile.empty()) {
        std::error_code code;
        std::filesystem::remove(ofUntitled(), code);
        return;
    }
    for (const auto& file : { beside(projectFile), elsewhere(projectFile) }) {
        std::error_code code; // where it is gone already, all is well
        std::filesystem::remove(file, code);
    }
}

} // namespace netwright::session::recovery
