// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/evaluate_page.hpp"

#include "app/pages/job_bar.hpp"
#include "app/pages/page_header.hpp"
#include "app/pages/run_picker.hpp"
#include "app/pages/training_curves.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/confusion_matrix.hpp"
#include "widgets/view/empty_state.hpp"
#include "widgets/view/figure_card.hpp"
#include "widgets/view/message_banner.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace netwright::pages {

using session::toQt;
using widgets::kGrid;

namespace {
    constexpr std::array kParts { data::Part::Test, data::Part::Validation, data::Part::Train };
    constexpr int kShownMistakes = 12;
    constexpr int kMostClasses = 60; ///< beyond, a matrix is no picture any more
} // namespace

EvaluatePage::EvaluatePage(session::Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_header(new PageHeader(tr("Evaluate"), this))
    , m_banner(new widgets::MessageBanner(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(QStringLiteral("evaluate"), this))
    , m_ready(new widgets::EmptyState(QStringLiteral("evaluate"), this))
    , m_evaluate(new QAction(widgets::icon(QStringLiteral("evaluate")), tr("Evaluate the chosen run"), this))
{
    describe();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_ready);
    m_stack->addWidget(makeReport());
    auto* layout = makePageLayout(this, m_header);
    layout->addWidget(makeControls());
    layout->addWidget(m_banner);
    layout->addWidget(new JobBar(m_job, this));
    layout->addWidget(m_stack, 1);
    addAction(m_evaluate);
    connect(m_evaluate, &QAction::triggered, this, &EvaluatePage::evaluate);
    connect(m_ready, &widgets::EmptyState::actionTriggered, this, &EvaluatePage::evaluate);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this,
            [this] { emit modeRequested(Mode::Train); });
    connect(m_picker, &RunPicker::choiceChanged, this, &EvaluatePage::showAvailability);
    connect(&m_job, &session::Job::runningChanged, this, &EvaluatePage::showAvailability);
    connect(&workspace.document, &session::ProjectDocument::fileChanged, this, &EvaluatePage::forget);
    showAvailability();
}

void EvaluatePage::describe()
{
    m_empty->setText(
        tr("No trained network yet"),
        tr("Train a network first. Then see here how often it is right on data that it has never seen, "
           "and which classes it mixes up."),
        tr("Train a network"));
    m_ready->setText(
        tr("See what it gets right and wrong"),
        tr("Choose a run and a part of the data above. The test part tells best what to expect of new "
           "data."),
        tr("Evaluate"));
    m_evaluate->setObjectName(QStringLiteral("evaluateChosen"));
    m_evaluate->setShortcut(Qt::CTRL | Qt::Key_E);
    m_evaluate->setToolTip(tr("Run the network over the chosen part of the data (Ctrl+E)"));
}

QWidget* EvaluatePage::makeControls()
{
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    m_picker = new RunPicker(m_workspace, row);
    m_part = new QComboBox(row);
    m_part->addItems({ tr("Test part"), tr("Validation part"), tr("Training part") });
    m_part->setAccessibleName(tr("Part of the data"));
    auto* button = new QPushButton(tr("Evaluate"), row);
    button->setToolTip(m_evaluate->toolTip());
    button->setProperty("primary", true);
    layout->addWidget(m_picker);
    layout->addSpacing(kGrid);
    layout->addWidget(new QLabel(tr("On"), row));
    layout->addWidget(m_part);
    layout->addSpacing(kGrid);
    layout->addWidget(button);
    layout->addStretch(1);
    connect(button, &QPushButton::clicked, m_evaluate, &QAction::trigger);
    connect(m_evaluate, &QAction::changed, button,
            [this, button] { button->setEnabled(m_evaluate->isEnabled()); });
    return row;
}

QWidget* EvaluatePage::makeReport()
{
    auto* report = new QWidget(this);
    auto* figures = new widgets::FigureRow(report);
    m_metric = figures->add(tr("Accuracy"));
    m_loss = figures->add(tr("Loss"));
    m_rows = figures->add(tr("Samples"));
    m_time = figures->add(tr("Time"));
    auto* below = new QHBoxLayout;
    below->setSpacing(2 * kGrid);
    below->addWidget(makeMatrixSide(report));
    below->addWidget(makeMistakesSide(report));
    below->addStretch(1);
    auto* layout = new QVBoxLayout(report);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid * 3 / 2);
    layout->addWidget(figures);
    layout->addLayout(below, 1);
    return report;
}

QWidget* EvaluatePage::makeMatrixSide(QWidget* parent)
{
    m_matrixSide = new QWidget(parent);
    m_matrix = new widgets::ConfusionMatrix(m_matrixSide);
    auto* sentence
        = new widgets::TintedLabel(widgets::Meaning::Quiet, widgets::TextRole::Body, {}, m_matrixSide);
    const auto say = [sentence](const QString& text) {
        sentence->setText(text.isEmpty() ? tr("Point at a cell to read what it says.") : text);
    };
    say({});
    connect(m_matrix, &widgets::ConfusionMatrix::sentenceChanged, sentence, say);
    auto* layout = new QVBoxLayout(m_matrixSide);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_matrix, 1);
    layout->addWidget(sentence);
    return m_matrixSide;
}

QWidget* EvaluatePage::makeMistakesSide(QWidget* parent)
{
    m_mistakesSide = new QWidget(parent);
    m_mistakesSide->setFixedWidth(34 * kGrid);
    auto* title = new QLabel(tr("Most frequent mistakes"), m_mistakesSide);
    title->setFont(widgets::font(widgets::TextRole::Strong));
    m_mistakes = new QLabel(m_mistakesSide);
    m_mistakes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_mistakes->setWordWrap(true);
    auto* layout = new QVBoxLayout(m_mistakesSide);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    layout->addWidget(title);
    layout->addWidget(m_mistakes);
    layout->addStretch(1);
    return m_mistakesSide;
}

void EvaluatePage::showAvailability()
{
    const bool hasChoice = m_picker->choice().has_value();
    m_evaluate->setEnabled(hasChoice && !m_job.isRunning());
    if (!hasChoice)
        m_stack->setCurrentIndex(0);
    else if (m_stack->currentIndex() == 0)
        m_stack->setCurrentIndex(1);
}

/// Another project: what is shown belongs to the one before.
void EvaluatePage::forget()
{
    m_job.cancel();
    m_banner->clear();
    m_header->setSubtitle({});
    m_stack->setCurrentWidget(m_empty);
    showAvailability();
}

void EvaluatePage::evaluate()
{
    auto choice = m_picker->choice();
    if (!choice || m_job.isRunning())
        return;
    m_banner->clear();
    const auto part = kParts[static_cast<std::size_t>(std::max(0, m_part->currentIndex()))];
    const QString subject = tr("%1 on the %2").arg(m_picker->text(), m_part->currentText().toLower());
    m_job.start([choice = *std::move(choice),
                 part](const Progress& progress) { return session::evaluateRun(choice, part, progress); },
                [this, subject](const Result<analysis::Report>& report) {
                    m_header->setSubtitle(report ? subject : QString());
                    if (report)
                        showReport(*report);
                    else
                        m_banner->showMessage(widgets::MessageKind::Error, toQt(report.error()));
                    emit evaluated();
                });
}

void EvaluatePage::showReport(const analysis::Report& report)
{
    m_metric->setValue({});
    for (const auto& [metric, value] : report.metrics) {
        auto* card = metric == "loss" ? m_loss : m_metric;
        card->setCaption(metricTitle(metric));
        card->setValue(metricText(metric, value));
    }
    m_rows->setValue(widgets::countText(static_cast<double>(report.rows)));
    m_time->setValue(widgets::durationText(report.seconds));
    const bool hasMatrix = !report.categories.empty() && report.categories.size() <= kMostClasses;
    m_matrixSide->setVisible(hasMatrix);
    m_mistakesSide->setVisible(!report.categories.empty());
    if (hasMatrix) {
        QStringList names;
        for (const auto& category : report.categories)
            names << toQt(category);
        m_matrix->setCounts(names, report.confusion);
    }
    showMistakes(report);
    m_stack->setCurrentIndex(2);
}

void EvaluatePage::showMistakes(const analysis::Report& report)
{
    const std::size_t n = report.categories.size();
    std::vector<std::size_t> cells;
    for (std::size_t i = 0; i < report.confusion.size(); ++i) {
        if (i / n != i % n && report.confusion[i] > 0)
            cells.push_back(i);
    }
    std::ranges::stable_sort(cells, std::greater {},
                             [&](std::size_t cell) { return report.confusion[cell]; });
    QStringList lines;
    for (const std::size_t cell : std::span(cells).first(std::min<std::size_t>(cells.size(), kShownMistakes)))
        lines << tr("%1 taken for %2: %3")
                     .arg(toQt(report.categories[cell / n]), toQt(report.categories[cell % n]))
                     .arg(report.confusion[cell]);
    m_mistakes->setText(lines.isEmpty() ? tr("None at all.") : lines.join('\n'));
}

} // namespace netwright::pages
