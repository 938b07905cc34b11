// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_table.hpp"

#include "app/pages/block_commands.hpp"
#include "app/pages/follow_pace.hpp"
#include "app/session/text.hpp"
#include "core/base/file.hpp"
#include "core/network/layer_list.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/table/layer_table.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/panel_title.hpp"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QFileDialog>
#include <QScopedValueRollback>

#include <algorithm>
#include <ranges>

namespace netwright::pages {

using network::NodePath;
using session::toQt;
using widgets::LayerTable;

namespace {
    bool startsWith(const NodePath& path, const NodePath& beginning)
    {
        return path.size() > beginning.size()
            && std::ranges::equal(beginning, path | std::views::take(beginning.size()));
    }

    /// The line below the canvas speaks of a block while one is entered; the table never does.
    QString noteOf(int rows, bool isInside)
    {
        const auto layers = rows == 1 ? NetworkTable::tr("1 layer") : NetworkTable::tr("%1 layers").arg(rows);
        return isInside ? NetworkTable::tr("%1 in the whole network").arg(layers) : layers;
    }
} // namespace

NetworkTable::NetworkTable(QDockWidget& panel, LayerTable& table, widgets::GraphView& canvas,
                           BlockCommands& blocks)
    : QObject(&panel)
    , m_panel(panel)
    , m_table(table)
    , m_canvas(canvas)
    , m_blocks(blocks)
{
    m_actions = {
        addAction("copyTableAsCsv", "copy", tr("Copy table as CSV"),
                  tr("Copy the rows as they are sorted, for a spreadsheet"), QKeySequence::Copy,
                  &NetworkTable::copyCsv),
        addAction("copyTableAsMarkdown", "copy", tr("Copy table as Markdown"),
                  tr("Copy the rows as they are sorted, for a text"), Qt::CTRL | Qt::SHIFT | Qt::Key_C,
                  &NetworkTable::copyMarkdown),
        addAction("saveTable", "save", tr("Save table…"),
                  tr("Write the rows as they are sorted to a file, as CSV or Markdown"), {},
                  &NetworkTable::save),
    };
    m_table.setContextMenuPolicy(Qt::ActionsContextMenu);
    static_cast<widgets::PanelTitle*>(panel.titleBarWidget())
        ->addMenu(tr("Copy or save the table"), QStringLiteral("export"), m_actions);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &NetworkTable::fill);
    connect(&panel, &QDockWidget::visibilityChanged, this, [this](bool isVisible) {
        if (isVisible)
            fill();
    });
    connect(&m_canvas, &widgets::GraphView::selectionChanged, this, &NetworkTable::selectRows);
    connect(&m_table, &LayerTable::selectionMade, this, &NetworkTable::selectNodes);
    connect(&m_table, &LayerTable::chosen, this, &NetworkTable::goTo);
}

QAction* NetworkTable::addAction(const char* id, const char* iconName, const QString& text,
                                 const QString& toolTip, const QKeySequence& keys,
                                 void (NetworkTable::*command)())
{
    auto* action = new QAction(widgets::icon(QLatin1String(iconName)), text, this);
    action->setObjectName(QLatin1String(id));
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    action->setToolTip(toolTip);
    connect(action, &QAction::triggered, this, command);
    m_table.addAction(action);
    return action;
}

void NetworkTable::setNetwork(const network::Network& network, const tensor::Signature* data)
{
    m_network = network;
    m_data = data ? std::optional(*data) : std::nullopt;
    if (!m_table.isVisible())
        return;
    if (network.nodes.size() <= kSmallNetwork)
        fill();
    else
        m_timer.start(kFollowMs);
}

void NetworkTable::fill()
{
    m_timer.stop();
    m_table.setLayers(network::listLayers(m_network, m_data ? &*m_data : nullptr));
    static_cast<widgets::PanelTitle*>(m_panel.titleBarWidget())
        ->setNote(noteOf(m_table.layers().rowCount(), !m_blocks.path().empty()));
    for (auto* action : m_actions)
        action->setEnabled(m_table.layers().rowCount() > 0);
    selectRows();
}

void NetworkTable::selectRows()
{
    if (m_isFollowing || !m_table.isVisible())
        return;
    const auto nodes = m_canvas.selection().nodes;
    const auto& canvas = m_blocks.path();
    m_table.select([&](const NodePath& path) {
        return startsWith(path, canvas) && nodes.contains(path[canvas.size()]);
    });
}

void NetworkTable::selectNodes()
{
    const auto& canvas = m_blocks.path();
    widgets::Selection selection;
    for (const auto& path : m_table.selectedPaths()) {
        if (startsWith(path, canvas))
            selection.nodes.insert(path[canvas.size()]);
    }
    const QScopedValueRollback guard(m_isFollowing, true);
    if (selection.nodes.size() == 1)
        m_canvas.reveal(*selection.nodes.begin());
    else
        m_canvas.select(selection);
}

void NetworkTable::goTo(const NodePath& path)
{
    m_blocks.show({ path.begin(), path.end() - 1 });
    m_canvas.reveal(path.back());
    m_canvas.setFocus();
}

void NetworkTable::bringUpToDate()
{
    if (m_timer.isActive() || !m_table.isVisible())
        fill();
}

void NetworkTable::copyCsv()
{
    bringUpToDate();
    QApplication::clipboard()->setText(toQt(network::toCsv(m_table.shownLayers())));
    emit told(tr("The table is on the clipboard as CSV."));
}

void NetworkTable::copyMarkdown()
{
    bringUpToDate();
    QApplication::clipboard()->setText(toQt(network::toMarkdown(m_table.shownLayers())));
    emit told(tr("The table is on the clipboard as Markdown."));
}

void NetworkTable::save()
{
    bringUpToDate();
    QFileDialog dialog(&m_table, tr("Save table"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilters({ tr("CSV (*.csv)"), tr("Markdown (*.md)") });
    dialog.setDefaultSuffix(QStringLiteral("csv"));
    dialog.selectFile(toQt(m_network.name + ".csv"));
    connect(&dialog, &QFileDialog::filterSelected, &dialog, [&dialog](const QString& filter) {
        dialog.setDefaultSuffix(QLatin1String(filter.contains(QLatin1String("*.md")) ? "md" : "csv"));
    });
    if (dialog.exec() != QDialog::Accepted)
        return;
    const auto file = dialog.selectedFiles().value(0);
    const auto layers = m_table.shownLayers();
    const auto text
        = file.endsWith(QLatin1String(".md")) ? network::toMarkdown(layers) : network::toCsv(layers);
    const auto written = writeFile(session::toPath(file), text);
    emit told(written ? tr("The table is saved as %1.").arg(file) : toQt(written.error()));
}

} // namespace netwright::pages
