// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/run_tasks.hpp"

#include <QWidget>

#include <optional>
#include <string>

class QComboBox;

namespace netwright::session {
struct Workspace;
}

namespace netwright::pages {

/// Chooses a run and one of its checkpoints. Follows the list of runs and keeps the choice while it can.
class RunPicker : public QWidget {
    Q_OBJECT

public:
    explicit RunPicker(session::Workspace& workspace, QWidget* parent = nullptr);

    /// Nothing where there is no run with a checkpoint.
    [[nodiscard]] std::optional<session::RunChoice> choice() const;
    [[nodiscard]] QString text() const; ///< "mlp-1 (best epoch)"
    void selectRun(const std::string& run);

signals:
    void choiceChanged();

private:
    void showRuns();
    void showCheckpoints();

    session::Workspace& m_workspace;
    std::string m_wanted; ///< the run that has just ended, until it is listed
    QComboBox* m_runs;
    QComboBox* m_checkpoints;
};

} // namespace netwright::pages
