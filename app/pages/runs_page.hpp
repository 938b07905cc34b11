// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/mode.hpp"

#include <QWidget>

#include <string>
#include <vector>

class QAction;
class QSortFilterProxyModel;
class QStackedWidget;

namespace netwright::session {
struct Workspace;
}
namespace netwright::widgets {
class CurvePlot;
class DataTable;
class EmptyState;
class MessageBanner;
} // namespace netwright::widgets

namespace netwright::pages {

class PageHeader;
class RunsModel;

/// All trainings of the project, also those of other processes: find, compare, go on, delete.
class RunsPage : public QWidget {
    Q_OBJECT

public:
    explicit RunsPage(session::Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] std::vector<std::string> selectedRuns() const;
    void selectRuns(const std::vector<std::string>& runs);
    /// For the menu, where Evaluate and Export have actions of their own.
    [[nodiscard]] QList<QAction*> runActions() const { return { m_resume, m_compare, m_delete, m_refresh }; }

signals:
    void modeRequested(netwright::pages::Mode mode);
    /// Show this run in another mode.
    void runRequested(netwright::pages::Mode mode, const std::string& run);
    /// Show what this run was trained with beside the network as it is now.
    void comparisonRequested(const std::string& run);

private:
    void makeActions();
    QWidget* makeContent();
    QWidget* makeTable();
    QWidget* makePlots();
    void showRuns();
    void showSelection();
    void showCurves();
    void resumeRun();
    void deleteRuns();
    [[nodiscard]] int sourceRow(const std::string& run) const;

    session::Workspace& m_workspace;
    std::string m_wanted; ///< the run that has just started, until it is listed
    PageHeader* m_header;
    widgets::MessageBanner* m_banner;
    QStackedWidget* m_stack;
    widgets::EmptyState* m_empty;
    RunsModel* m_model;
    QSortFilterProxyModel* m_sorted;
    widgets::DataTable* m_table;
    widgets::CurvePlot* m_lossPlot;
    widgets::CurvePlot* m_metricPlot;
    QAction* m_evaluate;
    QAction* m_export;
    QAction* m_resume;
    QAction* m_compare;
    QAction* m_delete;
    QAction* m_refresh;
};

} // namespace netwright::pages
