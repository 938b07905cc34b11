// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/train_page.hpp"

#include "app/pages/page_header.hpp"
#include "app/pages/recipe_panel.hpp"
#include "app/pages/training_curves.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include "core/network/analysis.hpp"
#include "widgets/graph/problem_model.hpp"
#include "widgets/plot/curve_plot.hpp"
#include "widgets/plot/plot_alignment.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/empty_state.hpp"
#include "widgets/view/figure_card.hpp"
#include "widgets/view/message_banner.hpp"

#include <QAction>
#include <QProgressBar>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace netwright::pages {

using session::toQt;
using session::TrainingState;
using widgets::kGrid;

namespace {
    constexpr int kProgressSteps = 1000;

    /// Known before the first epoch is over.
    std::string secondMetric(const session::TrainingSession& training)
    {
        for (const auto& [metric, running] : training.running()) {
            if (metric != "loss")
                return metric;
        }
        return pages::secondMetric(training.curves());
    }

    double valueOf(const training::MetricValues& values, const std::string& metric)
    {
        const auto it = values.find(metric);
        return it == values.end() ? std::nan("") : it->second;
    }

    /// "accuracy 85.84 %, loss 0.41 on the test part, with the weights of the last epoch"
    QString resultText(const training::Outcome& outcome)
    {
        const auto& last = outcome.test.empty()
            ? outcome.validation.empty() ? outcome.train : outcome.validation
            : outcome.test;
        const QString part = outcome.test.empty()
            ? outcome.validation.empty() ? TrainPage::tr("training") : TrainPage::tr("validation")
            : TrainPage::tr("test");
        QStringList figures;
        for (const auto& [name, value] : last)
            figures << QStringLiteral("%1 %2").arg(metricTitle(name).toLower(), metricText(name, value));
        return TrainPage::tr("%1 on the %2 part, with the weights of the last epoch")
            .arg(figures.join(QStringLiteral(", ")), part);
    }
} // namespace

TrainPage::TrainPage(session::Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_header(new PageHeader(tr("Train"), this))
    , m_banner(new widgets::MessageBanner(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(QStringLiteral("train"), this))
    , m_recipe(new RecipePanel(workspace.document, this))
{
    makeActions();
    m_empty->setText(tr("Nothing to train yet"),
                     tr("Build a network first: it says what to train. Then choose how, and watch it learn."),
                     tr("Build a network"));
    auto* content = new QSplitter(this);
    content->addWidget(makeLeft());
    content->addWidget(makeRight());
    content->setStretchFactor(1, 1);
    content->setChildrenCollapsible(false);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);

    auto* layout = makePageLayout(this, m_header);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);

    auto& training = workspace.training;
    connect(&training, &session::TrainingSession::progressed, this, [this] {
        if (isVisible())
            showNumbers();
    });
    connect(&training, &session::TrainingSession::stateChanged, this, &TrainPage::showState);
    connect(&training, &session::TrainingSession::runEnded, this, &TrainPage::showOutcome);
    connect(&workspace.document, &session::ProjectDocument::fileChanged, m_banner,
            &widgets::MessageBanner::clear); // what it says is about the project before
    connect(m_recipe, &RecipePanel::selectionChanged, this, &TrainPage::showSelection);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this,
            [this] { emit modeRequested(Mode::Network); });
    connect(m_banner, &widgets::MessageBanner::actionTriggered, this, [this] { m_offered(); });
    showSelection();
    showState();
}

void TrainPage::makeActions()
{
    const auto make = [this](const char* id, const char* icon, const QString& text, const QString& tip,
                             QKeySequence keys) {
        auto* action = new QAction(widgets::icon(QLatin1String(icon)), text, this);
        action->setObjectName(QLatin1String(id));
        action->setShortcut(keys);
        action->setToolTip(QStringLiteral("%1 (%2)").arg(tip, keys.toString(QKeySequence::NativeText)));
        addAction(action);
        return action;
    };
    m_start = make("startTraining", "start", tr("Start training"),
                   tr("Train the chosen network with the chosen recipe"), Qt::Key_F5);
    m_pause = make("pauseTraining", "pause", tr("Pause training"), tr("Pause after the running step"),
                   Qt::Key_F6);
    m_stop = make("stopTraining", "stop", tr("Stop training"),
                  tr("Stop and keep what was learnt; it can be resumed later"), Qt::SHIFT | Qt::Key_F5);
    m_header->addButton(m_pause);
    m_header->addButton(m_stop);
    m_header->addPrimaryButton(m_start);
    connect(m_start, &QAction::triggered, this, &TrainPage::start);
    connect(m_pause, &QAction::triggered, this, &TrainPage::pauseOrResume);
    connect(m_stop, &QAction::triggered, &m_workspace.training, &session::TrainingSession::stop);
}

QWidget* TrainPage::makeLeft()
{
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_recipe);
    scroll->setMinimumWidth(41 * kGrid);
    scroll->setMaximumWidth(52 * kGrid);
    return scroll;
}

QWidget* TrainPage::makeRight()
{
    auto* side = new QWidget(this);
    m_figures = new widgets::FigureRow(side);
    m_epoch = m_figures->add(tr("Epoch"));
    m_loss = m_figures->add(tr("Loss"));
    m_metric = m_figures->add(tr("Accuracy"));
    m_speed = m_figures->add(tr("Samples/s"));
    m_left = m_figures->add(tr("Time left"));
    m_progress = new QProgressBar(side);
    m_progress->setRange(0, kProgressSteps);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the training"));
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(kGrid * 3 / 2, 0, 0, 0);
    layout->setSpacing(kGrid * 3 / 2);
    layout->addWidget(m_figures);
    layout->addWidget(m_progress);
    layout->addWidget(makePlots(side), 1);
    return side;
}

QWidget* TrainPage::makePlots(QWidget* parent)
{
    auto* plots = new QSplitter(Qt::Vertical, parent);
    m_lossPlot = new widgets::CurvePlot(tr("Epoch"), tr("Loss"), widgets::ValueFormat::Number, plots);
    m_metricPlot = new widgets::CurvePlot(tr("Epoch"), tr("Accuracy"), widgets::ValueFormat::Percent, plots);
    m_lossPlot->setObjectName(QStringLiteral("lossPlot"));
    for (auto* plot : { m_lossPlot, m_metricPlot })
        plot->setPlaceholder(tr("The curve grows here while training"));
    new widgets::PlotAlignment({ m_lossPlot, m_metricPlot }, plots);
    plots->setChildrenCollapsible(false);
    plots->setProperty("gap", true);
    return plots;
}

void TrainPage::showSelection()
{
    const auto& document = m_workspace.document;
    m_stack->setCurrentIndex(document.project().networks.empty() ? 0 : 1);
    if (m_workspace.training.isActive())
        return;
    const auto* network = document.project().network(m_recipe->network());
    m_header->setSubtitle(network && !network->dataset.empty() ? tr("on %1").arg(toQt(network->dataset))
                                                               : QString());
}

void TrainPage::complain(const QString& message, Mode fixedIn)
{
    m_offered = [this, fixedIn] { emit modeRequested(fixedIn); };
    m_banner->showMessage(widgets::MessageKind::Error, message, tr("Go to %1").arg(titleOf(fixedIn)));
}

void TrainPage::start()
{
    auto& document = m_workspace.document;
    if (m_workspace.training.isActive())
        return;
    if (!document.hasFile())
        emit saveRequested();
    if (!document.hasFile())
        return;
    if (!document.project().network(m_recipe->network()))
        return complain(tr("There is no network to train; build one first."), Mode::Network);
    if (!document.project().recipe(m_recipe->recipe()))
        m_recipe->addRecipe();
    const auto* network = document.project().network(m_recipe->network());
    const auto* recipe = document.project().recipe(m_recipe->recipe());
    const auto dataset = document.dataset(network->dataset);
    if (!dataset) {
        const QString error = document.datasetError(network->dataset);
        const QString waiting = document.isOpening(network->dataset)
            ? tr("The dataset %1 is still being opened; try again in a moment.")
            : tr("There is no dataset %1; add it, or choose another one for the network.");
        return complain(error.isEmpty() ? waiting.arg(toQt(network->dataset)) : error, Mode::Data);
    }
    const auto analysis = network::analyse(*network, &dataset->signature());
    if (!analysis.isTrainable())
        return complain(widgets::problemText(*network, analysis.problems.front()), Mode::Network);
    if (const auto checked = training::check(*recipe); !checked)
        return m_banner->showMessage(widgets::MessageKind::Error, toQt(checked.error()));
    m_banner->clear();
    m_workspace.training.start({ .network = *network, .recipe = *recipe, .dataset = dataset, .from = {} },
                               document.runsFolder());
}

void TrainPage::pauseOrResume()
{
    if (m_workspace.training.state() == TrainingState::Paused)
        m_workspace.training.resume();
    else
        m_workspace.training.pause();
}

void TrainPage::showState()
{
    const auto& training = m_workspace.training;
    const auto state = training.state();
    const bool isPaused = state == TrainingState::Paused;
    m_start->setEnabled(!training.isActive());
    m_pause->setEnabled(state == TrainingState::Running || isPaused);
    m_pause->setText(isPaused ? tr("Resume training") : tr("Pause training"));
    m_pause->setIcon(widgets::icon(isPaused ? QStringLiteral("continue") : QStringLiteral("pause")));
    m_stop->setEnabled(training.isActive() && state != TrainingState::Stopping);
    m_recipe->setEnabled(!training.isActive());
    switch (state) {
    case TrainingState::Idle:
        if (!training.error().isEmpty())
            m_banner->showMessage(widgets::MessageKind::Error, training.error());
        showSelection();
        break;
    case TrainingState::Preparing:
        m_banner->clear();
        m_header->setSubtitle(tr("Preparing …"));
        break;
    case TrainingState::Running:
        m_header->setSubtitle(tr("Training %1").arg(training.runName()));
        break;
    case TrainingState::Paused:
        m_header->setSubtitle(tr("%1 is paused").arg(training.runName()));
        break;
    case TrainingState::Stopping:
        m_header->setSubtitle(tr("Stopping %1 …").arg(training.runName()));
        break;
    }
}

void TrainPage::showNumbers()
{
    showFigures();
    showCurves();
}

void TrainPage::showFigures()
{
    const auto& training = m_workspace.training;
    const auto& facts = training.facts();
    const auto& latest = training.latest();
    if (!facts || !latest) {
        for (auto* card : m_figures->findChildren<widgets::FigureCard*>())
            card->setValue({});
        m_progress->setValue(0);
        return;
    }
    const double total = static_cast<double>(facts->epochs * facts->stepsPerEpoch);
    const double done = static_cast<double>(latest->step);
    const auto metric = secondMetric(training);
    m_epoch->setValue(tr("%1 of %2").arg(latest->epoch).arg(facts->epochs));
    m_loss->setValue(metricText("loss", valueOf(latest->running, "loss")));
    const auto shown = metric.empty() ? std::string("accuracy") : metric;
    m_metric->setCaption(metricTitle(shown));
    m_metric->setValue(metricText(shown, valueOf(latest->running, shown)));
    m_speed->setValue(widgets::countText(latest->samplesPerSecond));
    const double here = done - static_cast<double>(facts->firstStep);
    const bool isOver = training.outcome().has_value();
    const double samplesLeft = (total - done) / std::max<double>(1, static_cast<double>(facts->stepsPerEpoch))
        * static_cast<double>(facts->trainRows);
    m_left->setValue(isOver || here <= 0 ? QString()
                                         : widgets::durationText(samplesLeft / latest->samplesPerSecond));
    m_progress->setValue(total > 0 ? static_cast<int>(done / total * kProgressSteps) : 0);
}

void TrainPage::showCurves()
{
    const auto& training = m_workspace.training;
    const auto& facts = training.facts();
    const double end = facts ? static_cast<double>(facts->epochs) : 1;
    const auto metric = secondMetric(training);
    m_lossPlot->setXRange(0, end);
    m_lossPlot->setCurves(liveCurves(training, "loss"));
    m_metricPlot->setXRange(0, end);
    m_metricPlot->setValueAxis(metricTitle(metric.empty() ? "accuracy" : metric),
                               isShare(metric.empty() ? "accuracy" : metric) ? widgets::ValueFormat::Percent
                                                                             : widgets::ValueFormat::Number);
    m_metricPlot->setCurves(metric.empty() ? std::vector<widgets::Curve>() : liveCurves(training, metric));
}

void TrainPage::showOutcome()
{
    showNumbers();
    const auto& training = m_workspace.training;
    const auto& outcome = training.outcome();
    if (!outcome || outcome->ending == training::Ending::Failed)
        return; // showState() has shown the error
    const QString after = widgets::durationText(outcome->seconds);
    if (outcome->ending == training::Ending::Finished) {
        m_offered = [this] { emit modeRequested(Mode::Evaluate); };
        m_banner->showMessage(
            widgets::MessageKind::Good,
            tr("%1 has finished after %2: %3").arg(training.runName(), after, resultText(*outcome)),
            tr("Go to %1").arg(titleOf(Mode::Evaluate)));
    } else {
        m_offered = [this, run = training.runName().toStdString()] { resumeRun(run); };
        m_banner->showMessage(
            widgets::MessageKind::Info,
            tr("%1 was stopped after %2; what it learnt is kept.").arg(training.runName(), after),
            tr("Resume %1").arg(training.runName()));
    }
}

void TrainPage::resumeRun(const std::string& run)
{
    if (!m_workspace.training.isActive())
        m_workspace.training.resumeRun(m_workspace.document.file(), run);
}

void TrainPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    showNumbers();
}

} // namespace netwright::pages
