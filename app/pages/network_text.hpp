// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/expand.hpp"
#include "core/project/network_text.hpp"
#include "widgets/text/code_edit.hpp"

#include <QTimer>
#include <QWidget>

#include <map>
#include <optional>
#include <string>

namespace netwright::widgets {
class GraphView;
class MessageBanner;
} // namespace netwright::widgets

namespace netwright::pages {

class BlockCommands;

/// The network as text beside the canvas. What is typed becomes the network as soon as it is one, and until
/// then stays as it is typed, with its fault marked; nobody but the person overwrites it. Where the network
/// changed meanwhile, the person says which of the two goes on: neither replaces the other unasked. The
/// cursor and the selection of the canvas follow each other.
class NetworkText : public QWidget {
    Q_OBJECT

public:
    NetworkText(widgets::GraphView& canvas, BlockCommands& blocks, QWidget* parent);

    /// The whole network; call after the canvas has it.
    void setNetwork(const network::Network& network);
    /// Another project is open: what was typed for networks of the old one means nothing. Call after
    /// setNetwork().
    void forgetAll();

    [[nodiscard]] widgets::CodeEdit& edit() const { return *m_edit; }
    /// It is not the network: it has a fault, or waits for the person's answer.
    [[nodiscard]] bool isFaulty() const { return m_faultAt || m_isAsking; }
    [[nodiscard]] const widgets::MessageBanner& message() const { return *m_message; }

signals:
    /// Texts of one stay with the keyboard have the same key.
    void edited(const netwright::network::Network& after, int mergeKey);
    /// What is wrong with the text, or what it asks, which is not the network then; empty: nothing.
    void faultChanged(const QString& message, bool isQuestion);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void begin(); ///< the keyboard came
    void noteTyping();
    void apply();
    void applyPending(); ///< what was typed a moment ago
    void showText(); ///< of the network as it is
    void keepDraft();
    void showFault(const project::TextFault& fault);
    void noteFault(std::optional<int> at, const QString& message);
    void forgetFault();
    void askWhich(); ///< of the text and the canvas, which both changed
    void act();
    void takeText();
    void takeCanvas();

    [[nodiscard]] const std::vector<project::NodePlace>& places();
    [[nodiscard]] int toCharacters(std::size_t from, std::size_t to) const; ///< of a part of m_text, in bytes
    void selectNode(); ///< that the cursor is in
    void markNodes(); ///< that the canvas has selected
    void followCanvas();

    widgets::GraphView& m_canvas;
    BlockCommands& m_blocks;
    widgets::CodeEdit* m_edit;
    widgets::MessageBanner* m_message;
    QTimer m_pause; ///< until what is typed is read
    QTimer m_follow; ///< until the text shows what the canvas has
    network::Network m_network;
    network::Network m_written; ///< what the text says; of one that is not the network, what it said before
    QByteArray m_text; ///< as it was when the places were looked for
    std::optional<std::vector<project::NodePlace>> m_places;
    struct Draft { ///< a text that is not the network
        QString text;
        network::Network written;
    };
    std::map<std::string, Draft> m_drafts; ///< of networks that are not shown, by name
    std::optional<int> m_faultAt; ///< the character; nothing: no fault
    bool m_isAsking = false;
    bool m_isFollowing = false; ///< the canvas follows the cursor, or the cursor the canvas
    int m_stay = 0; ///< counts what one entry of the history may hold
};

} // namespace netwright::pages
