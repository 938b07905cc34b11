// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/history_guide.hpp"

#include "app/pages/block_commands.hpp"
#include "app/pages/canvas_change.hpp"
#include "app/pages/network_selector.hpp"
#include "app/session/project_document.hpp"
#include "widgets/graph/graph_view.hpp"

namespace netwright::pages {

using project::Project;

namespace {
    /// What changes more, such as arranging all layers anew, is seen without being selected.
    constexpr std::size_t kMostShown = 200;
} // namespace

HistoryGuide::HistoryGuide(session::ProjectDocument& document, NetworkSelector& selector,
                           BlockCommands& blocks, widgets::GraphView& canvas, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_selector(selector)
    , m_blocks(blocks)
    , m_canvas(canvas)
{
    connect(&document, &session::ProjectDocument::stepped, this, &HistoryGuide::showStep);
}

const network::Network* HistoryGuide::changedSince(const Project& before) const
{
    const network::Network* changed = nullptr;
    for (const auto& network : m_document.project().networks) {
        const auto* old = before.network(network.name);
        if (old && *old == network)
            continue;
        if (!changed || network.name == m_selector.current())
            changed = &network;
    }
    return changed;
}

void HistoryGuide::showStep(const Project& before)
{
    const auto* network = changedSince(before);
    if (!network)
        return;
    m_selector.choose(network->name);
    const auto* old = before.network(network->name);
    const auto change = old ? changeBetween(*old, *network, m_blocks.path()) : std::nullopt;
    if (!change)
        return;
    if (change->canvas != m_blocks.path())
        m_blocks.show(change->canvas);
    const auto& [nodes, links, notes] = change->what;
    if (nodes.size() + links.size() + notes.size() <= kMostShown)
        m_canvas.showChanged(change->what);
}

} // namespace netwright::pages
