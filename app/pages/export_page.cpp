// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/export_page.hpp"

#include "app/pages/job_bar.hpp"
#include "app/pages/page_header.hpp"
#include "app/pages/run_picker.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/empty_state.hpp"
#include "widgets/view/figure_card.hpp"
#include "widgets/view/message_banner.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace netwright::pages {

using session::toPath;
using session::toQt;
using widgets::kGrid;

namespace {
    constexpr std::int64_t kCheckedSamples = 256;
    constexpr int kFormWidth = 90 * kGrid;
} // namespace

ExportPage::ExportPage(session::Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_header(new PageHeader(tr("Export"), this))
    , m_banner(new widgets::MessageBanner(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(QStringLiteral("export"), this))
    , m_export(new QAction(widgets::icon(QStringLiteral("export")), tr("Export to ONNX"), this))
{
    m_empty->setText(
        tr("No trained network yet"),
        tr("Train a network first. Then take it from here into other programs: as an ONNX file, checked "
           "to compute the same."),
        tr("Train a network"));
    m_export->setObjectName(QStringLiteral("exportChosen"));
    m_export->setToolTip(tr("Write the file and compare it with Netwright's own engine"));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeContent());
    makePageLayout(this, m_header)->addWidget(m_stack, 1);

    addAction(m_export);
    connect(m_export, &QAction::triggered, this, &ExportPage::exportFile);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this,
            [this] { emit modeRequested(Mode::Train); });
    connect(m_picker, &RunPicker::choiceChanged, this, &ExportPage::showAvailability);
    connect(m_file, &QLineEdit::textEdited, this, [this] { m_isFileChosen = true; });
    connect(m_file, &QLineEdit::textChanged, this, &ExportPage::showAvailability);
    connect(&m_job, &session::Job::runningChanged, this, &ExportPage::showAvailability);
    connect(&workspace.document, &session::ProjectDocument::fileChanged, this, &ExportPage::forget);
    showAvailability();
}

QWidget* ExportPage::makeContent()
{
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * kGrid);
    m_banner->setMaximumWidth(kFormWidth);
    column->addWidget(makeForm());
    column->addWidget(m_banner);
    column->addWidget(makeResult());
    column->addStretch(1);
    return content;
}

QWidget* ExportPage::makeForm()
{
    auto* form = new QFrame(this);
    form->setProperty("card", true);
    form->setMaximumWidth(kFormWidth);
    m_picker = new RunPicker(m_workspace, form);
    auto* button = new QPushButton(tr("Export and check"), form);
    button->setObjectName(QStringLiteral("exportButton"));
    button->setToolTip(m_export->toolTip());
    button->setProperty("primary", true);
    auto* explanation = new widgets::TintedLabel(
        widgets::Meaning::Quiet, widgets::TextRole::Caption,
        tr("ONNX, opset 13, any batch size. After writing, OpenCV loads the file, and its outputs on %1 "
           "samples are compared with ours.")
            .arg(kCheckedSamples),
        form);
    explanation->setWordWrap(true);
    auto* layout = new QVBoxLayout(form);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(kGrid * 3 / 2);
    layout->addWidget(m_picker, 0, Qt::AlignLeft);
    layout->addLayout(makeFileRow(form));
    layout->addWidget(explanation);
    layout->addWidget(button, 0, Qt::AlignLeft);
    layout->addWidget(new JobBar(m_job, form));
    connect(button, &QPushButton::clicked, m_export, &QAction::trigger);
    connect(m_export, &QAction::changed, button,
            [this, button] { button->setEnabled(m_export->isEnabled()); });
    return form;
}

QLayout* ExportPage::makeFileRow(QWidget* parent)
{
    m_file = new QLineEdit(parent);
    m_file->setPlaceholderText(tr("network.onnx"));
    m_file->setAccessibleName(tr("File"));
    m_file->setToolTip(tr("The file to write; a name alone means beside the project"));
    auto* label = new QLabel(tr("File"), parent);
    label->setBuddy(m_file);
    auto* choose = new QPushButton(widgets::icon(QStringLiteral("folder")), tr("Choose…"), parent);
    connect(choose, &QPushButton::clicked, this, &ExportPage::chooseFile);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(label);
    row->addWidget(m_file, 1);
    row->addWidget(choose);
    return row;
}

QWidget* ExportPage::makeResult()
{
    auto* figures = new widgets::FigureRow(this);
    figures->setMaximumWidth(kFormWidth);
    m_difference = figures->add(tr("Largest difference"));
    m_samples = figures->add(tr("Samples compared"));
    m_size = figures->add(tr("Size of the file"));
    figures->hide();
    m_result = figures;
    return figures;
}

/// Another project: what is shown belongs to the one before, and so does a file chosen for it.
void ExportPage::forget()
{
    m_job.cancel();
    m_isFileChosen = false;
    m_file->clear();
    clearResult();
    showAvailability();
}

void ExportPage::clearResult()
{
    m_banner->clear();
    m_result->hide();
    m_exported.reset();
}

void ExportPage::showAvailability()
{
    const auto choice = m_picker->choice();
    m_stack->setCurrentIndex(choice ? 1 : 0);
    if (choice && !m_isFileChosen)
        m_file->setText(toQt(m_workspace.document.folder() / (choice->run.name + ".onnx")));
    m_export->setEnabled(choice && !m_job.isRunning() && !m_file->text().trimmed().isEmpty());
}

void ExportPage::setFile(const QString& file)
{
    m_isFileChosen = true;
    m_file->setText(file);
}

void ExportPage::chooseFile()
{
    const QString file
        = QFileDialog::getSaveFileName(this, tr("Export to ONNX"), m_file->text(), tr("ONNX (*.onnx)"));
    if (!file.isEmpty())
        setFile(file.endsWith(QLatin1String(".onnx")) ? file : file + QStringLiteral(".onnx"));
}

void ExportPage::exportFile()
{
    auto choice = m_picker->choice();
    if (!choice || m_job.isRunning())
        return;
    clearResult();
    const auto file = m_workspace.document.folder() / toPath(m_file->text().trimmed());
    m_job.start(
        [choice = *std::move(choice), file](const Progress& progress) {
            return session::exportRun(choice, file, kCheckedSamples, progress);
        },
        [this](const Result<session::Exported>& result) { showResult(result); });
}

void ExportPage::showResult(const Result<session::Exported>& result)
{
    if (!result) {
        m_banner->showMessage(widgets::MessageKind::Error, toQt(result.error()));
        emit exportEnded();
        return;
    }
    m_exported = *result;
    const auto& parity = result->parity;
    m_difference->setValue(QLocale::c().toString(parity.largestDifference, 'g', 2));
    m_samples->setValue(widgets::countText(static_cast<double>(parity.samples)));
    m_size->setValue(widgets::bytesText(static_cast<double>(result->bytes)));
    m_result->show();
    const QString file = toQt(result->file);
    if (parity.isSame)
        m_banner->showMessage(widgets::MessageKind::Good,
                              tr("The file computes the same as the network here: %1").arg(file));
    else
        m_banner->showMessage(
            widgets::MessageKind::Warning,
            tr("The file was written, but its outputs differ by more than 0.0001: %1. Do not rely "
               "on it; please report this network.")
                .arg(file));
    emit exportEnded();
}

} // namespace netwright::pages
