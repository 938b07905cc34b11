// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/job.hpp"
#include "core/network/fixes.hpp"
#include "widgets/graph/problem_model.hpp"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

class QAction;
class QWidget;

namespace netwright::session {
class ProjectDocument;
}
namespace netwright::widgets {
class GraphView;
class ProblemList;
} // namespace netwright::widgets

namespace netwright::pages {

/// What a network has to learn from; where its dataset is not there, the open ones instead.
[[nodiscard]] network::TrainingData trainingDataOf(const session::ProjectDocument& document,
                                                   const network::Network& network);

/// What is wrong with the network that the page shows: fills the list of problems, finds the fixes that stand
/// in it and beside the nodes, and applies them. Fixes are looked for on other threads, a problem at a time,
/// also those that are asked for, so that the window never waits.
class NetworkProblems : public QObject {
    Q_OBJECT

public:
    /// The actions work while the keyboard is anywhere in `page`.
    NetworkProblems(widgets::GraphView& canvas, widgets::ProblemList& list, QWidget& page);
    ~NetworkProblems() override;

    /// The whole network, and which of its canvases is shown; `analysis` is that one's, with its warnings.
    /// Call after the canvas has it.
    void setNetwork(const network::Network& whole, const network::NodePath& path,
                    std::shared_ptr<const network::Analysis> analysis, const network::TrainingData& data);
    /// For menus: go to the next problem, to the one before, mend it, choose how.
    [[nodiscard]] QList<QAction*> actions() const { return m_actions; }

signals:
    void mended(const netwright::network::Network& whole, const QString& what);
    void told(const QString& message);

private:
    QAction* addAction(QWidget& page, const char* id, const QString& text, const QString& toolTip,
                       const QKeySequence& keys, void (NetworkProblems::*command)());
    struct Subject;

    using Fixes = std::vector<network::Fix>;
    using Answer = std::function<void(const Fixes&)>;

    [[nodiscard]] bool
    isSmall() const; ///< fixes are there before anybody could read that they are looked for
    /// Answers later; not where another network is shown by then, or the job was given another row.
    void ask(session::Job& job, int row, const Answer& answer);
    void search();
    void showFound(int row, const Fixes& fixes);
    void sayThatItLooks(int row); ///< in a large network, where it takes a while
    void apply(int row, const QString& title); ///< an empty title: the first
    void showFixes(int row, QPoint at);
    void showMenu(int row, QPoint at);
    void step(int by);
    [[nodiscard]] int currentRow() const; ///< -1: none

    void goToNext() { step(1); }
    void goToPrevious() { step(-1); }
    void mendCurrent();
    void chooseFix();

    widgets::GraphView& m_canvas;
    widgets::ProblemList& m_list;
    widgets::ProblemModel m_model;
    QList<QAction*> m_actions;
    QTimer m_searchTimer;
    bool m_hasTold = false; ///< which problem the person is at
    int m_nextRow = 0; ///< whose fixes are to be found
    std::shared_ptr<const Subject> m_subject;
    session::Job m_searching; ///< row by row
    session::Job m_looking; ///< for what the canvas shows of the layer that is selected
    session::Job m_asking; ///< for what the person wants done, wherever the selection goes meanwhile
};

} // namespace netwright::pages
