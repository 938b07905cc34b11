// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/job.hpp"

#include "core/data/dataset.hpp"

#include <QObject>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace netwright::session {

/// Keeps a project's datasets open, each opened by a job and again when its description changes. While it
/// opens again, the old one stays in view. Belongs to the GUI thread.
class OpenDatasets : public QObject {
    Q_OBJECT

public:
    explicit OpenDatasets(QObject* parent = nullptr);

    /// Opens what is new or changed, drops what is gone. Relative paths are relative to `folder`.
    void update(const std::vector<data::DatasetSpec>& specs, const std::filesystem::path& folder);

    [[nodiscard]] std::shared_ptr<const data::Dataset>
    find(const std::string& name) const; ///< null: not (yet) open
    [[nodiscard]] QString error(const std::string& name) const; ///< empty: none
    [[nodiscard]] bool isOpening(const std::string& name) const;

signals:
    void changed();
    void progressed(const QString& name, double fraction, const QString& what);

private:
    struct Entry {
        data::DatasetSpec spec;
        std::filesystem::path folder;
        std::shared_ptr<const data::Dataset> dataset;
        QString error;
        std::unique_ptr<Job> job;
    };

    void open(Entry& entry);

    std::map<std::string, Entry> m_entries;
};

} // namespace netwright::session
