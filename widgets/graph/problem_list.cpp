// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/problem_list.hpp"

#include "widgets/graph/fix_delegate.hpp"
#include "widgets/graph/problem_model.hpp"
#include "widgets/theme.hpp"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace netwright::widgets {

namespace {
    constexpr int kRow = 5 * kGrid; ///< two lines of a message
    constexpr int kMostFitted = 100;
    constexpr int kLayerWidth = 16 * kGrid;
    constexpr int kWidestFix = 36 * kGrid;
} // namespace

ProblemList::ProblemList(QWidget* parent)
    : QTableView(parent)
{
    setAccessibleName(tr("Problems"));
    setFrameShape(NoFrame);
    setIconSize({ 2 * kGrid, 2 * kGrid });
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setMinimumHeight(3 * kRow);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRow);
    horizontalHeader()->hide();
    setItemDelegateForColumn(ProblemModel::FixColumn, new FixDelegate(this));
    connect(this, &QTableView::activated, this, [this](const QModelIndex& index) { choose(index.row()); });
}

void ProblemList::setProblemModel(ProblemModel* model)
{
    m_model = model;
    setModel(model);
    horizontalHeader()->setSectionResizeMode(ProblemModel::Layer, QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(ProblemModel::Message, QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(ProblemModel::FixColumn, QHeaderView::Fixed);
    connect(model, &QAbstractItemModel::modelReset, this, &ProblemList::fitRows);
    connect(model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex& index) {
        if (index.row() < kMostFitted) // its fix was found
            fitRow(index.row());
    });
}

/// As high as their messages and fixes, as far as anybody reads.
void ProblemList::fitRows()
{
    for (int row = 0; row < std::min(m_model->rowCount(), kMostFitted); ++row)
        fitRow(row);
    viewport()->update();
}

void ProblemList::fitRow(int row) { setRowHeight(row, std::max(kRow, sizeHintForRow(row) + kGrid)); }

void ProblemList::choose(int row)
{
    const auto* problem = m_model->problem(row);
    if (problem && problem->node)
        emit chosen(*problem->node);
}

/// The keyboard is on a row that can be seen.
void ProblemList::focusInEvent(QFocusEvent* event)
{
    QTableView::focusInEvent(event);
    if (m_model && m_model->rowCount() > 0 && !selectionModel()->hasSelection())
        selectRow(std::max(currentIndex().row(), 0));
}

void ProblemList::keyPressEvent(QKeyEvent* event)
{
    const auto row = currentIndex().row();
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && event->modifiers().testFlag(Qt::ControlModifier) && m_model->problem(row))
        emit fixClicked(row);
    else if (isEnter)
        choose(row);
    else
        QTableView::keyPressEvent(event);
}

void ProblemList::mousePressEvent(QMouseEvent* event)
{
    QTableView::mousePressEvent(event);
    const auto index = indexAt(event->pos());
    if (!index.isValid() || event->button() != Qt::LeftButton)
        return;
    const auto cell = visualRect(index);
    const auto more = FixDelegate::moreRect(cell, index);
    if (more.contains(event->pos()))
        emit fixesWanted(index.row(), viewport()->mapToGlobal(more.bottomLeft()));
    else if (FixDelegate::buttonRect(cell, index).contains(event->pos()))
        emit fixClicked(index.row());
    else
        choose(index.row());
}

void ProblemList::mouseMoveEvent(QMouseEvent* event)
{
    QTableView::mouseMoveEvent(event);
    const auto index = indexAt(event->pos());
    const bool isOnButton
        = index.isValid() && FixDelegate::buttonRect(visualRect(index), index).contains(event->pos());
    viewport()->setCursor(isOnButton ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (index.isValid())
        viewport()->update(visualRect(index.siblingAtColumn(ProblemModel::FixColumn)));
}

void ProblemList::contextMenuEvent(QContextMenuEvent* event)
{
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    const auto index = isKey ? currentIndex() : indexAt(event->pos());
    const auto at = isKey ? visualRect(index).bottomLeft() : event->pos();
    if (index.isValid() && !m_model->fixes(index.row()).isEmpty())
        emit fixesWanted(index.row(), viewport()->mapToGlobal(at));
}

void ProblemList::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (!model() || model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(colour(Meaning::Quiet));
    painter.drawText(viewport()->rect().adjusted(2 * kGrid, kGrid, -2 * kGrid, -kGrid),
                     Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                     tr("No problems: this network can be trained."));
}

/// Messages get what the others leave, two fifths at least.
void ProblemList::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    if (!m_model)
        return;
    const int room = viewport()->width();
    horizontalHeader()->resizeSection(ProblemModel::Layer, std::min(kLayerWidth, room / 5));
    horizontalHeader()->resizeSection(ProblemModel::FixColumn, std::min(kWidestFix, room * 2 / 5));
    fitRows();
}

} // namespace netwright::widgets
