// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/job.hpp"

#include "core/runs/run.hpp"

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace netwright::session {

class ProjectDocument;

/// The runs beside the open project, read by jobs: again every two seconds, so that runs of other processes
/// are seen too. GUI thread only.
class RunLibrary : public QObject {
    Q_OBJECT

public:
    explicit RunLibrary(const ProjectDocument& document, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<runs::RunInfo>& runs() const { return m_runs; } ///< newest first
    [[nodiscard]] const runs::RunInfo* find(const std::string& run) const;
    [[nodiscard]] bool isLoaded() const { return m_isLoaded; } ///< runs() is what there is
    [[nodiscard]] QString error() const { return m_error; }
    [[nodiscard]] std::filesystem::path folderOf(const std::string& run) const;
    /// Null until read; asks for it. Of a run that still grows, read again with every refresh.
    [[nodiscard]] const runs::RunCurves* curves(const std::string& run);
    [[nodiscard]] const std::vector<std::string>& checkpoints(const std::string& run) const;

    void refresh();
    void remove(const std::vector<std::string>& runs);

signals:
    void changed(); ///< the list or an entry of it
    void curvesChanged();
    void removeFailed(const QString& error);

private:
    struct Listing {
        std::vector<runs::RunInfo> runs;
        std::map<std::string, std::vector<std::string>> checkpoints;
    };

    static Result<Listing> list(const std::filesystem::path& folder);
    void show(Result<Listing> listing);
    void readWantedCurves();
    void removeUnwanted();

    const ProjectDocument& m_document;
    std::vector<runs::RunInfo> m_runs;
    std::map<std::string, std::vector<std::string>> m_checkpoints;
    std::map<std::string, std::shared_ptr<const runs::RunCurves>> m_curves;
    std::vector<std::string> m_wanted; ///< curves to be read
    std::vector<std::filesystem::path> m_unwanted; ///< runs to be deleted
    bool m_isLoaded = false;
    QString m_error;
    QTimer m_timer;
    Job m_listing;
    Job m_reading;
    Job m_removing;
};

} // namespace netwright::session
