// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_page.hpp"

#include "app/pages/block_commands.hpp"
#include "app/pages/block_palette.hpp"
#include "app/pages/canvas_actions.hpp"
#include "app/pages/job_bar.hpp"
#include "app/pages/layer_finder.hpp"
#include "app/pages/merge_key.hpp"
#include "app/pages/network_edits.hpp"
#include "app/pages/network_jobs.hpp"
#include "app/pages/network_problems.hpp"
#include "app/pages/network_selector.hpp"
#include "app/pages/network_table.hpp"
#include "app/pages/network_text.hpp"
#include "app/pages/page_header.hpp"
#include "app/session/block_library.hpp"
#include "app/session/project_document.hpp"
#include "app/session/text.hpp"
#include "core/layers/catalogue/layer_table.hpp"
#include "widgets/form/node_form.hpp"
#include "widgets/form/parameter_field.hpp"
#include "widgets/form/parameter_form.hpp"
#include "widgets/graph/breadcrumb_bar.hpp"
#include "widgets/graph/edit_actions.hpp"
#include "widgets/graph/graph_actions.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/network_summary.hpp"
#include "widgets/graph/problem_list.hpp"
#include "widgets/palette/layer_palette.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/empty_state.hpp"
#include "widgets/view/panel_title.hpp"

#include <QAction>
#include <QDockWidget>
#include <QMainWindow>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace netwright::pages {

using session::toQt;
using widgets::kGrid;

namespace {
    QWidget* makeMenuButton(const QString& icon, const QString& toolTip, const QString& name, QMenu& menu,
                            QWidget* parent)
    {
        auto* button = new QToolButton(parent);
        button->setIcon(widgets::icon(icon));
        button->setIconSize({ 20, 20 });
        button->setToolTip(toolTip);
        button->setAccessibleName(name);
        button->setMenu(&menu);
        button->setPopupMode(QToolButton::InstantPopup);
        return button;
    }
} // namespace

NetworkPage::NetworkPage(session::ProjectDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_library(new session::BlockLibrary(session::BlockLibrary::usualFolder(), this))
    , m_selector(new NetworkSelector(document, this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(QStringLiteral("network"), this))
    , m_workplace(new QMainWindow(this, Qt::Widget))
    , m_canvas(new widgets::GraphView(this))
    , m_actions(new widgets::GraphActions(*m_canvas))
    , m_canvasActions(new CanvasActions(*m_canvas))
    , m_edits(new widgets::EditActions(*m_canvas))
    , m_places(new widgets::BreadcrumbBar(this))
    , m_blocks(new BlockCommands(*m_canvas, *m_places, *m_library))
    , m_palette(new widgets::LayerPalette(layers::layerTable(), this))
    , m_form(new widgets::NodeForm(this))
    , m_blockPalette(new BlockPalette(*m_palette, *m_canvas, *m_library))
    , m_finder(new LayerFinder(*m_canvas, *m_palette, *m_blockPalette))
    , m_problemList(new widgets::ProblemList(this))
    , m_problems(new NetworkProblems(*m_canvas, *m_problemList, *this))
    , m_summary(new widgets::NetworkSummary(this))
    , m_jobs(new NetworkJobs(document, *m_canvas, *m_summary, this))
{
    m_empty->setText(tr("No network yet"),
                     tr("A network is built from layers: data flows through them from top to bottom."),
                     tr("New network"));
    m_empty->setOther(tr("From a template…"));
    m_canvas->setObjectName(QStringLiteral("canvas"));
    auto* canvas = new QWidget(this);
    auto* column = new QVBoxLayout(canvas);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_places);
    column->addWidget(m_canvas, 1);
    m_workplace->setCentralWidget(canvas);
    makePanels();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_workplace);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_pages, 1);
    layout->addWidget(new JobBar(m_jobs->arranging(), this));
    layout->addWidget(new JobBar(m_jobs->measuring(), this));
    layout->addWidget(m_summary);
    setFocusProxy(m_canvas);
    connectWidgets();
    showAnother();
}

NetworkPage::~NetworkPage() = default;

QWidget* NetworkPage::makeHeader()
{
    auto* room = new QWidget(this); // the panels below reach the page's edges
    auto* layout = new QVBoxLayout(room);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, kGrid);
    auto* header = new PageHeader(tr("Network"), room);
    layout->addWidget(header);
    header->addBesideTitle(m_selector);
    for (auto* action :
         { m_actions->connectNodes, m_actions->arrange, m_actions->duplicate, m_actions->remove })
        header->addIconButton(action);
    header->addGap();
    for (auto* action : { m_actions->zoomOut, m_actions->zoomIn, m_actions->fitAll })
        header->addIconButton(action);
    header->addWidget(makeMenuButton(QStringLiteral("palette"), tr("What the canvas shows"), tr("Canvas"),
                                     m_canvasActions->menu(), header));
    header->addGap();
    header->addWidget(makePanelButton(header));
    return room;
}

QWidget* NetworkPage::makePanelButton(QWidget* parent)
{
    auto* menu = new QMenu(parent);
    menu->addActions(panelActions());
    return makeMenuButton(QStringLiteral("panels"), tr("Show or hide panels"), tr("Panels"), *menu, parent);
}

void NetworkPage::connectWidgets()
{
    using session::ProjectDocument;
    using widgets::GraphView;
    connect(&m_document, &ProjectDocument::changed, this, &NetworkPage::refresh);
    connect(&m_document, &ProjectDocument::datasetsChanged, this, &NetworkPage::refresh);
    connect(&m_document, &ProjectDocument::opened, m_canvas, &GraphView::forgetSights);
    connect(&m_document, &ProjectDocument::opened, m_blocks, &BlockCommands::leaveAll);
    connect(&m_document, &ProjectDocument::opened, this, &NetworkPage::showAnother);
    connect(m_selector, &NetworkSelector::chosen, m_blocks, &BlockCommands::leaveAll);
    connect(m_selector, &NetworkSelector::chosen, this, &NetworkPage::showAnother);
    connect(m_selector, &NetworkSelector::begun, m_canvas, qOverload<>(&QWidget::setFocus));
    connect(m_empty, &widgets::EmptyState::actionTriggered, m_selector, &NetworkSelector::addNetwork);
    connect(m_empty, &widgets::EmptyState::otherTriggered, m_selector, &NetworkSelector::addTemplate);
    connect(m_selector, &NetworkSelector::told, m_summary, &widgets::NetworkSummary::tell);
    connect(m_canvas, &GraphView::edited, this,
            [this](const network::Network& after, const QString& what, int mergeKey) {
                const auto* columns = signature();
                commit(columns ? withFittingColumns(after, m_canvas->network(), *columns) : after, what,
                       mergeKey);
            });
    connect(m_canvas, &GraphView::selectionChanged, this, &NetworkPage::showForm);
    connect(m_canvas, &GraphView::activated, this, [this](network::NodeId node) {
        if (!m_blocks->enter(node))
            m_form->focusFirst();
    });
    connect(m_canvas, &GraphView::parametersWanted, m_form, &widgets::NodeForm::focusFirst);
    connect(m_blocks, &BlockCommands::edited, this,
            [this](const network::Network& whole, const QString& what) {
                m_document.edit(what, withNetwork(m_document.project(), whole));
            });
    connect(m_blocks, &BlockCommands::moved, this, &NetworkPage::showAnother);
    connect(m_blocks, &BlockCommands::refused, m_summary, &widgets::NetworkSummary::tell);
    connect(m_blockPalette, &BlockPalette::removalWanted, m_blocks, &BlockCommands::removeBlock);
    connect(m_blockPalette, &BlockPalette::told, m_summary, &widgets::NetworkSummary::tell);
    connect(m_canvasActions, &CanvasActions::heatChosen, this, [this](widgets::Heat heat) {
        if (heat == widgets::Heat::Time)
            m_jobs->measureIfNeeded();
    });
    connect(m_canvas, &GraphView::refused, m_summary, &widgets::NetworkSummary::tell);
    connect(m_canvas, &GraphView::told, m_summary, &widgets::NetworkSummary::tell);
    connect(m_palette, &widgets::LayerPalette::chosen, m_blockPalette, &BlockPalette::choose);
    connect(m_finder, &LayerFinder::told, m_summary, &widgets::NetworkSummary::tell);
    connect(m_finder, &LayerFinder::added, m_palette, &widgets::LayerPalette::remember);
    connect(m_canvas, &GraphView::layerDropped, m_palette, &widgets::LayerPalette::remember);
    connect(m_palette, &widgets::LayerPalette::chosen, m_palette, &widgets::LayerPalette::remember);
    connect(m_form, &widgets::NodeForm::valueChanged, this,
            [this](const QString& id, const Value& value) { setParameters({ id }, value); });
    connect(m_form, &widgets::NodeForm::pairChanged, this,
            [this](const QString& first, const QString& second, const Value& value) {
                setParameters({ first, second }, value);
            });
    connect(m_form, &widgets::NodeForm::renamed, this, &NetworkPage::rename);
    connect(m_problems, &NetworkProblems::mended, this,
            [this](const network::Network& after, const QString& what) { commit(after, what); });
    connect(m_text, &NetworkText::edited, this, [this](const network::Network& after, int mergeKey) {
        m_document.edit(tr("Edit text"), withNetwork(m_document.project(), after), mergeKey);
    });
    connect(&m_document, &ProjectDocument::opened, m_text, &NetworkText::forgetAll);
    connect(m_table, &NetworkTable::told, m_summary, &widgets::NetworkSummary::tell);
    connect(m_problems, &NetworkProblems::told, m_summary, &widgets::NetworkSummary::tell);
    connect(m_summary, &widgets::NetworkSummary::problemsClicked, this, [this] {
        m_problemPanel->setVisible(!m_problemPanel->isVisible());
        m_problemPanel->raise();
    });
}

const network::Network* NetworkPage::network() const
{
    return m_document.project().network(m_selector->current());
}

const tensor::Signature* NetworkPage::signature() const
{
    const auto* shown = network();
    return shown ? m_document.signature(shown->dataset) : nullptr;
}

void NetworkPage::refresh()
{
    const auto* shown = network();
    m_pages->setCurrentWidget(shown ? static_cast<QWidget*>(m_workplace) : m_empty);
    m_summary->setVisible(shown);
    if (!shown)
        return;
    const auto* columns = signature();
    const auto now = columns ? std::optional(*columns) : std::nullopt;
    const auto training = trainingDataOf(m_document, *shown);
    const auto recipe = recipeFor(m_document, shown->name);
    const bool isOfThisData = m_isAnalysed && now == m_shownSignature && training.rows == m_shownRows
        && training.others == m_otherDatasets;
    if (isOfThisData && *shown == m_blocks->network() && recipe == m_shownRecipe)
        return;
    const bool isKnown = isOfThisData && computesTheSame(*shown, m_blocks->network());
    m_blocks->setNetwork(*shown);
    m_shownSignature = now;
    m_finder->setData(columns);
    m_shownRows = training.rows;
    m_otherDatasets = training.others;
    m_shownRecipe = recipe;
    if (!isKnown)
        analyse(*shown, training);
    showNetwork(*shown, training);
}

void NetworkPage::analyse(const network::Network& whole, const network::TrainingData& training)
{
    const auto& inside = m_blocks->path();
    m_analysis = network::analyseInside(whole, inside, signature());
    m_analysis.warnings = inside.empty() ? network::advise(whole, m_analysis, training)
                                         : network::adviseInside(whole, inside, training);
    m_isAnalysed = true;
}

void NetworkPage::showNetwork(const network::Network& whole, const network::TrainingData& training)
{
    const auto& canvas = m_blocks->canvas();
    m_canvas->setNetwork(canvas, m_analysis);
    m_blockPalette->setNetwork(whole, !m_blocks->path().empty());
    m_problems->setNetwork(canvas, m_analysis, training);
    m_table->setNetwork(whole, signature());
    m_text->setNetwork(whole);
    const auto count = widgets::NetworkSummary::problemCount(m_analysis);
    static_cast<widgets::PanelTitle*>(m_problemPanel->titleBarWidget())->setNote(count);
    if (count.isEmpty())
        m_problemPanel->hide();
    m_summary->setNetwork(canvas, m_analysis, m_shownRecipe.batch);
    m_jobs->networkShown(m_blocks->network(), m_blocks->path());
    showForm();
}

void NetworkPage::showAnother()
{
    m_canvas->select({});
    m_isAnalysed = false;
    refresh();
    auto name = toQt(m_selector->current());
    for (const auto block : m_blocks->path())
        name += QStringLiteral("/%1").arg(block.value);
    m_canvas->showAs(name);
}

void NetworkPage::showForm()
{
    const auto selection = m_canvas->selection();
    if (selection.nodes.size() == 1) {
        m_form->setNode(m_canvas->network(), m_analysis, *selection.nodes.begin(),
                        m_shownSignature ? &*m_shownSignature : nullptr);
    } else if (selection.nodes.empty()) {
        m_form->setText(tr("No layer selected"),
                        tr("Select a layer on the canvas to see and change its parameters."));
    } else {
        m_form->setNodes(m_canvas->network(), selection.nodes,
                         m_shownSignature ? &*m_shownSignature : nullptr);
    }
}

void NetworkPage::commit(const network::Network& after, const QString& what, int mergeKey)
{
    if (const auto whole = m_blocks->whole(after))
        m_document.edit(what, withNetwork(m_document.project(), *whole), mergeKey);
    else
        m_summary->tell(toQt(whole.error().message));
}

void NetworkPage::editNodes(const QString& field, const std::function<QString(network::Node&)>& change)
{
    // A field that loses the keyboard because its network went away still tells what was typed.
    if (!network() || m_form->nodes().empty())
        return;
    auto after = m_canvas->network();
    QString what;
    for (const auto id : m_form->nodes()) {
        if (auto* node = after.find(id))
            what = change(*node);
    }
    const auto key
        = QString::number(m_form->nodes().begin()->value) + QString::number(m_form->nodes().size());
    commit(after, what, field.isEmpty() ? -1 : mergeKey(key + field));
}

void NetworkPage::setParameters(const QStringList& ids, const Value& value)
{
    QStringList labels;
    for (const auto& id : ids)
        labels << toQt(m_form->parameters().field(id)->spec().label).toLower();
    const auto count = m_form->nodes().size();
    editNodes(ids.join(u' '), [&](network::Node& node) {
        for (const auto& id : ids)
            node.parameters.set(id.toStdString(), value);
        return tr("Change %1 of %2")
            .arg(labels.join(tr(" and ")), count == 1 ? toQt(node.name) : tr("%1 layers").arg(count));
    });
}

void NetworkPage::rename(const QString& name)
{
    editNodes({}, [&](network::Node& node) {
        const auto before = std::exchange(node.name, name.toStdString());
        return tr("Rename %1 to %2").arg(toQt(before), name);
    });
}

QList<QAction*> NetworkPage::editActions() const
{
    return QList { m_actions->cut,          m_actions->copy,    m_actions->paste,
                   m_actions->duplicate,    m_actions->remove,  m_actions->selectAll,
                   m_actions->connectNodes, m_actions->arrange, m_actions->arrangeDown,
                   m_actions->arrangeRight }
    + m_edits->all();
}

QList<QAction*> NetworkPage::blockActions() const { return m_blocks->actions(); }

QList<QAction*> NetworkPage::problemActions() const { return m_problems->actions(); }

bool NetworkPage::isSnapping() const { return m_canvas->isSnapping(); }
void NetworkPage::setSnapping(bool isSnapping) { m_edits->snap->setChecked(isSnapping); }

QList<QAction*> NetworkPage::viewActions() const
{
    return { m_actions->zoomIn, m_actions->zoomOut, m_actions->resetZoom, m_actions->fitAll,
             m_actions->fitSelection };
}

void NetworkPage::tell(const QString& message) { m_summary->tell(message); }
void NetworkPage::setAnimated(bool isAnimated) { m_canvas->setAnimated(isAnimated); }

} // namespace netwright::pages
