// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/run_library.hpp"

#include "app/session/project_document.hpp"
#include "app/session/text.hpp"

#include "core/runs/checkpoint_file.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace netwright::session {

namespace {
    constexpr int kRefreshMs = 2000;

    /// What the table shows of a run: enough to tell whether it has to be drawn again.
    bool looksSame(const runs::RunInfo& a, const runs::RunInfo& b)
    {
        return a.name == b.name && a.state == b.state && a.outcome.epochs == b.outcome.epochs
            && a.outcome.seconds == b.outcome.seconds && a.outcome.validation == b.outcome.validation;
    }
} // namespace

RunLibrary::RunLibrary(const ProjectDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document)
{
    connect(&document, &ProjectDocument::fileChanged, this, [this] {
        m_listing.cancel();
        m_reading.cancel();
        m_isLoaded = false;
        m_runs.clear();
        m_checkpoints.clear();
        m_curves.clear();
        m_wanted.clear();
        emit changed();
        refresh();
    });
    connect(&m_timer, &QTimer::timeout, this, &RunLibrary::refresh);
    m_timer.start(kRefreshMs);
}

const runs::RunInfo* RunLibrary::find(const std::string& run) const
{
    const auto it = std::ranges::find(m_runs, run, &runs::RunInfo::name);
    return it == m_runs.end() ? nullptr : &*it;
}

std::filesystem::path RunLibrary::folderOf(const std::string& run) const
{
    return m_document.runsFolder() / run;
}

const std::vector<std::string>& RunLibrary::checkpoints(const std::string& run) const
{
    static const std::vector<std::string> kNone;
    const auto it = m_checkpoints.find(run);
    return it == m_checkpoints.end() ? kNone : it->second;
}

void RunLibrary::refresh()
{
    if (m_listing.isRunning())
        return;
    m_listing.start([folder = m_document.runsFolder()](const Progress&) { return list(folder); },
                    [this](Result<Listing> listing) { show(std::move(listing)); });
}

Result<RunLibrary::Listing> RunLibrary::list(const std::filesystem::path& folder)
{
    std::error_code code;
    if (folder.empty() || !std::filesystem::exists(folder, code))
        return Listing {};
    auto found = runs::listRuns(folder);
    if (!found)
        return failed(found);
    Listing listing { .runs = *std::move(found), .checkpoints = {} };
    for (const auto& run : listing.runs)
        listing.checkpoints[run.name] = runs::checkpointNames(folder / run.name);
    return listing;
}

void RunLibrary::show(Result<Listing> listing)
{
    const QString error = listing ? QString() : toQt(listing.error());
    Listing now = listing ? *std::move(listing) : Listing {};
    const bool isSame = m_isLoaded && error == m_error && now.checkpoints == m_checkpoints
        && std::ranges::equal(now.runs, m_runs, looksSame);
    for (const auto& run : now.runs) {
        const auto* before = find(run.name);
        const bool grows = run.state == runs::RunState::Running || (before && before->state != run.state);
        if (grows && m_curves.contains(run.name))
            m_wanted.push_back(run.name);
    }
    m_error = error;
    m_isLoaded = true;
    m_runs = std::move(now.runs);
    m_checkpoints = std::move(now.checkpoints);
    std::erase_if(m_curves, [this](const auto& entry) { return find(entry.first) == nullptr; });
    if (!isSame)
        emit changed();
    readWantedCurves();
}

const runs::RunCurves* RunLibrary::curves(const std::string& run)
{
    const auto it = m_curves.find(run);
    if (it != m_curves.end())
        return it->second.get();
    m_curves[run] = nullptr;
    m_wanted.push_back(run);
    readWantedCurves();
    return nullptr;
}

void RunLibrary::readWantedCurves()
{
    if (m_wanted.empty() || m_reading.isRunning())
        return;
    const auto name = m_wanted.back();
    std::erase(m_wanted, name);
    m_reading.start([folder = folderOf(name)](const Progress&) { return runs::readCurves(folder); },
                    [this, name](Result<runs::RunCurves> read) {
                        // An unreadable file counts as empty curves: the state of the run says why.
                        m_curves[name] = std::make_shared<const runs::RunCurves>(read ? *std::move(read)
                                                                                      : runs::RunCurves {});
                        emit curvesChanged();
                        readWantedCurves();
                    });
}

void RunLibrary::remove(const std::vector<std::string>& runs)
{
    for (const auto& run : runs) {
        m_unwanted.push_back(folderOf(run));
        m_curves.erase(run);
    }
    removeUnwanted();
}

void RunLibrary::removeUnwanted()
{
    if (m_unwanted.empty() || m_removing.isRunning())
        return; // a new start would make those of the work before it vanish
    m_removing.start(
        [folders = std::exchange(m_unwanted, {})](const Progress&) -> Status {
            for (const auto& folder : folders) {
                if (auto deleted = runs::deleteRun(folder); !deleted)
                    return deleted;
            }
            return {};
        },
        [this](const Status& deleted) {
            if (!deleted)
                emit removeFailed(toQt(deleted.error()));
            m_listing.cancel();
            refresh();
            removeUnwanted();
        });
}

} // namespace netwright::session
