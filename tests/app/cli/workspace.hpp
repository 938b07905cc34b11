// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/cli.hpp"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

/// A folder with the sample projects, small enough for tests, and netwright-cli in this process.
namespace netwright::samples {

using Json = nlohmann::ordered_json;

struct Said {
    int code = 0;
    std::string out;
    std::string progress;

    [[nodiscard]] Json json() const { return Json::parse(out); }
};

class Workspace {
public:
    explicit Workspace(int limit)
    {
        QFile::copy(NETWRIGHT_SOURCE_DIR "/samples/iris.csv", m_folder.filePath("iris.csv"));
        writeJson("iris.netwright", sample("iris"));
        Json fashion = sample("fashion-mnist");
        fashion["datasets"].front()["limit"] = limit;
        writeJson("fashion.netwright", fashion);
    }

    [[nodiscard]] std::string path(const std::string& name) const
    {
        return m_folder.filePath(QString::fromStdString(name)).toStdString();
    }
    [[nodiscard]] static Json sample(const std::string& name)
    {
        std::ifstream file(NETWRIGHT_SOURCE_DIR "/samples/" + name + ".netwright");
        return Json::parse(file);
    }
    void write(const std::string& name, const std::string& text) const
    {
        std::ofstream(path(name), std::ios::binary) << text;
    }
    void writeJson(const std::string& name, const Json& json) const { write(name, json.dump(2)); }

    /// `words` after the name of the program; those that end with ".netwright" are files of this folder.
    [[nodiscard]] Said say(std::vector<std::string> words) const
    {
        std::vector<const char*> arguments { "netwright-cli" };
        for (std::string& word : words) {
            if (word.ends_with(".netwright"))
                word = path(word);
            arguments.push_back(word.c_str());
        }
        std::ostringstream out;
        std::ostringstream progress;
        const int code = cli::run(static_cast<int>(arguments.size()), arguments.data(), out, progress);
        return { code, out.str(), progress.str() };
    }

private:
    QTemporaryDir m_folder;
};

} // namespace netwright::samples
