// SPDX-License-Identifier: GPL-3.0-or-later
// The menus of the MainWindow: every action, by name, with its keys.
#include "app/pages/canvas_actions.hpp"
#include "app/pages/command_palette.hpp"
#include "app/pages/compare_networks.hpp"
#include "app/pages/evaluate_page.hpp"
#include "app/pages/export_page.hpp"
#include "app/pages/main_window.hpp"
#include "app/pages/mode_rail.hpp"
#include "app/pages/network_page.hpp"
#include "app/pages/network_selector.hpp"
#include "app/pages/runs_page.hpp"
#include "app/pages/samples.hpp"
#include "app/pages/theme_choice.hpp"
#include "app/pages/train_page.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include "widgets/theme.hpp"

#include <QAction>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QStackedWidget>

namespace netwright::pages {

QAction* MainWindow::makeAction(const char* id, const char* icon, const QString& text,
                                const QKeySequence& keys)
{
    auto* action = new QAction(widgets::icon(QLatin1String(icon)), text, this);
    action->setObjectName(QLatin1String(id));
    action->setShortcut(keys);
    addAction(action); // works with the menu bar hidden too
    return action;
}

void MainWindow::makeMenus()
{
    makeFileMenu();
    makeEditMenu();
    makeViewMenu();
    makeNetworkMenu();
    makeTrainingMenu();
    makeHelpMenu();
}

void MainWindow::makeFileMenu()
{
    auto* menu = menuBar()->addMenu(tr("&File"));
    m_new = makeAction("newProject", "new", tr("&New project"), QKeySequence::New);
    m_open = makeAction("openProject", "open", tr("&Open project…"), QKeySequence::Open);
    auto* saveIt = makeAction("saveProject", "save", tr("&Save project"), QKeySequence::Save);
    auto* saveItAs = makeAction("saveProjectAs", "save", tr("Save project &as…"), QKeySequence::SaveAs);
    auto* close = makeAction("quit", "quit", tr("&Quit"), QKeySequence::Quit);
    connect(m_new, &QAction::triggered, this, &MainWindow::newProject);
    connect(m_open, &QAction::triggered, this, &MainWindow::chooseProject);
    connect(saveIt, &QAction::triggered, this, &MainWindow::save);
    connect(saveItAs, &QAction::triggered, this, &MainWindow::saveAs);
    connect(close, &QAction::triggered, this, &QWidget::close);

    menu->addActions({ m_new, m_open });
    m_recent = menu->addMenu(widgets::icon(QStringLiteral("clock")), tr("Open &recent"));
    auto* samples = menu->addMenu(widgets::icon(QStringLiteral("folder")), tr("Sa&mples"));
    for (const Sample& sample : findSamples()) {
        auto* action = samples->addAction(tr("Open sample %1").arg(sample.title));
        action->setToolTip(sample.sentence);
        connect(action, &QAction::triggered, this, [this, file = sample.file] {
            if (mayDiscard())
                openProject(file);
        });
    }
    menu->addSeparator();
    menu->addActions({ saveIt, saveItAs });
    menu->addSeparator();
    menu->addAction(close);
}

void MainWindow::makeEditMenu()
{
    auto* menu = menuBar()->addMenu(tr("&Edit"));
    auto& history = m_workspace.document.undoStack();
    auto* undo = history.createUndoAction(this, tr("Undo"));
    undo->setObjectName(QStringLiteral("undo"));
    undo->setIcon(widgets::icon(QStringLiteral("undo")));
    undo->setShortcut(QKeySequence::Undo);
    auto* redo = history.createRedoAction(this, tr("Redo"));
    redo->setObjectName(QStringLiteral("redo"));
    redo->setIcon(widgets::icon(QStringLiteral("redo")));
    redo->setShortcuts(
        { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y) });
    menu->addActions({ undo, redo });
    addActions({ undo, redo });
    menu->addSeparator();
    menu->addActions(m_network->editActions());
}

void MainWindow::makeViewMenu()
{
    auto* menu = menuBar()->addMenu(tr("&View"));
    menu->addActions(m_rail->modeActions());
    addActions(m_rail->modeActions());
    menu->addSeparator();
    menu->addMenu(&m_network->canvasActions().menu());
    menu->addActions(m_network->viewActions());
    menu->addSeparator();
    auto* palette = makeAction("commandPalette", "command", tr("&Command palette…"),
                               QKeySequence(Qt::CTRL | Qt::Key_K));
    connect(palette, &QAction::triggered, this, &MainWindow::showPalette);
    menu->addAction(palette);
    auto* welcome = makeAction("welcome", "info", tr("&Welcome page"), {});
    connect(welcome, &QAction::triggered, this, &MainWindow::showWelcome);
    menu->addAction(welcome);
    menu->addSeparator();
    auto* themes = menu->addMenu(widgets::icon(QStringLiteral("theme")), tr("&Theme"));
    themes->addActions(m_theme.actions());
    addActions(m_theme.actions());
}

void MainWindow::makeNetworkMenu()
{
    auto* compare = makeAction("compareNetworks", "compare", tr("&Compare networks…"),
                               Qt::CTRL | Qt::SHIFT | Qt::Key_D);
    compare->setToolTip(tr("Show the network beside another one, or as a run was trained with it"));
    connect(compare, &QAction::triggered, this, &MainWindow::compareShownNetwork);
    connect(m_runs, &RunsPage::comparisonRequested, this,
            [this](const std::string& run) { compareRun(m_workspace, run, this); });
    auto* menu = menuBar()->addMenu(tr("&Network"));
    const auto commands = m_network->selector().commands();
    menu->addActions(commands);
    for (const auto* command : commands)
        connect(command, &QAction::triggered, this, [this] { setMode(Mode::Network); });
    menu->addAction(compare);
    m_network->selector().addCommand(compare);
    menu->addSeparator();
    menu->addMenu(tr("Block"))->addActions(m_network->blockActions());
    menu->addMenu(tr("Problem"))->addActions(m_network->problemActions());
    menu->addMenu(tr("&Panels"))->addActions(m_network->panelActions());
}

void MainWindow::compareShownNetwork()
{
    if (!compareNetwork(m_workspace, m_network->selector().current(), this)) {
        setMode(Mode::Network);
        m_network->tell(tr("There is nothing to compare with yet: duplicate the network, or train it."));
    }
}

void MainWindow::makeTrainingMenu()
{
    auto* menu = menuBar()->addMenu(tr("&Training"));
    menu->addActions(m_train->trainingActions());
    // From every mode, not just from their own page.
    addActions(m_train->trainingActions());
    connect(m_train->trainingActions().front(), &QAction::triggered, this, [this] { setMode(Mode::Train); });
    menu->addSeparator();
    menu->addActions(m_runs->runActions());
    menu->addSeparator();
    menu->addActions({ m_evaluate->evaluateAction(), m_export->exportAction() });
}

void MainWindow::makeHelpMenu()
{
    auto* menu = menuBar()->addMenu(tr("&Help"));
    auto* about = makeAction("about", "help", tr("&About Netwright"), {});
    connect(about, &QAction::triggered, this, &MainWindow::showAbout);
    menu->addAction(about);
}

void MainWindow::showRecent()
{
    m_recent->clear();
    for (const QString& file : recentFiles()) {
        auto* action = m_recent->addAction(tr("Open recent %1").arg(QFileInfo(file).completeBaseName()));
        action->setToolTip(file); // for the command palette, which shows it as it stands
        connect(action, &QAction::triggered, this, [this, file] {
            if (mayDiscard())
                openProject(session::toPath(file));
        });
    }
    m_recent->setEnabled(!m_recent->isEmpty());
}

void MainWindow::showPalette()
{
    CommandPalette palette(this);
    connect(&palette, &CommandPalette::chosen, this, &MainWindow::showPageOf);
    palette.exec();
}

void MainWindow::showPageOf(QWidget* widget)
{
    // Not isAncestorOf(): it stops at windows, and menus are windows.
    while (widget && m_pages->indexOf(widget) < 0)
        widget = widget->parentWidget();
    if (const int page = m_pages->indexOf(widget); page >= 0 && page < static_cast<int>(kModes.size()))
        setMode(static_cast<Mode>(page));
}

void MainWindow::showAbout()
{
    QMessageBox::about(
        this, tr("About Netwright"),
        tr("<h3>Netwright %1</h3><p>A workbench for neural networks: build a model, watch it learn, "
           "compare experiments, take the result with you.</p><p>Free software under the GNU General "
           "Public License, version 3 or later.</p>")
            .arg(QStringLiteral(NETWRIGHT_VERSION)));
}

} // namespace netwright::pages
