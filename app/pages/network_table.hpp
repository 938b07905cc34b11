// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/expand.hpp"
#include "core/tensor/column.hpp"

#include <QObject>
#include <QTimer>

#include <optional>

class QAction;
class QDockWidget;

namespace netwright::widgets {
class GraphView;
class LayerTable;
} // namespace netwright::widgets

namespace netwright::pages {

class BlockCommands;

/// The table of the layers beside the canvas: filled while it is in sight, selected together with the canvas,
/// copied and saved as CSV and Markdown.
class NetworkTable : public QObject {
    Q_OBJECT

public:
    /// `panel` shows the table.
    NetworkTable(QDockWidget& panel, widgets::LayerTable& table, widgets::GraphView& canvas,
                 BlockCommands& blocks);

    /// The whole network; call after the canvas has it. Null signature: the data is not there.
    void setNetwork(const network::Network& network, const tensor::Signature* data);
    [[nodiscard]] QList<QAction*> actions() const { return m_actions; }

signals:
    void told(const QString& message);

private:
    QAction* addAction(const char* id, const char* iconName, const QString& text, const QString& toolTip,
                       const QKeySequence& keys, void (NetworkTable::*command)());
    void fill();
    void bringUpToDate();
    void selectRows(); ///< as the canvas has it
    void selectNodes(); ///< as the table has it
    void goTo(const network::NodePath& path);
    void copyCsv();
    void copyMarkdown();
    void save();

    QDockWidget& m_panel;
    widgets::LayerTable& m_table;
    widgets::GraphView& m_canvas;
    BlockCommands& m_blocks;
    QList<QAction*> m_actions;
    network::Network m_network;
    std::optional<tensor::Signature> m_data;
    QTimer m_timer; ///< until the rows are brought up to date
    bool m_isFollowing = false; ///< the canvas follows the table at the moment
};

} // namespace netwright::pages
