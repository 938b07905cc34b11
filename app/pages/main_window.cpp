// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/main_window.hpp"

#include "app/pages/canvas_actions.hpp"
#include "app/pages/data_page.hpp"
#include "app/pages/evaluate_page.hpp"
#include "app/pages/export_page.hpp"
#include "app/pages/mode_rail.hpp"
#include "app/pages/network_page.hpp"
#include "app/pages/page_header.hpp"
#include "app/pages/run_picker.hpp"
#include "app/pages/runs_page.hpp"
#include "app/pages/theme_choice.hpp"
#include "app/pages/train_page.hpp"
#include "app/pages/welcome_page.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include "widgets/palette/layer_palette.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/message_banner.hpp"

#include <QAction>
#include <QCloseEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include <algorithm>

namespace netwright::pages {

using session::toPath;
using session::toQt;

namespace {
    constexpr QSize kUsualSize { 1280, 820 };
    constexpr QSize kLeastSize { 900, 600 };
    constexpr int kMostRecent = 10;
    const QString kRecentKey = QStringLiteral("recent");
    const QString kGeometryKey = QStringLiteral("window/geometry");
    const QString kModeKey = QStringLiteral("window/mode");
    const QString kNetworkKey = QStringLiteral("window/network");
    const QString kCanvasKey = QStringLiteral("window/canvas");
    const QString kSnapKey = QStringLiteral("canvas/snap");
    const QString kFavouritesKey = QStringLiteral("palette/favourites");
    const QString kRecentLayersKey = QStringLiteral("palette/recent");
} // namespace

MainWindow::MainWindow(session::Workspace& workspace, ThemeChoice& theme, QSettings* settings)
    : m_workspace(workspace)
    , m_theme(theme)
    , m_settings(settings)
    , m_rail(new ModeRail(this))
    , m_dataBanner(new widgets::MessageBanner(this))
    , m_pages(new QStackedWidget(this))
{
    resize(kUsualSize);
    setMinimumSize(kLeastSize);
    arrange();
    makePages();
    makeMenus();
    m_welcome = new WelcomePage(m_new, m_open, m_pages);
    m_pages->addWidget(scrolled(m_welcome));
    connectAll();
    if (settings)
        restore(*settings);
    showRecent();
    showWelcome();
}

void MainWindow::arrange()
{
    auto* centre = new QWidget(this);
    auto* layout = new QHBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_rail);
    auto* work = new QVBoxLayout;
    work->setSpacing(0);
    work->addWidget(m_dataBanner);
    work->addWidget(m_pages, 1);
    layout->addLayout(work, 1);
    setCentralWidget(centre);
}

void MainWindow::connectAll()
{
    auto& document = m_workspace.document;
    connect(m_rail, &ModeRail::modeChosen, this, &MainWindow::setMode);
    connect(&document, &session::ProjectDocument::fileChanged, this, &MainWindow::showTitle);
    connect(&document, &session::ProjectDocument::dirtyChanged, this, &MainWindow::showTitle);
    connect(&document, &session::ProjectDocument::datasetsChanged, this, &MainWindow::showDataError);
    connect(m_pages, &QStackedWidget::currentChanged, this, &MainWindow::showDataError);
    connect(m_dataBanner, &widgets::MessageBanner::actionTriggered, this, [this] {
        m_data->selectDataset(m_brokenDataset);
        setMode(Mode::Data);
    });
    connect(&document, &session::ProjectDocument::autosaveFailed, this,
            [this](const QString& error) { statusBar()->showMessage(error, 10'000); });
    connect(m_welcome, &WelcomePage::projectChosen, this, [this](const QString& file) {
        if (mayDiscard())
            openProject(toPath(file));
    });
    connect(&m_workspace.training, &session::TrainingSession::stateChanged, this, [this] {
        const bool isActive = m_workspace.training.isActive();
        m_rail->setBusy(isActive);
        if (!isActive && m_isClosing)
            close();
    });
}

void MainWindow::restore(const QSettings& settings)
{
    restoreGeometry(settings.value(kGeometryKey).toByteArray());
    m_network->restoreLayout(settings.value(kNetworkKey).toByteArray());
    m_network->setSnapping(settings.value(kSnapKey, true).toBool());
    if (settings.contains(kCanvasKey))
        m_network->canvasActions().restore(settings.value(kCanvasKey).toStringList());
    m_network->setAnimated(true);
    m_network->layerPalette().setMemory({ .favourites = settings.value(kFavouritesKey).toStringList(),
                                          .recent = settings.value(kRecentLayersKey).toStringList() });
}

void MainWindow::fitInto(QSize room)
{
    setMinimumSize(kLeastSize.boundedTo(room));
    if (width() > room.width() || height() > room.height())
        resize(size().boundedTo(room));
}

template <class Page> void MainWindow::addPage(Page* page)
{
    const auto mode = static_cast<Mode>(m_pages->addWidget(scrolled(page))); // in the order of the modes
    page->setWindowTitle(titleOf(mode));
    if constexpr (requires { &Page::modeRequested; })
        connect(page, &Page::modeRequested, this, &MainWindow::setMode);
}

void MainWindow::makePages()
{
    addPage(m_data = new DataPage(m_workspace.document, m_pages));
    addPage(m_network = new NetworkPage(m_workspace.document, m_pages));
    addPage(m_train = new TrainPage(m_workspace, m_pages));
    addPage(m_evaluate = new EvaluatePage(m_workspace, m_pages));
    addPage(m_runs = new RunsPage(m_workspace, m_pages));
    addPage(m_export = new ExportPage(m_workspace, m_pages));
    connect(m_train, &TrainPage::saveRequested, this, &MainWindow::saveAs);
    connect(m_runs, &RunsPage::runRequested, this, [this](Mode mode, const std::string& run) {
        RunPicker& picker = mode == Mode::Export ? m_export->picker() : m_evaluate->picker();
        picker.selectRun(run);
        setMode(mode);
    });
}

void MainWindow::setMode(Mode mode)
{
    m_pages->setCurrentIndex(static_cast<int>(mode));
    m_rail->setMode(mode);
    m_pages->currentWidget()->setFocus();
}

void MainWindow::showWelcome()
{
    m_welcome->setRecent(recentFiles());
    m_pages->setCurrentIndex(m_pages->count() - 1); // behind those of the modes
    m_rail->setMode(std::nullopt);
    m_welcome->setFocus();
    showTitle();
}

bool MainWindow::isShown(const QWidget& page) const { return m_pages->currentWidget()->isAncestorOf(&page); }

void MainWindow::showTitle()
{
    setWindowTitle(QStringLiteral("%1[*] – Netwright").arg(m_workspace.document.title()));
    setWindowFilePath(toQt(m_workspace.document.file()));
    setWindowModified(m_workspace.document.isDirty());
}

void MainWindow::showDataError()
{
    const auto& document = m_workspace.document;
    const auto& datasets = document.project().datasets;
    const auto broken = std::ranges::find_if(
        datasets, [&](const auto& spec) { return !document.datasetError(spec.name).isEmpty(); });
    if (broken == datasets.end() || isShown(*m_data) || isShown(*m_welcome))
        return m_dataBanner->clear();
    m_brokenDataset = broken->name;
    m_dataBanner->showMessage(widgets::MessageKind::Error, document.datasetError(broken->name),
                              tr("Go to %1").arg(titleOf(Mode::Data)));
}

bool MainWindow::openProject(const std::filesystem::path& file)
{
    if (!mayStopTraining())
        return false;
    auto& document = m_workspace.document;
    const auto recovery = askRecovery(file);
    if (recovery == Recovery::Later)
        return false;
    if (recovery == Recovery::Discard)
        session::ProjectDocument::discardRecovery(file);
    const auto opened = recovery == Recovery::Recover ? document.recover(file) : document.open(file);
    if (!opened) {
        showError(toQt(opened.error()));
        return false;
    }
    remember(document.file());
    const int mode = m_settings ? m_settings->value(kModeKey, 0).toInt() : 0;
    setMode(mode >= 0 && mode < static_cast<int>(kModes.size()) ? static_cast<Mode>(mode) : Mode::Data);
    return true;
}

void MainWindow::offerUntitledRecovery()
{
    auto& document = m_workspace.document;
    if (!m_settings || !session::ProjectDocument::hasUntitledRecovery())
        return;
    const auto recovery = askRecovery(tr("a project that was never saved"));
    if (recovery == Recovery::Discard)
        session::ProjectDocument::discardUntitledRecovery();
    if (recovery != Recovery::Recover)
        return;
    if (const auto recovered = document.recoverUntitled(); !recovered)
        showError(toQt(recovered.error()));
    else
        setMode(Mode::Network);
}

MainWindow::Recovery MainWindow::askRecovery(const std::filesystem::path& file)
{
    if (!m_settings || !session::ProjectDocument::hasRecovery(file))
        return Recovery::None;
    std::error_code code;
    if (std::filesystem::equivalent(file, m_workspace.document.file(), code))
        return Recovery::Discard; // of this very session: asked about before
    return askRecovery(toQt(file.stem()));
}

MainWindow::Recovery MainWindow::askRecovery(const QString& what)
{
    QMessageBox box(QMessageBox::Question, tr("Unsaved edits"),
                    tr("There are unsaved edits of %1 from a session that ended unexpectedly.").arg(what),
                    QMessageBox::Cancel, this);
    auto* recover = box.addButton(tr("Recover them"), QMessageBox::AcceptRole);
    const auto* discard = box.addButton(tr("Discard them"), QMessageBox::DestructiveRole);
    box.setDefaultButton(recover);
    box.exec();
    return box.clickedButton() == recover ? Recovery::Recover
        : box.clickedButton() == discard  ? Recovery::Discard
                                          : Recovery::Later;
}

void MainWindow::showError(const QString& error)
{
    if (isShown(*m_welcome))
        m_welcome->showError(error);
    else
        QMessageBox::critical(this, tr("Netwright"), error);
}

void MainWindow::newProject()
{
    if (!mayDiscard() || !mayStopTraining())
        return;
    m_workspace.document.reset();
    setMode(Mode::Data);
}

void MainWindow::chooseProject()
{
    if (!mayDiscard())
        return;
    const QString file
        = QFileDialog::getOpenFileName(this, tr("Open project"), toQt(m_workspace.document.folder()),
                                       tr("Netwright projects (*.netwright)"));
    if (!file.isEmpty())
        openProject(toPath(file));
}

bool MainWindow::save()
{
    if (!m_workspace.document.hasFile())
        return saveAs();
    const auto saved = m_workspace.document.save();
    return saved.has_value() || (offersElsewhere(toQt(saved.error())) && saveAs());
}

bool MainWindow::offersElsewhere(const QString& error)
{
    QMessageBox box(QMessageBox::Critical, tr("Save project"), error, QMessageBox::Cancel, this);
    const auto* elsewhere = box.addButton(tr("Save as…"), QMessageBox::AcceptRole);
    box.exec();
    return box.clickedButton() == elsewhere;
}

bool MainWindow::saveAs()
{
    QString file = QFileDialog::getSaveFileName(
        this, tr("Save project"),
        toQt(m_workspace.document.folder() / m_workspace.document.title().toStdString()),
        tr("Netwright projects (*.netwright)"));
    if (file.isEmpty())
        return false;
    if (!file.endsWith(QLatin1String(".netwright")))
        file += QStringLiteral(".netwright");
    const auto saved = m_workspace.document.saveAs(toPath(file));
    if (!saved)
        showError(toQt(saved.error()));
    else
        remember(m_workspace.document.file());
    return saved.has_value();
}

bool MainWindow::mayDiscard()
{
    if (!m_settings || !m_workspace.document.isDirty())
        return true;
    const auto answer = QMessageBox::question(
        this, tr("Unsaved edits"), tr("Save the edits of %1 first?").arg(m_workspace.document.title()),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    return answer == QMessageBox::Save ? save() : answer == QMessageBox::Discard;
}

bool MainWindow::mayStopTraining()
{
    auto& training = m_workspace.training;
    if (!training.isActive())
        return true;
    if (m_settings) {
        QMessageBox box(QMessageBox::Question, tr("Training"),
                        tr("%1 is still training. Stop it? It can be resumed later where it was stopped.")
                            .arg(training.runName()),
                        QMessageBox::Cancel, this);
        QAbstractButton* stop = box.addButton(tr("Stop training"), QMessageBox::AcceptRole);
        box.exec();
        if (box.clickedButton() != stop)
            return false;
    }
    training.stop();
    return true;
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_isClosing && (!mayDiscard() || !mayStopTraining())) {
        event->ignore();
        return;
    }
    // The last step and its checkpoint take a moment; the window closes when they are done.
    m_isClosing = m_workspace.training.isActive();
    if (m_isClosing) {
        event->ignore();
        return;
    }
    m_workspace.document.endRecovery();
    if (m_settings) {
        m_settings->setValue(kGeometryKey, saveGeometry());
        m_settings->setValue(kModeKey, m_pages->currentIndex());
        m_settings->setValue(kNetworkKey, m_network->saveLayout());
        m_settings->setValue(kSnapKey, m_network->isSnapping());
        m_settings->setValue(kCanvasKey, m_network->canvasActions().checked());
        m_settings->setValue(kFavouritesKey, m_network->layerPalette().memory().favourites);
        m_settings->setValue(kRecentLayersKey, m_network->layerPalette().memory().recent);
    }
    event->accept();
}

QStringList MainWindow::recentFiles() const
{
    return m_settings ? m_settings->value(kRecentKey).toStringList() : QStringList();
}

void MainWindow::remember(const std::filesystem::path& file)
{
    if (!m_settings)
        return;
    QStringList files = recentFiles();
    files.removeAll(toQt(file));
    files.prepend(toQt(file));
    m_settings->setValue(kRecentKey, files.mid(0, kMostRecent));
    showRecent();
}

} // namespace netwright::pages
