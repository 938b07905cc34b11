// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QObject>
#include <QStringList>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace netwright::session {

/// Blocks that a person keeps between projects: one file each, NAME.json, in one folder, in the form of the
/// clipboard: a network with one node that uses the block. The files are small. GUI thread only.
class BlockLibrary : public QObject {
    Q_OBJECT

public:
    /// The folder need not be there.
    explicit BlockLibrary(std::filesystem::path folder, QObject* parent = nullptr);
    /// Where the programs of this person keep their data.
    [[nodiscard]] static std::filesystem::path usualFolder();

    [[nodiscard]] QStringList names() const; ///< sorted; read from the folder
    /// Reads the file where it differs from the last time.
    [[nodiscard]] Result<network::Network> load(const std::string& name) const;
    /// Replaces what is there under this name.
    [[nodiscard]] Status save(const std::string& name, const network::Network& part);
    [[nodiscard]] Status rename(const std::string& name, const std::string& next);
    [[nodiscard]] Status remove(const std::string& name);

signals:
    void changed();

private:
    /// A file as it was when it was read.
    struct Known {
        std::filesystem::file_time_type time;
        std::uintmax_t bytes = 0;
        Result<network::Network> part;
    };
    [[nodiscard]] std::filesystem::path fileOf(const std::string& name) const;
    [[nodiscard]] Result<network::Network> read(const std::string& name) const;

    std::filesystem::path m_folder;
    mutable std::map<std::string, Known> m_known; ///< by name
};

} // namespace netwright::session
