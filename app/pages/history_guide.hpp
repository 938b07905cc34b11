// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.hpp"

#include <QObject>

namespace netwright::session {
class ProjectDocument;
}
namespace netwright::widgets {
class GraphView;
}

namespace netwright::pages {

class BlockCommands;
class NetworkSelector;

/// Whoever goes back or forth in the history, or has something mended, sees what that changed: its network
/// and its block are shown, and what changed there is selected and in sight.
class HistoryGuide : public QObject {
    Q_OBJECT

public:
    HistoryGuide(session::ProjectDocument& document, NetworkSelector& selector, BlockCommands& blocks,
                 widgets::GraphView& canvas, QObject* parent);

    void showStep(const project::Project& before);

private:
    /// That changed, or is new; the one that is shown before others. Null: none.
    [[nodiscard]] const network::Network* changedSince(const project::Project& before) const;

    session::ProjectDocument& m_document;
    NetworkSelector& m_selector;
    BlockCommands& m_blocks;
    widgets::GraphView& m_canvas;
};

} // namespace netwright::pages
