// SPDX-License-Identifier: GPL-3.0-or-later
// What of the network page tells what.
#include "app/pages/block_commands.hpp"
#include "app/pages/block_palette.hpp"
#include "app/pages/canvas_actions.hpp"
#include "app/pages/layer_finder.hpp"
#include "app/pages/network_edits.hpp"
#include "app/pages/network_jobs.hpp"
#include "app/pages/network_page.hpp"
#include "app/pages/network_problems.hpp"
#include "app/pages/network_selector.hpp"
#include "app/pages/network_table.hpp"
#include "app/pages/network_text.hpp"
#include "app/session/project_document.hpp"
#include "widgets/form/node_form.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/network_summary.hpp"
#include "widgets/palette/layer_palette.hpp"
#include "widgets/view/empty_state.hpp"

#include <QDockWidget>

namespace netwright::pages {

void NetworkPage::connectDocument()
{
    using session::ProjectDocument;
    connect(&m_document, &ProjectDocument::changed, this, &NetworkPage::refresh);
    connect(&m_document, &ProjectDocument::datasetsChanged, this, &NetworkPage::refresh);
    connect(&m_document, &ProjectDocument::opened, m_canvas, &widgets::GraphView::forgetSights);
    connect(&m_document, &ProjectDocument::opened, m_blocks, &BlockCommands::leaveAll);
    connect(&m_document, &ProjectDocument::opened, this, &NetworkPage::showAnother);
    connect(&m_document, &ProjectDocument::opened, m_text, &NetworkText::forgetAll);
    connect(m_selector, &NetworkSelector::chosen, m_blocks, &BlockCommands::leaveAll);
    connect(m_selector, &NetworkSelector::chosen, this, &NetworkPage::showAnother);
    connect(m_selector, &NetworkSelector::begun, m_canvas, qOverload<>(&QWidget::setFocus));
    connect(m_selector, &NetworkSelector::madeFromTemplate, m_canvas, [this] { m_canvas->fitAll(); });
    connect(m_empty, &widgets::EmptyState::actionTriggered, m_selector, &NetworkSelector::addNetwork);
    connect(m_empty, &widgets::EmptyState::otherTriggered, m_selector, &NetworkSelector::addTemplate);
}

void NetworkPage::connectCanvas()
{
    using widgets::GraphView;
    connect(m_canvas, &GraphView::edited, this,
            [this](const network::Network& after, const QString& what, int mergeKey) {
                const auto& before = m_canvas->network();
                const auto* columns = after.nextId > before.nextId ? signature() : nullptr;
                commit(columns ? withFittingColumns(after, before, *columns) : after, what, mergeKey);
            });
    connect(m_canvas, &GraphView::selectionChanged, this, &NetworkPage::showForm);
    connect(m_canvas, &GraphView::activated, this, [this](network::NodeId node) {
        if (!m_blocks->enter(node))
            m_form->focusFirst();
    });
    connect(m_canvas, &GraphView::parametersWanted, m_form, &widgets::NodeForm::focusFirst);
    connect(m_canvas, &GraphView::layerDropped, m_palette, &widgets::LayerPalette::remember);
    connect(m_canvasActions, &CanvasActions::heatChosen, this, [this](widgets::Heat heat) {
        if (heat == widgets::Heat::Time)
            m_jobs->measureIfNeeded();
    });
    connect(m_blocks, &BlockCommands::edited, this, &NetworkPage::commitWhole);
    connect(m_blocks, &BlockCommands::moved, this, &NetworkPage::showAnother);
}

void NetworkPage::connectPanels()
{
    connect(m_blockPalette, &BlockPalette::removalWanted, m_blocks, &BlockCommands::removeBlock);
    connect(m_palette, &widgets::LayerPalette::chosen, m_blockPalette, &BlockPalette::choose);
    connect(m_palette, &widgets::LayerPalette::chosen, m_palette, &widgets::LayerPalette::remember);
    connect(m_finder, &LayerFinder::added, m_palette, &widgets::LayerPalette::remember);
    connect(m_form, &widgets::NodeForm::valueChanged, this,
            [this](const QString& id, const Value& value) { setParameters({ id }, value); });
    connect(m_form, &widgets::NodeForm::pairChanged, this,
            [this](const QString& first, const QString& second, const Value& value) {
                setParameters({ first, second }, value);
            });
    connect(m_form, &widgets::NodeForm::renamed, this, &NetworkPage::rename);
    connect(m_text, &NetworkText::edited, this, [this](const network::Network& after, int mergeKey) {
        m_document.edit(tr("Edit text"), withNetwork(m_document.project(), after), mergeKey);
    });
    connect(m_text, &NetworkText::faultChanged, m_summary, &widgets::NetworkSummary::setTextFault);
    connect(m_summary, &widgets::NetworkSummary::problemsClicked, this, &NetworkPage::showProblems);
}

/// What the line below says in passing.
void NetworkPage::connectMessages()
{
    const auto tell = &widgets::NetworkSummary::tell;
    connect(m_selector, &NetworkSelector::told, m_summary, tell);
    connect(m_canvas, &widgets::GraphView::refused, m_summary, tell);
    connect(m_canvas, &widgets::GraphView::told, m_summary, tell);
    connect(m_blocks, &BlockCommands::refused, m_summary, tell);
    connect(m_blockPalette, &BlockPalette::told, m_summary, tell);
    connect(m_finder, &LayerFinder::told, m_summary, tell);
    connect(m_table, &NetworkTable::told, m_summary, tell);
    connect(m_problems, &NetworkProblems::told, m_summary, tell);
}

void NetworkPage::showProblems()
{
    auto* panel = m_text->isFaulty() ? m_textPanel : m_problemPanel;
    panel->setVisible(m_text->isFaulty() || !panel->isVisible());
    panel->raise();
}

} // namespace netwright::pages
