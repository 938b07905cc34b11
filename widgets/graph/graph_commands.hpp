// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/alignment.hpp"

#include <string_view>

/// The person's commands on what is selected in a view: each is one edit with a name. Without a fitting
/// selection they do nothing.
namespace netwright::widgets {

class GraphView;

namespace commands {

    void align(GraphView& view, edits::Edge edge);
    void distribute(GraphView& view, edits::Axis axis);
    void putOnGrid(GraphView& view);
    void removeAndHeal(GraphView& view);
    void toggleBypass(GraphView& view);
    void changeKind(GraphView& view, std::string_view layer);
    void addNote(GraphView& view); ///< where there is room; the person writes at once
    void group(GraphView& view); ///< the person names it at once
    void ungroup(GraphView& view);
    void renameGroup(GraphView& view); ///< the only one that selected nodes are in
    void colour(GraphView& view, std::string_view colour); ///< of selected notes, and of groups
    void selectUpstream(GraphView& view);
    void selectDownstream(GraphView& view);

} // namespace commands
} // namespace netwright::widgets
