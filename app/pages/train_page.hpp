// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/mode.hpp"

#include <QWidget>

#include <functional>
#include <string>

class QAction;
class QProgressBar;
class QStackedWidget;

namespace netwright::session {
struct Workspace;
}
namespace netwright::widgets {
class CurvePlot;
class EmptyState;
class FigureCard;
class FigureRow;
class MessageBanner;
} // namespace netwright::widgets

namespace netwright::pages {

class PageHeader;
class RecipePanel;

/// Chooses a network and a recipe, trains, and shows the curves while they grow.
class TrainPage : public QWidget {
    Q_OBJECT

public:
    explicit TrainPage(session::Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] RecipePanel& recipe() { return *m_recipe; }
    [[nodiscard]] QList<QAction*> trainingActions() const { return { m_start, m_pause, m_stop }; }

signals:
    void modeRequested(netwright::pages::Mode mode);
    void saveRequested(); ///< a training needs a place for its runs

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeLeft();
    QWidget* makeRight();
    QWidget* makePlots(QWidget* parent);
    void makeActions();
    void start();
    void pauseOrResume();
    void showSelection();
    void showState();
    void showNumbers();
    void showCurves();
    void showFigures();
    void showOutcome();
    void resumeRun(const std::string& run);
    void complain(const QString& message, Mode fixedIn);

    session::Workspace& m_workspace;
    PageHeader* m_header;
    widgets::MessageBanner* m_banner;
    std::function<void()> m_offered; ///< what the banner's button does
    QStackedWidget* m_stack;
    widgets::EmptyState* m_empty;
    RecipePanel* m_recipe;
    QAction* m_start;
    QAction* m_pause;
    QAction* m_stop;
    QProgressBar* m_progress;
    widgets::FigureRow* m_figures;
    widgets::FigureCard* m_epoch;
    widgets::FigureCard* m_loss;
    widgets::FigureCard* m_metric;
    widgets::FigureCard* m_speed;
    widgets::FigureCard* m_left;
    widgets::CurvePlot* m_lossPlot;
    widgets::CurvePlot* m_metricPlot;
};

} // namespace netwright::pages
