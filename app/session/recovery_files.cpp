// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/recovery_files.hpp"

#include "app/session/text.hpp"

#include <QCryptographicHash>
#include <QDir>

#include <system_error>

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
    return toPath(stateFolder()) / "netwright" / "recovery"
        / (projectFile.stem().string() + "-" + hash.toStdString() + ".recovery");
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
    if (project::save(project, beside(projectFile)))
        return {};
    const auto file = elsewhere(projectFile);
    std::error_code code; // where it cannot be made, save() says why
    std::filesystem::create_directories(file.parent_path(), code);
    return project::save(project, file);
}

void discard(const std::filesystem::path& projectFile)
{
    for (const auto& file : { beside(projectFile), elsewhere(projectFile) }) {
        std::error_code code; // where it is gone already, all is well
        std::filesystem::remove(file, code);
    }
}

} // namespace netwright::session::recovery
