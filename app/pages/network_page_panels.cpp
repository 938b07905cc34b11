// SPDX-License-Identifier: GPL-3.0-or-later
// The panels around the canvas.
#include "app/pages/network_page.hpp"

#include "app/pages/network_table.hpp"
#include "app/pages/network_text.hpp"
#include "app/session/project_document.hpp"
#include "widgets/form/node_form.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/problem_list.hpp"
#include "widgets/palette/layer_palette.hpp"
#include "widgets/table/layer_table.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/history_list.hpp"
#include "widgets/view/panel_title.hpp"

#include <QAction>
#include <QDockWidget>
#include <QMainWindow>
#include <QShortcut>

namespace netwright::pages {

using widgets::kGrid;

QDockWidget* NetworkPage::addPanel(const QString& name, const QString& title, Qt::DockWidgetArea area,
                                   QWidget* content)
{
    content->setObjectName(name);
    auto* panel = new QDockWidget(title, m_workplace);
    panel->setObjectName(name + QStringLiteral("Panel"));
    panel->setWidget(content);
    panel->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    new widgets::PanelTitle(*panel);
    const auto* back
        = new QShortcut(Qt::Key_Escape, content, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(back, &QShortcut::activated, m_canvas, [this] { m_canvas->setFocus(Qt::ShortcutFocusReason); });
    m_workplace->addDockWidget(area, panel);
    connect(panel->toggleViewAction(), &QAction::triggered, content, [panel, content](bool isShown) {
        if (!isShown)
            return;
        panel->raise(); // before those that it shares its place with
        content->setFocus();
    });
    return panel;
}

void NetworkPage::addPanelKeys(QDockWidget& panel, const QString& toolTip, const QKeySequence& keys)
{
    auto* action = panel.toggleViewAction();
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(QStringLiteral("%1 (%2)").arg(toolTip, keys.toString(QKeySequence::NativeText)));
    addAction(action);
}

QList<QAction*> NetworkPage::panelActions() const
{
    QList<QAction*> actions;
    for (const auto* panel : m_workplace->findChildren<QDockWidget*>())
        actions << panel->toggleViewAction();
    return actions;
}

void NetworkPage::makePanels()
{
    m_workplace->setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    m_workplace->setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    addPanel(QStringLiteral("palette"), tr("Layers"), Qt::LeftDockWidgetArea, m_palette);
    auto* formPanel = addPanel(QStringLiteral("form"), tr("Selected layer"), Qt::RightDockWidgetArea, m_form);
    m_problemPanel
        = addPanel(QStringLiteral("problems"), tr("Problems"), Qt::BottomDockWidgetArea, m_problemList);
    m_problemPanel->hide();
    auto* table = new widgets::LayerTable(this);
    auto* tablePanel = addPanel(QStringLiteral("table"), tr("Table"), Qt::BottomDockWidgetArea, table);
    tablePanel->hide();
    addPanelKeys(*tablePanel, tr("Show or hide the table of layers"), Qt::CTRL | Qt::SHIFT | Qt::Key_T);
    m_table = new NetworkTable(*tablePanel, *table, *m_canvas, *m_blocks);
    m_text = new NetworkText(*m_canvas, *m_blocks, this);
    auto* textPanel = addPanel(QStringLiteral("text"), tr("Text"), Qt::RightDockWidgetArea, m_text);
    m_workplace->setTabPosition(Qt::RightDockWidgetArea, QTabWidget::North);
    m_workplace->setTabPosition(Qt::BottomDockWidgetArea, QTabWidget::North);
    m_workplace->tabifyDockWidget(m_problemPanel, tablePanel);
    m_workplace->tabifyDockWidget(formPanel, textPanel); // both are about the layer, and want the same width
    textPanel->hide();
    addPanelKeys(*textPanel, tr("Show or hide the network as text"), Qt::CTRL | Qt::SHIFT | Qt::Key_J);
    addPanel(QStringLiteral("history"), tr("History"), Qt::RightDockWidgetArea,
             new widgets::HistoryList(m_document.undoStack(), this))
        ->hide();
    m_palette->setMinimumWidth(28 * kGrid);
    m_form->setMinimumWidth(46 * kGrid); // the widest form and its scroll bar
    m_workplace->resizeDocks({ m_problemPanel, tablePanel }, { 128, 29 * kGrid }, Qt::Vertical);
    m_form->setAccessibleName(tr("Selected layer"));
    m_palette->setAccessibleName(tr("Layers"));
}

QByteArray NetworkPage::saveLayout() const { return m_workplace->saveState(); }
void NetworkPage::restoreLayout(const QByteArray& layout) { m_workplace->restoreState(layout); }

} // namespace netwright::pages
