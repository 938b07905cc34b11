// SPDX-License-Identifier: GPL-3.0-or-later
// The panels around the canvas.
#include "app/pages/network_page.hpp"

#include "app/pages/network_table.hpp"
#include "app/pages/network_text.hpp"
#include "app/session/project_document.hpp"
#include "widgets/form/node_form.hpp"
#include "widgets/graph/graph_actions.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/problem_list.hpp"
#include "widgets/palette/layer_palette.hpp"
#include "widgets/table/layer_table.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/history_list.hpp"
#include "widgets/view/panel_title.hpp"

#include <QAction>
#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>
#include <QShortcut>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace netwright::pages {

using widgets::kGrid;

namespace {
    constexpr int kFormWidth = 46 * kGrid; // the widest form and its scroll bar
    constexpr int kTextWidth = 68 * kGrid; // most lines of a network
    constexpr int kNarrow = 134 * kGrid; // palette, form, and a canvas that is wider than either
} // namespace

QDockWidget* NetworkPage::addPanel(const QString& name, const QString& title, Qt::DockWidgetArea area,
                                   QWidget* content, const QString& iconName)
{
    content->setObjectName(name);
    auto* panel = new QDockWidget(title, m_workplace);
    panel->setObjectName(name + QStringLiteral("Panel"));
    panel->setWidget(content);
    panel->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    panel->toggleViewAction()->setObjectName(name + QStringLiteral("Toggle"));
    panel->toggleViewAction()->setIcon(widgets::icon(iconName));
    panel->toggleViewAction()->setToolTip(tr("Show or hide %1").arg(title));
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
    using enum Qt::DockWidgetArea;
    const auto add = [this](const char* name, const QString& title, Qt::DockWidgetArea area, QWidget* content,
                            const char* icon) {
        return addPanel(QLatin1String(name), title, area, content, QLatin1String(icon));
    };
    auto* table = new widgets::LayerTable(this);
    m_text = new NetworkText(*m_canvas, *m_blocks, this);
    m_palettePanel = add("palette", tr("Layers"), LeftDockWidgetArea, m_palette, "category-blocks");
    m_formPanel = add("form", tr("Selected layer"), RightDockWidgetArea, m_form, "settings");
    m_problemPanel = add("problems", tr("Problems"), BottomDockWidgetArea, m_problemList, "problem");
    m_tablePanel = add("table", tr("Table"), BottomDockWidgetArea, table, "table");
    m_textPanel = add("text", tr("Text"), RightDockWidgetArea, m_text, "code");
    m_historyPanel = add("history", tr("History"), RightDockWidgetArea,
                         new widgets::HistoryList(m_document.undoStack(), this), "history");
    m_table = new NetworkTable(*m_tablePanel, *table, *m_canvas, *m_blocks);
    addPanelKeys(*m_tablePanel, tr("Show or hide the table of layers"), Qt::CTRL | Qt::SHIFT | Qt::Key_T);
    addPanelKeys(*m_textPanel, tr("Show or hide the network as text"), Qt::CTRL | Qt::SHIFT | Qt::Key_J);
    m_form->setAccessibleName(tr("Selected layer"));
    m_palette->setAccessibleName(tr("Layers"));
    arrangePanels();
}

void NetworkPage::arrangePanels()
{
    m_workplace->setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    m_workplace->setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_workplace->setTabPosition(Qt::RightDockWidgetArea, QTabWidget::North);
    m_workplace->setTabPosition(Qt::BottomDockWidgetArea, QTabWidget::North);
    m_workplace->tabifyDockWidget(m_problemPanel, m_tablePanel);
    m_workplace->tabifyDockWidget(m_formPanel, m_textPanel); // both are about the layer
    for (auto* panel : { m_problemPanel, m_tablePanel, m_textPanel, m_historyPanel })
        panel->hide();
    m_palette->setMinimumWidth(26 * kGrid);
    m_form->setMinimumWidth(kFormWidth);
    m_workplace->resizeDocks({ m_problemPanel, m_tablePanel }, { 128, 29 * kGrid }, Qt::Vertical);
    m_historyPanel->widget()->setMinimumHeight(24 * kGrid);
    connect(m_textPanel, &QDockWidget::visibilityChanged, this, &NetworkPage::makeRoomForText);
    connect(m_palettePanel, &QDockWidget::visibilityChanged, this, &NetworkPage::sayHowToBegin);
    sayHowToBegin();
}

/// A line of text wants more than a field of the form.
void NetworkPage::makeRoomForText(bool isShown)
{
    if (!isVisible() || isShown == m_hasTextRoom) // another page hides its panels, too
        return;
    m_hasTextRoom = isShown;
    if (isShown) {
        m_formWidth = m_formPanel->width();
        const auto width = std::min(kTextWidth, m_workplace->width() / 2);
        m_workplace->resizeDocks({ m_textPanel }, { std::max(m_formWidth, width) }, Qt::Horizontal);
    } else if (m_formPanel->isVisible()) {
        m_workplace->resizeDocks({ m_formPanel }, { m_formWidth }, Qt::Horizontal);
    }
}

/// Nobody is sent to a palette that is not there.
void NetworkPage::sayHowToBegin()
{
    m_canvas->setEmptyText(
        tr("An empty network"),
        m_palettePanel->isHidden()
            ? tr("Press Tab or double click here to add a layer.")
            : tr("Press Tab or double click here to add a layer, or drag one here from the palette."));
}

void NetworkPage::makeRoomForCanvas()
{
    const auto* around = parentWidget(); // scrolls the page where it is wider
    const bool isNarrow = (around ? around->width() : width()) < kNarrow;
    if (isNarrow == m_isNarrow)
        return;
    m_isNarrow = isNarrow;
    const QList zooming { m_actions->zoomIn, m_actions->zoomOut, m_actions->fitAll };
    for (auto* button : findChildren<QToolButton*>()) { // the wheel, the keys and the View menu zoom as well
        if (zooming.contains(button->defaultAction()))
            button->setVisible(!isNarrow);
    }
    if (isNarrow) {
        m_hasHiddenPalette = !m_palettePanel->isHidden();
        m_palettePanel->hide();
    } else if (std::exchange(m_hasHiddenPalette, false)) {
        m_palettePanel->show();
    }
}

/// What is around it may become narrower alone: the page stays at its least width, and is scrolled.
bool NetworkPage::event(QEvent* event)
{
    if (event->type() == QEvent::ParentChange && parentWidget())
        parentWidget()->installEventFilter(this);
    return QWidget::event(event);
}

bool NetworkPage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && watched == parentWidget())
        makeRoomForCanvas();
    return QWidget::eventFilter(watched, event);
}

void NetworkPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    makeRoomForCanvas();
}

QByteArray NetworkPage::saveLayout()
{
    if (std::exchange(m_hasHiddenPalette, false)) // the next window may be wider
        m_palettePanel->show();
    m_isNarrow = false;
    const auto layout = m_workplace->saveState();
    makeRoomForCanvas();
    return layout;
}

void NetworkPage::restoreLayout(const QByteArray& layout)
{
    m_workplace->restoreState(layout);
    m_isNarrow = false;
    makeRoomForCanvas();
}

} // namespace netwright::pages
