// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/job.hpp"
#include "app/session/open_datasets.hpp"

#include "core/project/project.hpp"

#include <QObject>
#include <QTimer>
#include <QUndoStack>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace netwright::session {

/// The open project: its value, its file, its history and its open datasets. Every edit is the value before
/// and the value after. While there are unsaved edits, a recovery file follows them. GUI thread only.
class ProjectDocument : public QObject {
    Q_OBJECT

public:
    explicit ProjectDocument(QObject* parent = nullptr);
    ~ProjectDocument() override;

    /// As it is now: after the next edit this is another one.
    [[nodiscard]] const project::Project& project() const { return *m_project; }
    /// One entry of the history, named `what` ("Delete conv1"). An edit with the mergeKey (>= 0) of the one
    /// before it joins it: a drag, typing in a field. An edit that changes nothing leaves no entry.
    void edit(const QString& what, project::Project after, int mergeKey = -1);
    [[nodiscard]] QUndoStack& undoStack() { return m_undoStack; }

    /// A new, empty, unsaved project.
    void reset();
    [[nodiscard]] Status open(const std::filesystem::path& file);
    [[nodiscard]] Status save(); ///< only where hasFile()
    /// Elsewhere, the data files are named anew: relative where they lie beside or below the project.
    [[nodiscard]] Status saveAs(const std::filesystem::path& file);

    [[nodiscard]] bool hasFile() const { return !m_file.empty(); }
    [[nodiscard]] bool isDirty() const { return m_isRecovered || !m_undoStack.isClean(); }
    [[nodiscard]] const std::filesystem::path& file() const
    {
        return m_file;
    } ///< absolute; empty before the first save
    [[nodiscard]] QString title() const; ///< "fashion-mnist", "Untitled"
    [[nodiscard]] std::filesystem::path folder() const; ///< where relative data files are looked for
    [[nodiscard]] std::filesystem::path runsFolder() const; ///< empty before the first save

    /// What a program that died left beside this project file; nothing where it is as old as the file itself.
    [[nodiscard]] static bool hasRecovery(const std::filesystem::path& file);
    /// Opens `file` as its recovery file has it, as unsaved edits.
    [[nodiscard]] Status recover(const std::filesystem::path& file);
    /// The same of a project that had no file yet: what such a program left, and the newest of it.
    [[nodiscard]] static bool hasUntitledRecovery();
    [[nodiscard]] Status recoverUntitled();
    static void discardUntitledRecovery();
    static void discardRecovery(const std::filesystem::path& file);
    /// Also at the end of every few seconds with unsaved edits.
    void autosave();
    /// An orderly end: what was kept in case of a crash goes.
    void endRecovery();

    [[nodiscard]] const tensor::Signature* signature(const std::string& dataset) const; ///< null: not open
    [[nodiscard]] std::shared_ptr<const data::Dataset>
    dataset(const std::string& name) const; ///< null: not open
    [[nodiscard]] QString datasetError(const std::string& name) const; ///< empty: none
    [[nodiscard]] bool isOpening(const std::string& dataset) const;
    [[nodiscard]] const OpenDatasets& datasets() const { return m_datasets; }

signals:
    void changed(); ///< the project's value
    /// The person went back or forth in the history, by any number of steps, from `before` to what is there
    /// now; after changed().
    void stepped(const netwright::project::Project& before);
    void opened(); ///< another project than before
    void fileChanged(); ///< another project, or the same under another name
    void dirtyChanged(bool isDirty);
    void datasetsChanged(); ///< one was opened, could not be, or is gone
    void autosaveFailed(const QString& error);

private:
    class Edit;
    /// Of thousands of layers: the history, the document and what writes it share each one.
    using Value = std::shared_ptr<const project::Project>;
    void show(const Value& value);
    void step(const Value& from, const Value& to);
    void endStep();
    void begin(project::Project value, std::filesystem::path file, bool isRecovered);

    Value m_project = std::make_shared<const project::Project>();
    std::filesystem::path m_file;
    bool m_isRecovered = false; ///< differs from the file although the history is empty
    QUndoStack m_undoStack;
    bool m_isEditing = false; ///< an entry is being added: no step of the person
    Value m_steppedFrom; ///< of an Edit, until all steps are made
    OpenDatasets m_datasets;
    QTimer m_autosaveTimer;
    Job m_autosave;
};

} // namespace netwright::session
