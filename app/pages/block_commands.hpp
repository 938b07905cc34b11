// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/block_edits.hpp"

#include <QObject>

#include <memory>
#include <optional>

class QAction;
class QMenu;

namespace netwright::session {
class BlockLibrary;
}
namespace netwright::widgets {
class BreadcrumbBar;
class GraphView;
} // namespace netwright::widgets

namespace netwright::pages {

/// Blocks on the network page: which one is entered, and what a person can do with them. The actions belong
/// to the canvas. The canvas shows canvas(); what is edited there becomes whole() again.
class BlockCommands : public QObject {
    Q_OBJECT

public:
    BlockCommands(widgets::GraphView& canvas, widgets::BreadcrumbBar& bar, session::BlockLibrary& library);
    ~BlockCommands() override;

    /// The network that is worked on; where the blocks entered are gone, it goes back to what is there.
    void setNetwork(const network::Network& network);
    [[nodiscard]] const network::Network& network() const { return m_network; }
    /// Forgets what is entered: another network is about to be shown.
    void leaveAll();
    [[nodiscard]] const network::NodePath& path() const { return m_path; }
    [[nodiscard]] std::string enteredBlock() const; ///< its name; empty on the network itself
    [[nodiscard]] const network::Network& canvas() const { return m_inside ? *m_inside : m_network; }
    /// With the canvas as it should become; an error where a block would contain itself.
    [[nodiscard]] Result<network::Network> whole(const network::Network& canvas) const;
    /// Enters the block; false where the node uses none.
    bool enter(network::NodeId node);
    /// Enters the block at the end of a path, or leaves all for the empty one.
    void show(const network::NodePath& path);
    /// Takes a definition that nothing uses out of the network.
    void removeBlock(const QString& name);

    [[nodiscard]] QList<QAction*> actions() const;

signals:
    void edited(const netwright::network::Network& whole, const QString& what);
    void moved(); ///< another canvas is to be shown
    void refused(const QString& reason);

private:
    QAction* add(const QString& id, const QString& text, const QString& toolTip, const QString& iconName,
                 const QKeySequence& shortcut, void (BlockCommands::*command)());
    void update();
    void goTo(std::size_t depth);
    void showPlaces();
    void goTo(network::NodePath path);

    void makeBlock();
    void unpack();
    void enterSelected();
    void leave();
    void renameBlock();
    void saveBlock();
    void fillExposeMenu();
    void addExposeActions(const network::Node& node, const ParameterSpec& spec);
    void setExposed(const network::ExposedParameter::Target& target, const QString& name);

    [[nodiscard]] const network::Node* selectedUse() const; ///< the one node selected, if it uses a block
    [[nodiscard]] std::optional<QString> askBlockName(const QString& title, const QString& suggestion) const;
    void select(network::NodeId node);

    widgets::GraphView& m_canvas;
    widgets::BreadcrumbBar& m_bar;
    session::BlockLibrary& m_library;
    network::Network m_network;
    network::NodePath m_path;
    std::optional<network::Network> m_inside; ///< the canvas at the end of the path
    QAction* m_make;
    QAction* m_unpack;
    QAction* m_enter;
    QAction* m_leave;
    QAction* m_rename;
    QAction* m_save;
    QAction* m_expose;
    std::unique_ptr<QMenu> m_exposeMenu;
};

} // namespace netwright::pages
