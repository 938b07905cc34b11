// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_actions.hpp"

#include "widgets/graph/graph_view.hpp"
#include "widgets/theme.hpp"

#include <QAction>

namespace netwright::widgets {

namespace {
    struct Description {
        QString id;
        QString iconName;
        QString text;
        QString toolTip;
        QList<QKeySequence> shortcuts;
    };

    QAction* add(GraphView& view, const Description& description, void (GraphView::*command)())
    {
        auto* action = new QAction(&view);
        action->setObjectName(description.id);
        if (!description.iconName.isEmpty())
            action->setIcon(icon(description.iconName));
        action->setText(description.text);
        action->setShortcuts(description.shortcuts);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        const auto keys = description.shortcuts.value(0).toString(QKeySequence::NativeText);
        action->setToolTip(keys.isEmpty() ? description.toolTip
                                          : QStringLiteral("%1 (%2)").arg(description.toolTip, keys));
        QObject::connect(action, &QAction::triggered, &view, command);
        view.addAction(action);
        return action;
    }

    void addSeparator(GraphView& view)
    {
        auto* separator = new QAction(&view);
        separator->setSeparator(true);
        view.addAction(separator);
    }
} // namespace

GraphActions::GraphActions(GraphView& view)
    : QObject(&view)
    , m_view(view)
{
    const auto keys = [](QKeySequence::StandardKey key) { return QKeySequence::keyBindings(key); };
    cut = add(view,
              { "cut", "cut", tr("Cut layers"), tr("Cut the selected layers"), keys(QKeySequence::Cut) },
              &GraphView::cutSelection);
    copy = add(
        view, { "copy", "copy", tr("Copy layers"), tr("Copy the selected layers"), keys(QKeySequence::Copy) },
        &GraphView::copySelection);
    paste = add(view,
                { "paste", "paste", tr("Paste layers"), tr("Paste copied layers in the middle of the view"),
                  keys(QKeySequence::Paste) },
                &GraphView::paste);
    duplicate = add(view,
                    { "duplicate",
                      "duplicate",
                      tr("Duplicate layers"),
                      tr("Duplicate the selected layers"),
                      { QKeySequence(Qt::CTRL | Qt::Key_D) } },
                    &GraphView::duplicateSelection);
    remove = add(view,
                 { "remove",
                   "delete",
                   tr("Delete layers and links"),
                   tr("Delete the selected layers and links"),
                   { QKeySequence(Qt::Key_Delete), QKeySequence(Qt::Key_Backspace) } },
                 &GraphView::removeSelection);
    addSeparator(view);
    connectNodes = add(view,
                       { "connect",
                         "connect",
                         tr("Connect layers"),
                         tr("Connect the selected layers from top to bottom"),
                         { QKeySequence(Qt::Key_C) } },
                       &GraphView::connectSelection);
    arrange = add(view,
                  { "arrange",
                    "arrange",
                    tr("Arrange layers"),
                    tr("Arrange the selected layers, or all, with few links crossing"),
                    { QKeySequence(Qt::Key_A) } },
                  &GraphView::arrange);
    arrangeDown = add(view,
                      { "arrangeDown",
                        "flow-down",
                        tr("Arrange from top to bottom"),
                        tr("Arrange all layers so that data flows down"),
                        { QKeySequence(Qt::SHIFT | Qt::Key_V) } },
                      &GraphView::arrangeDown);
    arrangeRight = add(view,
                       { "arrangeRight",
                         "flow-right",
                         tr("Arrange from left to right"),
                         tr("Arrange all layers so that data flows to the right"),
                         { QKeySequence(Qt::SHIFT | Qt::Key_H) } },
                       &GraphView::arrangeRight);
    selectAll = add(view,
                    { "selectAll", "select-all", tr("Select all layers"), tr("Select all layers"),
                      keys(QKeySequence::SelectAll) },
                    &GraphView::selectAll);
    addSeparator(view);
    zoomIn = add(view,
                 { "zoomIn",
                   "zoom-in",
                   tr("Zoom in"),
                   tr("Zoom in"),
                   { QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal) } },
                 &GraphView::zoomIn);
    zoomOut = add(
        view,
        { "zoomOut", "zoom-out", tr("Zoom out"), tr("Zoom out"), { QKeySequence(Qt::CTRL | Qt::Key_Minus) } },
        &GraphView::zoomOut);
    resetZoom = add(
        view,
        { "resetZoom", {}, tr("Actual size"), tr("Show at 100 %"), { QKeySequence(Qt::CTRL | Qt::Key_0) } },
        &GraphView::resetZoom);
    fitAll = add(view,
                 { "fitAll",
                   "zoom-fit",
                   tr("Show whole network"),
                   tr("Show the whole network"),
                   { QKeySequence(Qt::Key_F) } },
                 &GraphView::fitAll);
    fitSelection = add(view,
                       { "fitSelection",
                         "fit",
                         tr("Show selected layers"),
                         tr("Show the selected layers as large as they fit"),
                         { QKeySequence(Qt::SHIFT | Qt::Key_F) } },
                       &GraphView::fitSelection);
    connect(&view, &GraphView::selectionChanged, this, &GraphActions::update);
    update();
}

void GraphActions::update()
{
    const auto selection = m_view.selection();
    for (auto* action : { cut, copy, duplicate })
        action->setEnabled(!selection.nodes.empty() || !selection.notes.empty());
    fitSelection->setEnabled(!selection.nodes.empty());
    remove->setEnabled(!selection.isEmpty());
    connectNodes->setEnabled(selection.nodes.size() > 1);
}

} // namespace netwright::widgets
