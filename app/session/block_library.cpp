// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/block_library.hpp"

#include "app/session/text.hpp"
#include "core/base/file.hpp"
#include "core/network/network_json.hpp"

#include <QStandardPaths>

#include <nlohmann/json.hpp>

namespace netwright::session {

namespace {
    constexpr std::size_t kLargestFile = 16 << 20;
    constexpr const char* kSuffix = ".json";
} // namespace

BlockLibrary::BlockLibrary(std::filesystem::path folder, QObject* parent)
    : QObject(parent)
    , m_folder(std::move(folder))
{
}

std::filesystem::path BlockLibrary::usualFolder()
{
    return toPath(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)) / "blocks";
}

std::filesystem::path BlockLibrary::fileOf(const std::string& name) const
{
    return m_folder / (name + kSuffix);
}

QStringList BlockLibrary::names() const
{
    QStringList names;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder, code)) {
        if (entry.path().extension() == kSuffix)
            names << toQt(entry.path().stem());
    }
    names.sort(Qt::CaseInsensitive);
    return names;
}

Result<network::Network> BlockLibrary::load(const std::string& name) const
{
    std::error_code timeCode;
    std::error_code sizeCode;
    const auto time = std::filesystem::last_write_time(fileOf(name), timeCode);
    const auto bytes = std::filesystem::file_size(fileOf(name), sizeCode);
    if (timeCode || sizeCode)
        return read(name); // which says what is wrong
    const auto known = m_known.find(name);
    if (known != m_known.end() && known->second.time == time && known->second.bytes == bytes)
        return known->second.part;
    return m_known.insert_or_assign(name, Known { time, bytes, read(name) }).first->second.part;
}

Result<network::Network> BlockLibrary::read(const std::string& name) const
{
    const auto file = fileOf(name);
    const auto text = readFile(file, kLargestFile);
    if (!text)
        return failed(text);
    const auto json = nlohmann::ordered_json::parse(*text, nullptr, false);
    auto part = network::networkFromJson(json, name);
    if (!part)
        return fail(file.string(), "{}", part.error().text());
    if (part->nodes.size() != 1)
        return fail(file.string(), "expected one node that uses the block, found {}; save the block again",
                    part->nodes.size());
    return part;
}

Status BlockLibrary::save(const std::string& name, const network::Network& part)
{
    std::error_code code;
    std::filesystem::create_directories(m_folder, code);
    if (code)
        return fail(m_folder.string(), "the folder cannot be made: {}", code.message());
    auto written = writeFile(fileOf(name), network::toJson(part).dump(2) + "\n");
    m_known.erase(name); // the clock of the files may be too coarse to tell
    if (written)
        emit changed();
    return written;
}

Status BlockLibrary::rename(const std::string& name, const std::string& next)
{
    if (const auto checked = network::checkNodeName(next); !checked)
        return fail({}, "\"{}\" cannot be the name of a block; choose another", next);
    std::error_code code;
    if (std::filesystem::exists(fileOf(next), code))
        return fail({}, "there is a block \"{}\" already; choose another name", next);
    std::filesystem::rename(fileOf(name), fileOf(next), code);
    m_known.erase(next);
    if (code)
        return fail(fileOf(name).string(), "it cannot be renamed: {}", code.message());
    emit changed();
    return {};
}

Status BlockLibrary::remove(const std::string& name)
{
    std::error_code code;
    if (!std::filesystem::remove(fileOf(name), code) && code)
        return fail(fileOf(name).string(), "it cannot be removed: {}", code.message());
    emit changed();
    return {};
}

} // namespace netwright::session
