// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/project_document.hpp"

#include "app/session/data_paths.hpp"
#include "app/session/recovery_files.hpp"
#include "app/session/text.hpp"

#include <QScopedValueRollback>
#include <QUndoCommand>

#include <cassert>
#include <system_error>
#include <utility>

namespace netwright::session {

namespace {
    /// With the time that writing takes, nothing that is older than five seconds can be lost.
    constexpr int kAutosaveMs = 2000;

    std::filesystem::path wholePath(const std::filesystem::path& file)
    {
        std::error_code code;
        auto whole = std::filesystem::absolute(file, code);
        return code ? file : whole.lexically_normal();
    }
} // namespace

class ProjectDocument::Edit : public QUndoCommand {
public:
    Edit(ProjectDocument& document, const QString& what, project::Project after, int mergeKey)
        : QUndoCommand(what)
        , m_document(document)
        , m_before(document.m_project)
        , m_after(std::make_shared<const project::Project>(std::move(after)))
        , m_mergeKey(mergeKey)
    {
    }

    void undo() override { m_document.step(m_after, m_before); }
    void redo() override { m_document.step(m_before, m_after); }
    int id() const override { return m_mergeKey; }

    bool mergeWith(const QUndoCommand* other) override
    {
        // Qt compares the ids first; all commands of this history are Edits.
        const auto* next = static_cast<const Edit*>(other);
        if (next->text() != text())
            return false;
        m_after = next->m_after;
        setObsolete(*m_after == *m_before);
        return true;
    }

private:
    ProjectDocument& m_document;
    Value m_before;
    Value m_after;
    int m_mergeKey;
};

ProjectDocument::ProjectDocument(QObject* parent)
    : QObject(parent)
{
    connect(&m_undoStack, &QUndoStack::cleanChanged, this, [this] { emit dirtyChanged(isDirty()); });
    connect(&m_undoStack, &QUndoStack::indexChanged, this, &ProjectDocument::endStep);
    connect(&m_datasets, &OpenDatasets::changed, this, &ProjectDocument::datasetsChanged);
    connect(&m_autosaveTimer, &QTimer::timeout, this, &ProjectDocument::autosave);
    m_autosaveTimer.start(kAutosaveMs);
}

ProjectDocument::~ProjectDocument()
{
    // The history's signals would reach a half-destroyed document.
    m_undoStack.disconnect(this);
    if (!hasFile()) // a crash destroys nothing
        endRecovery();
}

void ProjectDocument::edit(const QString& what, project::Project after, int mergeKey)
{
    if (after == *m_project)
        return;
    const QScopedValueRollback guard(m_isEditing, true);
    m_undoStack.push(new Edit(*this, what, std::move(after), mergeKey));
}

void ProjectDocument::step(const Value& from, const Value& to)
{
    if (!m_isEditing && !m_steppedFrom)
        m_steppedFrom = from;
    show(to);
}

void ProjectDocument::endStep()
{
    if (const auto before = std::exchange(m_steppedFrom, nullptr))
        emit stepped(*before);
}

void ProjectDocument::show(const Value& value)
{
    m_project = value;
    m_datasets.update(m_project->datasets, folder());
    emit changed();
}

void ProjectDocument::begin(project::Project value, std::filesystem::path file, bool isRecovered)
{
    m_file = std::move(file);
    m_isRecovered = isRecovered;
    m_undoStack.clear();
    show(std::make_shared<const project::Project>(std::move(value)));
    emit opened();
    emit fileChanged();
    emit dirtyChanged(isDirty());
}

void ProjectDocument::reset()
{
    endRecovery();
    begin({}, {}, false);
}

Status ProjectDocument::open(const std::filesystem::path& file)
{
    auto loaded = project::load(file);
    if (!loaded)
        return failed(loaded);
    if (wholePath(file) != m_file)
        endRecovery();
    begin(*std::move(loaded), wholePath(file), false);
    return {};
}

Status ProjectDocument::save()
{
    assert(hasFile());
    return saveAs(m_file);
}

Status ProjectDocument::saveAs(const std::filesystem::path& file)
{
    const auto whole = wholePath(file);
    const bool isMoved = whole != m_file;
    auto written = isMoved ? movedProject(*m_project, folder(), whole) : *m_project;
    if (auto saved = project::save(written, whole); !saved)
        return saved;
    endRecovery();
    m_file = whole;
    m_isRecovered = false;
    edit(tr("Save as %1").arg(title()), std::move(written));
    m_undoStack.setClean();
    if (isMoved) {
        m_datasets.update(m_project->datasets, folder());
        emit fileChanged();
    }
    emit dirtyChanged(false);
    return {};
}

QString ProjectDocument::title() const { return hasFile() ? toQt(m_file.stem()) : tr("Untitled"); }

std::filesystem::path ProjectDocument::folder() const
{
    std::error_code code;
    return hasFile() ? m_file.parent_path() : std::filesystem::current_path(code);
}

std::filesystem::path ProjectDocument::runsFolder() const
{
    return hasFile() ? project::runsFolder(m_file) : std::filesystem::path();
}

bool ProjectDocument::hasRecovery(const std::filesystem::path& file)
{
    return recovery::find(wholePath(file)).has_value();
}

Status ProjectDocument::recover(const std::filesystem::path& file)
{
    const auto whole = wholePath(file);
    auto loaded = project::load(recovery::find(whole).value_or(recovery::beside(whole)));
    if (!loaded)
        return failed(loaded);
    begin(*std::move(loaded), whole, true);
    return {};
}

bool ProjectDocument::hasUntitledRecovery() { return recovery::findUntitled().has_value(); }

Status ProjectDocument::recoverUntitled()
{
    const auto file = recovery::findUntitled();
    if (!file)
        return fail({}, "there is nothing to recover");
    auto loaded = project::load(*file);
    if (!loaded)
        return failed(loaded);
    endRecovery();
    std::error_code code; // from now on it is this process's own
    std::filesystem::rename(*file, recovery::ofUntitled(), code);
    begin(*std::move(loaded), {}, true);
    return {};
}

void ProjectDocument::discardUntitledRecovery()
{
    std::error_code code;
    while (const auto file = recovery::findUntitled()) {
        if (!std::filesystem::remove(*file, code))
            return;
    }
}

void ProjectDocument::discardRecovery(const std::filesystem::path& file)
{
    recovery::discard(wholePath(file));
}

void ProjectDocument::endRecovery()
{
    m_autosave.cancelAndWait(); // it would write the file again
    recovery::discard(m_file);
}

void ProjectDocument::autosave()
{
    if (!isDirty() || m_autosave.isRunning())
        return;
    m_autosave.start(
        [value = m_project, file = m_file](const Progress&) { return recovery::write(*value, file); },
        [this](const Status& saved) {
            if (!saved)
                emit autosaveFailed(toQt(saved.error()));
        });
}

std::shared_ptr<const data::Dataset> ProjectDocument::dataset(const std::string& name) const
{
    return m_datasets.find(name);
}

const tensor::Signature* ProjectDocument::signature(const std::string& dataset) const
{
    const auto open = m_datasets.find(dataset);
    return open ? &open->signature() : nullptr;
}

QString ProjectDocument::datasetError(const std::string& name) const { return m_datasets.error(name); }
bool ProjectDocument::isOpening(const std::string& dataset) const { return m_datasets.isOpening(dataset); }

} // namespace netwright::session
