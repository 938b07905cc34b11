// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_problems.hpp"

#include "app/pages/follow_pace.hpp"
#include "app/session/project_document.hpp"
#include "app/session/text.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/problem_bubbles.hpp"
#include "widgets/graph/problem_list.hpp"
#include "widgets/theme.hpp"

#include <QAction>
#include <QMenu>

#include <algorithm>
#include <optional>
#include <utility>

namespace netwright::pages {

using network::NodeId;
using session::toQt;
using widgets::GraphView;
using widgets::ProblemList;

namespace {
    /// Nobody reads more at once; those of other rows are found when they are asked for.
    constexpr int kMostRows = 30;
} // namespace

network::TrainingData trainingDataOf(const session::ProjectDocument& document,
                                     const network::Network& network)
{
    if (const auto dataset = document.dataset(network.dataset))
        return { .columns = document.signature(network.dataset),
                 .rows = std::ssize(dataset->rows(data::Part::Train)) };
    network::TrainingData none;
    for (const auto& spec : document.project().datasets) {
        if (const auto* columns = document.signature(spec.name))
            none.others.emplace(spec.name, *columns);
    }
    return none;
}

/// What fixes are looked for in: const, so that a thread may look while the window goes on.
struct NetworkProblems::Subject {
    network::Network network;
    network::NodePath path; ///< of the canvas that is shown
    std::shared_ptr<const network::Analysis> analysis; ///< of that canvas
    std::optional<tensor::Signature> columns;
    network::TrainingData data;

    [[nodiscard]] std::vector<network::Fix> fixesFor(const network::Problem& problem) const
    {
        auto known = data;
        known.columns = columns ? &*columns : nullptr;
        return network::fixesFor(problem, network, *analysis, known, path);
    }
};

NetworkProblems::NetworkProblems(GraphView& canvas, ProblemList& list, QWidget& page)
    : QObject(&page)
    , m_canvas(canvas)
    , m_list(list)
    , m_subject(std::make_shared<Subject>())
{
    list.setProblemModel(&m_model);
    m_searchTimer.setSingleShot(true);
    connect(&m_searchTimer, &QTimer::timeout, this, &NetworkProblems::search);
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] {
        if (std::exchange(m_hasTold, false))
            emit told({}); // "Problem 1 of 3" is another one now, or none
    });
    connect(&list, &ProblemList::chosen, &canvas, &GraphView::reveal);
    connect(&list, &ProblemList::fixClicked, this, [this](int row) { apply(row, {}); });
    connect(&list, &ProblemList::fixesWanted, this, &NetworkProblems::showFixes);
    const auto& bubbles = canvas.bubbles();
    connect(&bubbles, &widgets::ProblemBubbles::fixClicked, this,
            [this](NodeId node) { apply(m_model.rowOf(node), {}); });
    connect(&bubbles, &widgets::ProblemBubbles::fixesWanted, this,
            [this](NodeId node, QPoint at) { showFixes(m_model.rowOf(node), at); });
    connect(&canvas, &GraphView::selectionChanged, this, [this] {
        if (std::exchange(m_hasTold, false))
            emit told({}); // the person went on
        const auto nodes = m_canvas.selection().nodes;
        const auto row = nodes.size() == 1 ? m_model.rowOf(*nodes.begin()) : -1;
        if (row >= m_nextRow)
            ask(m_looking, row, [this, row](const Fixes& fixes) { showFound(row, fixes); });
    });
    m_actions = {
        addAction(page, "nextProblem", tr("Next problem"), tr("Go to the next problem"), Qt::Key_F8,
                  &NetworkProblems::goToNext),
        addAction(page, "previousProblem", tr("Previous problem"), tr("Go to the problem before"),
                  Qt::SHIFT | Qt::Key_F8, &NetworkProblems::goToPrevious),
        addAction(page, "mend", tr("Mend problem"), tr("Mend the problem of the selected layer"),
                  Qt::CTRL | Qt::Key_Period, &NetworkProblems::mendCurrent),
        addAction(page, "chooseFix", tr("Choose a fix…"), tr("Show all ways to mend the problem"),
                  Qt::ALT | Qt::Key_Return, &NetworkProblems::chooseFix),
    };
}

NetworkProblems::~NetworkProblems() = default;

QAction* NetworkProblems::addAction(QWidget& page, const char* id, const QString& text,
                                    const QString& toolTip, const QKeySequence& keys,
                                    void (NetworkProblems::*command)())
{
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(id));
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(QStringLiteral("%1 (%2)").arg(toolTip, keys.toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, command);
    page.addAction(action);
    return action;
}

void NetworkProblems::setNetwork(const network::Network& whole, const network::NodePath& path,
                                 std::shared_ptr<const network::Analysis> analysis,
                                 const network::TrainingData& data)
{
    m_searching.cancel();
    m_looking.cancel();
    m_asking.cancel();
    m_subject = std::make_shared<const Subject>(
        Subject { .network = whole,
                  .path = path,
                  .analysis = std::move(analysis),
                  .columns = data.columns ? std::optional(*data.columns) : std::nullopt,
                  .data = { .columns = nullptr, .rows = data.rows, .others = data.others } });
    m_model.setProblems(m_canvas.network(), *m_subject->analysis);
    for (auto* action : m_actions)
        action->setEnabled(m_model.rowCount() > 0);
    m_nextRow = 0;
    m_searchTimer.start(isSmall() ? 0 : kFollowMs);
}

/// Of the whole network, also where the canvas shows a block alone: each try of a fix analyses all of it.
bool NetworkProblems::isSmall() const
{
    auto count = m_subject->network.nodes.size();
    for (const auto& block : m_subject->network.blocks)
        count += block.body.nodes.size();
    return count <= kSmallNetwork;
}

void NetworkProblems::ask(session::Job& job, int row, const Answer& answer)
{
    const auto* problem = m_model.problem(row);
    if (!problem)
        return;
    job.start(
        [subject = m_subject, problem = *problem](const Progress&) { return subject->fixesFor(problem); },
        answer);
}

/// Goes on where it stopped.
void NetworkProblems::search()
{
    if (m_nextRow >= std::min(m_model.rowCount(), kMostRows))
        return;
    ask(m_searching, m_nextRow, [this, row = m_nextRow](const Fixes& fixes) {
        showFound(row, fixes);
        search();
    });
    ++m_nextRow;
}

void NetworkProblems::showFound(int row, const Fixes& fixes)
{
    QStringList titles;
    for (const auto& fix : fixes)
        titles << toQt(fix.title);
    m_model.setFixes(row, titles);
    const auto node = m_model.problem(row)->node;
    if (!node || m_model.rowOf(*node) != row)
        return;
    if (auto* item = m_canvas.graph().item(*node)) {
        item->setFixes(titles);
        m_canvas.bubbles().place();
    }
}

void NetworkProblems::sayThatItLooks(int row)
{
    const auto* problem = m_model.problem(row);
    if (!problem || isSmall())
        return;
    const auto* node = problem->node ? m_canvas.network().find(*problem->node) : nullptr;
    emit told(node ? tr("Looking for a way to mend %1…").arg(toQt(node->name))
                   : tr("Looking for a way to mend the network…"));
}

/// Found anew: what is shown may be of a moment ago.
void NetworkProblems::apply(int row, const QString& title)
{
    sayThatItLooks(row);
    ask(m_asking, row, [this, title](const Fixes& fixes) {
        const auto fix = title.isEmpty()
            ? fixes.begin()
            : std::ranges::find_if(fixes, [&title](const auto& other) { return toQt(other.title) == title; });
        if (fix == fixes.end()) {
            emit told(tr("There is no fix for this; the message says what to do."));
            return;
        }
        const bool hasWaited = !isSmall();
        emit mended(fix->after, toQt(fix->title));
        if (hasWaited) // the person may be elsewhere by now
            emit told(tr("Done: %1").arg(toQt(fix->title)));
    });
}

void NetworkProblems::showFixes(int row, QPoint at)
{
    sayThatItLooks(row);
    ask(m_asking, row, [this, row, at](const Fixes& fixes) {
        showFound(row, fixes);
        showMenu(row, at);
    });
}

void NetworkProblems::showMenu(int row, QPoint at)
{
    auto* menu = new QMenu(&m_canvas);
    menu->setObjectName(QStringLiteral("fixes"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto& title : m_model.fixes(row))
        connect(menu->addAction(title), &QAction::triggered, this, [this, row, title] { apply(row, title); });
    if (menu->isEmpty()) {
        delete menu;
        apply(row, {});
        return;
    }
    menu->setActiveAction(menu->actions().front());
    menu->popup(at);
}

int NetworkProblems::currentRow() const
{
    const auto selected = m_canvas.selection().nodes;
    const auto listed = m_list.currentIndex().row();
    const auto* problem = m_model.problem(listed);
    if (problem && (m_list.hasFocus() || !problem->node || selected.contains(*problem->node)))
        return listed;
    for (const auto node : selected) {
        if (const auto row = m_model.rowOf(node); row >= 0)
            return row;
    }
    return selected.empty() && m_model.rowCount() > 0 ? 0 : -1;
}

void NetworkProblems::step(int by)
{
    const auto count = m_model.rowCount();
    if (count == 0)
        return;
    const auto listed = m_list.currentIndex().row();
    const auto row = listed < 0 ? (by > 0 ? 0 : count - 1) : (listed + by + count) % count;
    m_list.setCurrentIndex(m_model.index(row, widgets::ProblemModel::Layer));
    const auto& problem = *m_model.problem(row);
    if (problem.node)
        m_canvas.reveal(*problem.node);
    else
        m_canvas.select({});
    const auto place = tr("Problem %1 of %2").arg(row + 1).arg(count);
    m_hasTold = true;
    emit told(place);
    ask(m_looking, row, [this, row, place](const Fixes& fixes) {
        showFound(row, fixes);
        if (m_hasTold && !fixes.empty() && m_list.currentIndex().row() == row)
            emit told(tr("%1 · Ctrl+. to: %2").arg(place, toQt(fixes.front().title)));
    });
}

void NetworkProblems::mendCurrent()
{
    const auto row = currentRow();
    if (row >= 0)
        apply(row, {});
    else
        emit told(tr("Nothing is wrong with the selected layer; F8 goes to the next problem."));
}

void NetworkProblems::chooseFix()
{
    const auto row = currentRow();
    const auto* problem = m_model.problem(row);
    if (!problem)
        return;
    const auto* item = problem->node ? m_canvas.graph().item(*problem->node) : nullptr;
    const auto at = item ? m_canvas.mapFromScene(item->scenePos()) : m_canvas.viewport()->rect().center();
    showFixes(row, m_canvas.viewport()->mapToGlobal(at));
}

} // namespace netwright::pages
