// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/project_document.hpp"
#include "app/session/run_library.hpp"
#include "app/session/training_session.hpp"

namespace netwright::session {

/// What all pages of a window share. The training goes first when the window closes, the project last.
struct Workspace {
    Workspace()
    {
        QObject::connect(&document, &ProjectDocument::opened, &training, &TrainingSession::forget);
    }

    ProjectDocument document;
    RunLibrary runs { document };
    TrainingSession training;
};

} // namespace netwright::session
