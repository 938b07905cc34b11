// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_text.hpp"

#include "app/pages/block_commands.hpp"
#include "app/pages/follow_pace.hpp"
#include "app/pages/merge_key.hpp"
#include "app/session/text.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/message_banner.hpp"

#include <QScopedValueRollback>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace netwright::pages {

using session::toQt;
using widgets::CodeEdit;
using widgets::MessageKind;

namespace {
    /// Between two letters of a word nobody wants to hear that it is not finished.
    constexpr int kPauseMs = 250;
    /// Whoever selects more looks at the canvas.
    constexpr std::size_t kMostMarked = 200;
} // namespace

NetworkText::NetworkText(widgets::GraphView& canvas, BlockCommands& blocks, QWidget* parent)
    : QWidget(parent)
    , m_canvas(canvas)
    , m_blocks(blocks)
    , m_edit(new CodeEdit(this))
    , m_message(new widgets::MessageBanner(this))
{
    m_edit->setObjectName(QStringLiteral("networkText"));
    m_edit->setAccessibleName(tr("Network as text"));
    setFocusProxy(m_edit);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_message);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &NetworkText::apply);
    m_follow.setSingleShot(true);
    m_follow.setInterval(kFollowMs);
    connect(&m_follow, &QTimer::timeout, this, &NetworkText::showText);
    connect(m_edit, &CodeEdit::edited, this, &NetworkText::noteTyping);
    connect(m_edit, &CodeEdit::left, this, &NetworkText::applyPending);
    connect(m_edit, &CodeEdit::entered, this, &NetworkText::begin);
    connect(m_edit, &CodeEdit::cursorPositionChanged, this, &NetworkText::selectNode);
    connect(m_message, &widgets::MessageBanner::actionTriggered, this, &NetworkText::act);
    connect(m_message, &widgets::MessageBanner::otherTriggered, this, &NetworkText::takeCanvas);
    connect(&m_canvas, &widgets::GraphView::selectionChanged, this, &NetworkText::followCanvas);
}

void NetworkText::setNetwork(const network::Network& network)
{
    // Than the one whose text is shown: while it is hidden, many networks come and go.
    const bool isAnother = network.name != m_written.name;
    if (isAnother)
        keepDraft();
    m_network = network;
    m_follow.stop();
    if (!isVisible())
        return;
    const auto draft = m_drafts.find(network.name);
    if (draft != m_drafts.end()) {
        m_written = std::move(draft->second.written);
        m_edit->setText(draft->second.text);
        m_drafts.erase(draft);
        m_places.reset();
        apply();
    } else if (network == m_written && !m_isAsking) {
        markNodes();
    } else if (!isAnother && (isFaulty() || m_pause.isActive())) {
        apply();
    } else if (isAnother || network.nodes.size() <= kSmallNetwork || m_edit->hasFocus()) {
        showText();
    } else {
        m_follow.start();
    }
}

void NetworkText::begin()
{
    ++m_stay;
    if (m_follow.isActive())
        showText();
}

void NetworkText::forgetAll()
{
    m_drafts.clear();
    forgetFault();
    m_pause.stop();
    m_written = {};
    if (isVisible())
        showText();
}

void NetworkText::keepDraft()
{
    m_pause.stop();
    if (!isFaulty())
        return;
    m_drafts[m_written.name] = { .text = m_edit->toPlainText(), .written = m_written };
    forgetFault();
}

void NetworkText::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    const auto network = m_network;
    setNetwork(network);
    followCanvas();
}

void NetworkText::showText()
{
    m_follow.stop();
    m_pause.stop();
    m_written = m_network;
    const auto text = project::networkText(m_network);
    {
        const QScopedValueRollback guard(m_isFollowing, true);
        const bool isFirst = m_edit->toPlainText().isEmpty();
        m_edit->setText(text ? toQt(*text) : toQt(text.error()));
        if (isFirst)
            m_edit->moveCursor(QTextCursor::Start);
    }
    m_edit->setReadOnly(!text);
    forgetFault();
    m_places.reset();
    ++m_stay;
    markNodes();
}

void NetworkText::noteTyping()
{
    m_places.reset();
    m_pause.start();
}

void NetworkText::applyPending()
{
    if (m_pause.isActive())
        apply();
}

void NetworkText::apply()
{
    m_pause.stop();
    const bool isBehind = m_network != m_written;
    const auto read = project::networkOfText(m_edit->toPlainText().toStdString(), m_written);
    if (isBehind && read && *read == m_written) { // nothing in it is the person's
        showText();
        return;
    }
    forgetFault();
    if (!read)
        showFault(read.error());
    if (isBehind) {
        askWhich();
    } else if (read && *read != m_network) {
        m_written = *read;
        emit edited(*read, mergeKey(QStringLiteral("text %1").arg(m_stay)));
    } else if (read) {
        markNodes();
    }
    if (read)
        selectNode();
}

void NetworkText::showFault(const project::TextFault& fault)
{
    m_text = m_edit->toPlainText().toUtf8();
    const auto firstLine = std::min(fault.end,
                                    static_cast<std::size_t>(std::max<qsizetype>(
                                        m_text.indexOf('\n', static_cast<qsizetype>(fault.begin)),
                                        static_cast<qsizetype>(fault.begin) + 1)));
    const auto begin = toCharacters(0, fault.begin);
    const auto line = m_text.left(static_cast<qsizetype>(fault.begin)).count('\n') + 1;
    const auto text = tr("Line %1: %2").arg(line).arg(toQt(fault.message));
    noteFault(begin, text);
    markNodes();
    m_edit->setFault(CodeEdit::Range { begin, toCharacters(0, firstLine) });
    m_edit->setAccessibleDescription(text);
    m_message->showMessage(MessageKind::Error, text, tr("Go there"));
}

void NetworkText::noteFault(std::optional<int> at, const QString& message)
{
    m_faultAt = at;
    emit faultChanged(message, m_isAsking);
}

void NetworkText::forgetFault()
{
    m_edit->setFault({});
    m_edit->setAccessibleDescription({});
    m_message->clear();
    m_isAsking = false;
    noteFault({}, {});
}

void NetworkText::askWhich()
{
    m_isAsking = true;
    const auto question = m_faultAt
        ? tr("The network was changed on the canvas while this text had a fault. Which one goes on?")
        : tr("The network was changed on the canvas while this text was typed. Which one goes on?");
    noteFault(m_faultAt, question);
    m_message->showMessage(MessageKind::Warning, question, tr("Use the text"), tr("Take the canvas's"));
}

void NetworkText::act()
{
    if (m_isAsking) {
        takeText();
    } else if (m_faultAt) {
        m_edit->goTo(*m_faultAt);
        m_edit->setFocus();
    }
}

/// At once, or as soon as its fault is mended.
void NetworkText::takeText()
{
    m_written = m_network;
    ++m_stay;
    apply();
    m_edit->setFocus();
}

void NetworkText::takeCanvas()
{
    showText();
    m_edit->setFocus();
}

const std::vector<project::NodePlace>& NetworkText::places()
{
    if (!m_places) {
        m_text = m_edit->toPlainText().toUtf8();
        m_places = project::nodePlaces(
            JsonOutline(std::string_view(m_text.constData(), static_cast<std::size_t>(m_text.size()))));
    }
    return *m_places;
}

int NetworkText::toCharacters(std::size_t from, std::size_t to) const
{
    const auto length = static_cast<qsizetype>(to - from);
    return static_cast<int>(QString::fromUtf8(m_text.constData() + from, length).size());
}

void NetworkText::selectNode()
{
    if (m_isFollowing || !isVisible()
        || m_pause.isActive()) // what is typed is looked through once it is read
        return;
    const auto& all = places();
    const auto before = m_edit->toPlainText().left(m_edit->textCursor().position());
    const auto at = static_cast<std::size_t>(before.toUtf8().size());
    const auto block = m_blocks.enteredBlock();
    const auto place = std::ranges::find_if(all, [&](const project::NodePlace& other) {
        return other.block == block && other.begin <= at && at < other.end;
    });
    const auto* node = place == all.end() ? nullptr : m_canvas.network().find(std::string_view(place->name));
    if (!node || m_canvas.selection().nodes == std::set { node->id })
        return;
    const QScopedValueRollback guard(m_isFollowing, true);
    m_canvas.reveal(node->id);
    markNodes();
}

void NetworkText::markNodes()
{
    std::set<std::string_view> names;
    for (const auto id : m_canvas.selection().nodes) {
        if (const auto* node = m_canvas.network().find(id))
            names.insert(node->name);
    }
    const auto block = m_blocks.enteredBlock();
    std::vector<CodeEdit::Range> marked;
    std::size_t bytes = 0;
    int characters = 0;
    const auto advance = [&](std::size_t to) { // those of one canvas stand in their order
        characters += toCharacters(std::exchange(bytes, to), to);
        return characters;
    };
    for (const auto& place : places()) {
        if (place.block != block || !names.contains(place.name) || marked.size() == kMostMarked)
            continue;
        const auto begin = advance(place.begin);
        marked.push_back({ begin, advance(place.end) });
    }
    m_edit->setMarked(marked);
}

void NetworkText::followCanvas()
{
    if (m_isFollowing || !isVisible())
        return;
    markNodes();
    const auto& marked = m_edit->marked();
    const auto at = m_edit->textCursor().position();
    const bool isThere = std::ranges::any_of(
        marked, [at](CodeEdit::Range part) { return part.begin <= at && at < part.end; });
    if (marked.empty() || isThere)
        return;
    const QScopedValueRollback guard(m_isFollowing, true);
    m_edit->goTo(marked.front().begin);
}

} // namespace netwright::pages
