// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/mode.hpp"

#include "core/base/error.hpp"

#include <QMainWindow>

#include <filesystem>

class QMenu;
class QSettings;
class QStackedWidget;

namespace netwright::session {
struct Workspace;
}

namespace netwright::widgets {
class MessageBanner;
}

namespace netwright::pages {

class DataPage;
class EvaluatePage;
class ExportPage;
class ModeRail;
class NetworkPage;
class RunsPage;
class ThemeChoice;
class TrainPage;
class WelcomePage;

/// The window: the rail, the menus, the pages, and what happens to the project as a whole.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// `settings` may be null: then nothing is remembered and nobody is asked (tests, the tour). All three
    /// outlive the window.
    MainWindow(session::Workspace& workspace, ThemeChoice& theme, QSettings* settings);

    /// Shows the Data page, or the error where the user is looking.
    bool openProject(const std::filesystem::path& file);
    void showWelcome();
    /// Where a program that died left a project without a file: asks whether to open that.
    void offerUntitledRecovery();
    void setMode(Mode mode);
    /// Neither it nor its least size is larger than this.
    void fitInto(QSize room);

    [[nodiscard]] DataPage& dataPage() const { return *m_data; }
    [[nodiscard]] NetworkPage& networkPage() const { return *m_network; }
    [[nodiscard]] TrainPage& trainPage() const { return *m_train; }
    [[nodiscard]] EvaluatePage& evaluatePage() const { return *m_evaluate; }
    [[nodiscard]] RunsPage& runsPage() const { return *m_runs; }
    [[nodiscard]] ExportPage& exportPage() const { return *m_export; }

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void arrange();
    void connectAll();
    void restore(const QSettings& settings);
    void makePages();
    template <class Page> void addPage(Page* page);
    void makeMenus();
    void makeFileMenu();
    void makeEditMenu();
    void makeViewMenu();
    void makeNetworkMenu();
    void makeTrainingMenu();
    void makeHelpMenu();
    QAction* makeAction(const char* id, const char* icon, const QString& text, const QKeySequence& keys);

    void newProject();
    void chooseProject();
    bool save();
    bool saveAs();
    [[nodiscard]] bool offersElsewhere(const QString& error); ///< asks whether to save under another name
    bool mayDiscard(); ///< asks to save; false: stay
    bool mayStopTraining();
    enum class Recovery { None, Recover, Discard, Later };
    [[nodiscard]] Recovery askRecovery(const std::filesystem::path& file);
    [[nodiscard]] Recovery askRecovery(const QString& what);
    void showError(const QString& error);
    [[nodiscard]] bool isShown(const QWidget& page) const;
    void showTitle();
    void showDataError(); ///< in every mode but Data, which shows it itself
    void showPalette();
    void showPageOf(QWidget* widget);
    void compareShownNetwork();
    void showAbout();
    void remember(const std::filesystem::path& file);
    [[nodiscard]] QStringList recentFiles() const;
    void showRecent();

    session::Workspace& m_workspace;
    ThemeChoice& m_theme;
    QSettings* m_settings;
    ModeRail* m_rail;
    widgets::MessageBanner* m_dataBanner;
    std::string m_brokenDataset; ///< the one that the banner is about
    QStackedWidget* m_pages; ///< each scrolled where the window is too small for it
    WelcomePage* m_welcome = nullptr;
    DataPage* m_data = nullptr;
    NetworkPage* m_network = nullptr;
    TrainPage* m_train = nullptr;
    EvaluatePage* m_evaluate = nullptr;
    RunsPage* m_runs = nullptr;
    ExportPage* m_export = nullptr;
    QAction* m_new = nullptr;
    QAction* m_open = nullptr;
    QMenu* m_recent = nullptr;
    bool m_isClosing = false; ///< waits for the training to stop
};

} // namespace netwright::pages
