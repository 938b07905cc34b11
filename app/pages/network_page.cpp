// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_page.hpp"

#include "app/pages/block_commands.hpp"
#include "app/pages/block_palette.hpp"
#include "app/pages/canvas_actions.hpp"
#include "app/pages/history_guide.hpp"
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

    /// Of the network, beside the figures of a block in it.
    widgets::NetworkSummary::Whole summaryOf(const network::Analysis& all)
    {
        if (!all.isTrainable())
            return { widgets::NetworkSummary::problemCount(all), false };
        return { NetworkPage::tr("%1 parameters, %2 multiply-adds per sample")
                     .arg(widgets::countText(static_cast<double>(all.total.parameters)),
                          widgets::countText(static_cast<double>(all.total.multiplyAdds))),
                 true };
    }

    /// Why sizes are not known where no problem is listed that says so.
    QString missingText(const network::Network& whole, const tensor::Signature* columns, bool hasProblems)
    {
        if (whole.dataset.empty())
            return NetworkPage::tr("size unknown: no dataset is chosen");
        if (!columns)
            return NetworkPage::tr("size unknown: the dataset \"%1\" is not there").arg(toQt(whole.dataset));
        return hasProblems ? QString()
                           : NetworkPage::tr("size unknown until the problems outside this block are solved");
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
    auto* guide = new HistoryGuide(document, *m_selector, *m_blocks, *m_canvas, this);
    connect(m_problems, &NetworkProblems::mended, this,
            [this, guide](const network::Network& after, const QString& what) {
                const auto before = m_document.project();
                commitWhole(after, what);
                guide->showStep(before);
            });
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
    connectDocument();
    connectCanvas();
    connectPanels();
    connectMessages();
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
    for (auto* action : { m_actions->connectNodes, m_actions->arrange })
        header->addIconButton(action);
    header->addGap();
    for (auto* action : { m_actions->zoomOut, m_actions->zoomIn, m_actions->fitAll })
        header->addIconButton(action);
    header->addWidget(makeMenuButton(QStringLiteral("palette"), tr("What the canvas shows"), tr("Canvas"),
                                     m_canvasActions->menu(), header));
    header->addGap();
    for (const auto* panel : { m_palettePanel, m_tablePanel, m_textPanel, m_historyPanel })
        header->addIconButton(panel->toggleViewAction());
    header->addWidget(makePanelButton(header));
    return room;
}

QWidget* NetworkPage::makePanelButton(QWidget* parent)
{
    auto* menu = new QMenu(parent);
    menu->addActions(panelActions());
    return makeMenuButton(QStringLiteral("panels"), tr("Show or hide panels"), tr("Panels"), *menu, parent);
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
    m_palette->setEnabled(shown);
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
    m_isAnalysed = true;
    if (!inside.empty()) {
        auto both = network::analyseAndAdvise(whole, inside, training);
        m_analysis = std::make_shared<const network::Analysis>(std::move(both.inside));
        m_whole = std::move(both.whole);
        return;
    }
    m_whole.reset();
    auto analysis = std::make_shared<network::Analysis>(network::analyse(whole, signature()));
    analysis->warnings = network::advise(whole, *analysis, training);
    m_analysis = std::move(analysis);
}

void NetworkPage::showNetwork(const network::Network& whole, const network::TrainingData& training)
{
    const auto& canvas = m_blocks->canvas();
    m_canvas->setNetwork(canvas, m_analysis);
    m_blockPalette->setNetwork(whole, !m_blocks->path().empty());
    m_problems->setNetwork(whole, m_blocks->path(), m_analysis, training);
    m_table->setNetwork(whole, signature());
    m_text->setNetwork(whole);
    const auto count = widgets::NetworkSummary::problemCount(*m_analysis);
    static_cast<widgets::PanelTitle*>(m_problemPanel->titleBarWidget())->setNote(count);
    if (count.isEmpty())
        m_problemPanel->hide();
    m_summary->setWhole(m_whole ? std::optional(summaryOf(*m_whole)) : std::nullopt);
    m_summary->setMissing(missingText(whole, signature(), !m_analysis->problems.empty()));
    m_summary->setNetwork(canvas, *m_analysis, m_shownRecipe.batch);
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
        m_form->setNode(m_canvas->network(), *m_analysis, *selection.nodes.begin(),
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
    if (auto whole = m_blocks->whole(after))
        m_document.edit(what, withNetwork(m_document.project(), *std::move(whole)), mergeKey);
    else
        m_summary->tell(toQt(whole.error().message));
}

void NetworkPage::commitWhole(const network::Network& whole, const QString& what)
{
    m_document.edit(what, withNetwork(m_document.project(), whole));
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
