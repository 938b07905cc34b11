// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/runs_page.hpp"

#include "app/pages/page_header.hpp"
#include "app/pages/runs_model.hpp"
#include "app/pages/training_curves.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include "widgets/plot/curve_plot.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/data_table.hpp"
#include "widgets/view/empty_state.hpp"
#include "widgets/view/message_banner.hpp"

#include <QAction>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QMessageBox>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace netwright::pages {

using session::toQt;
using widgets::kGrid;

RunsPage::RunsPage(session::Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_header(new PageHeader(tr("Runs"), this))
    , m_banner(new widgets::MessageBanner(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(QStringLiteral("runs"), this))
    , m_model(new RunsModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
{
    makeActions();
    m_empty->setText(
        tr("No runs yet"),
        tr("Every training is kept here with its settings, its curves and its weights, so that you can "
           "compare it with others and come back to it."),
        tr("Train a network"));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeContent());
    auto* layout = makePageLayout(this, m_header);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);

    connect(m_empty, &widgets::EmptyState::actionTriggered, this,
            [this] { emit modeRequested(Mode::Train); });
    auto& runs = workspace.runs;
    connect(&runs, &session::RunLibrary::changed, this, &RunsPage::showRuns);
    connect(&runs, &session::RunLibrary::curvesChanged, this, &RunsPage::showCurves);
    connect(&runs, &session::RunLibrary::removeFailed, this,
            [this](const QString& error) { m_banner->showMessage(widgets::MessageKind::Error, error); });
    connect(&workspace.training, &session::TrainingSession::runStarted, this,
            [this](const QString& run) { m_wanted = run.toStdString(); });
    connect(&workspace.training, &session::TrainingSession::runStarted, &runs, &session::RunLibrary::refresh);
    connect(&workspace.training, &session::TrainingSession::runEnded, &runs, &session::RunLibrary::refresh);
    connect(&workspace.training, &session::TrainingSession::stateChanged, this, &RunsPage::showSelection);
    showRuns();
}

void RunsPage::makeActions()
{
    const auto make = [this](const char* id, const char* icon, const QString& text, const QString& tip) {
        auto* action = new QAction(widgets::icon(QLatin1String(icon)), text, this);
        action->setObjectName(QLatin1String(id));
        action->setToolTip(tip);
        addAction(action);
        m_header->addButton(action);
        return action;
    };
    m_evaluate = make("evaluateRun", "evaluate", tr("Evaluate run"),
                      tr("See what the selected run gets right and wrong"));
    m_export = make("exportRun", "export", tr("Export run"), tr("Write the selected run as an ONNX file"));
    m_resume = make("resumeRun", "continue", tr("Resume run"),
                    tr("Train on where the selected run was stopped or interrupted"));
    m_compare = make("compareRun", "compare", tr("Compare network"),
                     tr("Show the network as it was trained beside the network as it is now"));
    m_delete = make("deleteRuns", "delete", tr("Delete runs"),
                    tr("Delete the selected runs with their weights (Del)"));
    m_refresh = make("refreshRuns", "refresh", tr("Refresh"), tr("Look for runs again"));
    connect(m_evaluate, &QAction::triggered, this,
            [this] { emit runRequested(Mode::Evaluate, selectedRuns().front()); });
    connect(m_export, &QAction::triggered, this,
            [this] { emit runRequested(Mode::Export, selectedRuns().front()); });
    connect(m_resume, &QAction::triggered, this, &RunsPage::resumeRun);
    connect(m_compare, &QAction::triggered, this,
            [this] { emit comparisonRequested(selectedRuns().front()); });
    connect(m_delete, &QAction::triggered, this, &RunsPage::deleteRuns);
    connect(m_refresh, &QAction::triggered, this, [this] { m_workspace.runs.refresh(); });
}

QWidget* RunsPage::makeContent()
{
    auto* content = new QSplitter(Qt::Vertical, this);
    content->addWidget(makeTable());
    content->addWidget(makePlots());
    content->setChildrenCollapsible(false);
    content->setProperty("gap", true);
    content->setSizes({ 300, 400 });
    return content;
}

QWidget* RunsPage::makeTable()
{
    m_table = new widgets::DataTable(this);
    m_table->setAccessibleName(tr("Runs"));
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(RunsModel::SortRole);
    m_sorted->setSortCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(m_sorted);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(RunsModel::Started, Qt::DescendingOrder);
    const int widths[] { 15, 11, 11, 10, 14, 18, 14, 11 };
    for (int column = 0; column < static_cast<int>(std::size(widths)); ++column)
        m_table->setColumnWidth(column, widths[column] * kGrid);
    m_delete->setShortcut(Qt::Key_Delete);
    m_delete->setShortcutContext(Qt::WidgetShortcut);
    m_table->addActions({ m_evaluate, m_export, m_resume, m_compare, m_delete });
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RunsPage::showSelection);
    return m_table;
}

QWidget* RunsPage::makePlots()
{
    auto* plots = new QSplitter(this);
    m_lossPlot = new widgets::CurvePlot(tr("Epoch"), tr("Loss"), widgets::ValueFormat::Number, plots);
    m_metricPlot = new widgets::CurvePlot(tr("Epoch"), tr("Accuracy"), widgets::ValueFormat::Percent, plots);
    for (auto* plot : { m_lossPlot, m_metricPlot })
        plot->setPlaceholder(tr("Select runs to lay their curves over each other"));
    plots->setChildrenCollapsible(false);
    plots->setProperty("gap", true);
    return plots;
}

void RunsPage::showRuns()
{
    auto selected = selectedRuns();
    m_model->setRuns(m_workspace.runs.runs());
    const int count = m_model->rowCount();
    m_header->setSubtitle(count == 0 ? QString() : count == 1 ? tr("1 run") : tr("%1 runs").arg(count));
    m_stack->setCurrentIndex(count > 0 ? 1 : 0);
    if (!m_workspace.runs.error().isEmpty())
        m_banner->showMessage(widgets::MessageKind::Error, m_workspace.runs.error());
    if (sourceRow(m_wanted) >= 0)
        selected = { std::exchange(m_wanted, {}) };
    selectRuns(selected.empty() && count > 0 ? std::vector { m_model->run(0).name } : selected);
}

int RunsPage::sourceRow(const std::string& run) const
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->run(row).name == run)
            return row;
    }
    return -1;
}

std::vector<std::string> RunsPage::selectedRuns() const
{
    std::vector<std::string> names;
    for (const auto& index : m_table->selectionModel()->selectedRows())
        names.push_back(m_model->run(m_sorted->mapToSource(index).row()).name);
    return names;
}

void RunsPage::selectRuns(const std::vector<std::string>& runs)
{
    QItemSelection selection;
    for (const auto& run : runs) {
        if (const int row = sourceRow(run); row >= 0) {
            const auto index = m_sorted->mapFromSource(m_model->index(row, 0));
            selection.select(index, index);
        }
    }
    m_table->selectionModel()->select(selection,
                                      QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    showSelection();
}

void RunsPage::showSelection()
{
    const auto selected = selectedRuns();
    const auto* only = selected.size() == 1 ? m_workspace.runs.find(selected.front()) : nullptr;
    const bool hasWeights = only && !m_workspace.runs.checkpoints(only->name).empty();
    m_evaluate->setEnabled(hasWeights);
    m_export->setEnabled(hasWeights);
    m_resume->setEnabled(only && !m_workspace.training.isActive() && only->state != runs::RunState::Running
                         && only->state != runs::RunState::Finished);
    m_compare->setEnabled(only && !only->snapshot.networks.empty());
    m_delete->setEnabled(!selected.empty());
    showCurves();
}

void RunsPage::showCurves()
{
    std::vector<widgets::Curve> losses;
    std::vector<widgets::Curve> metrics;
    for (const auto& name : selectedRuns()) {
        const auto* curves = m_workspace.runs.curves(name);
        if (!curves)
            continue; // being read; curvesChanged() comes
        const int series = m_model->series(sourceRow(name));
        losses.push_back(overlayCurve(*curves, "loss", toQt(name), series));
        if (const auto metric = secondMetric(*curves); !metric.empty()) {
            m_metricPlot->setValueAxis(metricTitle(metric),
                                       isShare(metric) ? widgets::ValueFormat::Percent
                                                       : widgets::ValueFormat::Number);
            metrics.push_back(overlayCurve(*curves, metric, toQt(name), series));
        }
    }
    m_lossPlot->setCurves(std::move(losses));
    m_metricPlot->setCurves(std::move(metrics));
}

void RunsPage::resumeRun()
{
    m_workspace.training.resumeRun(m_workspace.document.file(), selectedRuns().front());
    emit modeRequested(Mode::Train);
}

void RunsPage::deleteRuns()
{
    const auto selected = selectedRuns();
    const bool isRunning = std::ranges::any_of(selected, [this](const auto& name) {
        const auto* run = m_workspace.runs.find(name);
        return run && run->state == runs::RunState::Running;
    });
    if (isRunning)
        return m_banner->showMessage(widgets::MessageKind::Warning,
                                     tr("A run that is still training cannot be deleted; stop it first."));
    QMessageBox box(QMessageBox::Warning, tr("Delete runs"),
                    selected.size() == 1
                        ? tr("Delete %1 with its curves and weights?").arg(toQt(selected.front()))
                        : tr("Delete %1 runs with their curves and weights?").arg(selected.size()),
                    QMessageBox::Cancel, this);
    box.setInformativeText(tr("This cannot be undone."));
    QAbstractButton* confirm = box.addButton(tr("Delete"), QMessageBox::DestructiveRole);
    box.exec();
    if (box.clickedButton() == confirm)
        m_workspace.runs.remove(selected);
}

} // namespace netwright::pages
