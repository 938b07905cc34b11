// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/block_commands.hpp"

#include "app/session/block_library.hpp"
#include "app/session/text.hpp"
#include "core/network/block_path.hpp"
#include "widgets/graph/breadcrumb_bar.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/theme.hpp"

#include <QAction>
#include <QInputDialog>
#include <QMenu>

#include <algorithm>

namespace netwright::pages {

using network::NodeId;
using session::toQt;

BlockCommands::BlockCommands(widgets::GraphView& canvas, widgets::BreadcrumbBar& bar,
                             session::BlockLibrary& library)
    : QObject(&canvas)
    , m_canvas(canvas)
    , m_bar(bar)
    , m_library(library)
    , m_exposeMenu(std::make_unique<QMenu>())
{
    m_make = add(QStringLiteral("makeBlock"), tr("Make block…"),
                 tr("Put the selected layers into a block, to be used as one layer"), QStringLiteral("block"),
                 QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B), &BlockCommands::makeBlock);
    m_unpack = add(QStringLiteral("unpackBlock"), tr("Unpack block"),
                   tr("Put what is inside the block in its place"), QStringLiteral("split"),
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_U), &BlockCommands::unpack);
    m_enter
        = add(QStringLiteral("enterBlock"), tr("Enter block"),
              tr("Show what is inside the block, to change it for every use"), QStringLiteral("arrow-down"),
              QKeySequence(Qt::ALT | Qt::Key_Down), &BlockCommands::enterSelected);
    m_leave = add(QStringLiteral("leaveBlock"), tr("Leave block"), tr("Show where the block is used"),
                  QStringLiteral("arrow-up"), QKeySequence(Qt::ALT | Qt::Key_Up), &BlockCommands::leave);
    m_expose = add(QStringLiteral("exposeParameters"), tr("Set from outside"),
                   tr("Let every use of the block set parameters of this layer"), {}, {}, nullptr);
    m_expose->setMenu(m_exposeMenu.get());
    m_rename = add(QStringLiteral("renameBlock"), tr("Rename block…"),
                   tr("Give the block another name, wherever it is used"), QStringLiteral("rename"), {},
                   &BlockCommands::renameBlock);
    m_save = add(QStringLiteral("saveBlock"), tr("Save block for other projects"),
                 tr("Keep the block among My blocks in the palette"), QStringLiteral("save"), {},
                 &BlockCommands::saveBlock);
    connect(&canvas, &widgets::GraphView::selectionChanged, this, &BlockCommands::update);
    connect(&canvas, &widgets::GraphView::escaped, this, &BlockCommands::leave);
    connect(&bar, &widgets::BreadcrumbBar::chosen, this,
            [this](int depth) { goTo(static_cast<std::size_t>(depth)); });
    connect(m_exposeMenu.get(), &QMenu::aboutToShow, this, &BlockCommands::fillExposeMenu);
    update();
}

BlockCommands::~BlockCommands() = default;

QAction* BlockCommands::add(const QString& id, const QString& text, const QString& toolTip,
                            const QString& iconName, const QKeySequence& shortcut,
                            void (BlockCommands::*command)())
{
    auto* action = new QAction(text, &m_canvas);
    action->setObjectName(id);
    if (!iconName.isEmpty())
        action->setIcon(widgets::icon(iconName));
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(shortcut.isEmpty() ? toolTip
                                          : QStringLiteral("%1 (%2)").arg(
                                              toolTip, shortcut.toString(QKeySequence::NativeText)));
    if (command)
        connect(action, &QAction::triggered, this, command);
    m_canvas.addAction(action);
    return action;
}

QList<QAction*> BlockCommands::actions() const
{
    return { m_make, m_unpack, m_enter, m_leave, m_rename, m_expose, m_save };
}

void BlockCommands::setNetwork(const network::Network& network)
{
    m_network = network;
    m_inside.reset();
    while (!m_path.empty() && !m_inside) {
        m_inside = network::canvasAt(network, m_path);
        if (!m_inside)
            m_path.pop_back();
    }
    showPlaces();
    update();
}

void BlockCommands::showPlaces()
{
    QStringList places { toQt(m_network.name) };
    const auto* canvas = &m_network;
    for (const auto id : m_path) {
        const auto& node = *canvas->find(id);
        const auto name = *network::blockName(node.layer);
        places << QStringLiteral("%1 · %2").arg(toQt(node.name), toQt(std::string(name)));
        canvas = &m_network.block(name)->body;
    }
    m_bar.setPlaces(places);
}

Result<network::Network> BlockCommands::whole(const network::Network& canvas) const
{
    auto whole = network::withCanvas(m_network, m_path, canvas);
    for (const auto& block : whole.blocks) {
        for (const auto& node : block.body.nodes) {
            const auto inner = network::blockName(node.layer);
            if (inner && network::uses(whole, *inner, block.name))
                return fail({}, "The block \"{}\" cannot be used inside itself", block.name);
        }
    }
    return whole;
}

void BlockCommands::leaveAll()
{
    m_path.clear();
    m_inside.reset();
}

void BlockCommands::goTo(network::NodePath path)
{
    m_inside = path.empty() ? std::nullopt : network::canvasAt(m_network, path);
    m_path = std::move(path);
    showPlaces();
    emit moved();
    update();
}

void BlockCommands::show(const network::NodePath& path)
{
    if (path != m_path)
        goTo(path);
}

void BlockCommands::removeBlock(const QString& name)
{
    const auto after = network::withoutBlock(m_network, name.toStdString());
    if (after)
        emit edited(*after, tr("Delete block %1").arg(name));
    else
        emit refused(toQt(after.error().message));
}

bool BlockCommands::enter(NodeId node)
{
    auto path = m_path;
    path.push_back(node);
    const auto* use = canvas().find(node);
    const auto block = use ? network::blockName(use->layer) : std::nullopt;
    if (!block || !m_network.block(*block))
        return false;
    goTo(std::move(path));
    return true;
}

void BlockCommands::goTo(std::size_t depth)
{
    if (depth >= m_path.size())
        return;
    const auto from = m_path[depth];
    goTo(network::NodePath(m_path.begin(), m_path.begin() + static_cast<std::ptrdiff_t>(depth)));
    select(from);
}

void BlockCommands::enterSelected()
{
    if (const auto* node = selectedUse())
        (void)enter(node->id);
}

void BlockCommands::leave()
{
    if (!m_path.empty())
        goTo(m_path.size() - 1);
}

void BlockCommands::select(NodeId node)
{
    m_canvas.reveal(node);
    m_canvas.setFocus();
}

const network::Node* BlockCommands::selectedUse() const
{
    const auto nodes = m_canvas.selection().nodes;
    const auto* node = nodes.size() == 1 ? m_canvas.network().find(*nodes.begin()) : nullptr;
    return node && network::blockName(node->layer) ? node : nullptr;
}

std::string BlockCommands::enteredBlock() const { return network::blockAt(m_network, m_path); }

void BlockCommands::update()
{
    const auto nodes = m_canvas.selection().nodes;
    const bool isUse = selectedUse() != nullptr;
    m_make->setEnabled(!nodes.empty());
    for (auto* action : { m_unpack, m_enter, m_rename, m_save })
        action->setEnabled(isUse);
    m_leave->setEnabled(!m_path.empty());
    m_expose->setVisible(!m_path.empty());
    m_expose->setEnabled(!m_path.empty() && nodes.size() == 1);
}

std::optional<QString> BlockCommands::askBlockName(const QString& title, const QString& suggestion) const
{
    QString label = tr("Name");
    QString name = suggestion;
    while (true) {
        bool isAccepted = false;
        name = QInputDialog::getText(m_canvas.window(), title, label, QLineEdit::Normal, name, &isAccepted)
                   .trimmed();
        if (!isAccepted)
            return std::nullopt;
        if (!name.isEmpty() && !m_network.block(name.toStdString()))
            return name;
        label = name.isEmpty() ? tr("It needs a name")
                               : tr("There is a block \"%1\" already; choose another name").arg(name);
    }
}

void BlockCommands::makeBlock()
{
    const auto nodes = m_canvas.selection().nodes;
    // Refusals come before the question for a name.
    const auto suggestion = network::freeBlockName(m_network, tr("Block").toStdString());
    const auto trial = network::makeBlock(m_network, m_path, nodes, suggestion);
    if (!trial) {
        emit refused(toQt(trial.error().message));
        return;
    }
    const auto name = askBlockName(tr("Make block"), toQt(suggestion));
    if (!name)
        return;
    const auto made = network::makeBlock(m_network, m_path, nodes, name->toStdString());
    if (!made) {
        emit refused(toQt(made.error().message));
        return;
    }
    emit edited(made->network, tr("Make block %1").arg(*name));
    select(made->node);
}

void BlockCommands::unpack()
{
    const auto* use = selectedUse();
    if (!use)
        return;
    const auto name = toQt(use->name);
    const auto unpacked = network::unpack(m_network, m_path, use->id);
    if (!unpacked) {
        emit refused(toQt(unpacked.error().message));
        return;
    }
    emit edited(unpacked->network, tr("Unpack %1").arg(name));
    m_canvas.select({ .nodes = unpacked->added, .links = {} });
}

void BlockCommands::renameBlock()
{
    const auto* use = selectedUse();
    if (!use)
        return;
    const std::string before(*network::blockName(use->layer));
    const auto name = askBlockName(tr("Rename block"), toQt(before));
    if (!name)
        return;
    const auto renamed = network::withRenamedBlock(m_network, before, name->toStdString());
    if (renamed)
        emit edited(*renamed, tr("Rename block %1 to %2").arg(toQt(before), *name));
    else
        emit refused(toQt(renamed.error().message));
}

/// A network with the one node: what the clipboard would hold.
void BlockCommands::saveBlock()
{
    const auto* use = selectedUse();
    if (!use)
        return;
    network::Network part = m_network;
    part.nodes = { *use };
    part.links.clear();
    part.notes.clear();
    part.groups.clear();
    network::dropUnusedBlocks(part);
    const auto name = std::string(*network::blockName(use->layer));
    if (const auto saved = m_library.save(name, part); !saved)
        emit refused(toQt(saved.error()));
    else
        emit refused(tr("%1 is kept among My blocks in the palette").arg(toQt(name)));
}

void BlockCommands::fillExposeMenu()
{
    m_exposeMenu->clear();
    const auto nodes = m_canvas.selection().nodes;
    const auto* node = nodes.size() == 1 ? m_canvas.network().find(*nodes.begin()) : nullptr;
    const auto kind = node ? network::kindOf(m_network, node->layer) : nullptr;
    for (std::size_t i = 0; kind && i < kind->parameters.size(); ++i) {
        if (kind->parameters[i].id != network::kWeights)
            addExposeActions(*node, kind->parameters[i]);
    }
    if (m_exposeMenu->isEmpty())
        m_exposeMenu->addAction(tr("It has no parameters"))->setEnabled(false);
}

void BlockCommands::addExposeActions(const network::Node& node, const ParameterSpec& spec)
{
    const auto* block = m_network.block(enteredBlock());
    if (!block)
        return;
    const network::ExposedParameter::Target target { node.id, spec.id };
    const auto label = toQt(spec.label);
    for (const auto& exposed : block->exposed) {
        const bool isIt = std::ranges::count(exposed.targets, target) > 0;
        const auto there = network::specOf(m_network, *block, exposed);
        if (!isIt && (!there || there->type != spec.type || there->choices != spec.choices))
            continue;
        auto* action = m_exposeMenu->addAction(tr("%1 as %2").arg(label, toQt(exposed.name)));
        action->setCheckable(true);
        action->setChecked(isIt);
        const auto name = isIt ? QString() : toQt(exposed.name);
        connect(action, &QAction::triggered, this, [this, target, name] { setExposed(target, name); });
        if (isIt)
            return;
    }
    auto* action = m_exposeMenu->addAction(tr("%1 as a new parameter…").arg(label));
    connect(action, &QAction::triggered, this, [this, target, label] {
        bool isAccepted = false;
        const auto name = QInputDialog::getText(m_canvas.window(), tr("Set from outside"), tr("Name"),
                                                QLineEdit::Normal, label.toLower(), &isAccepted);
        if (isAccepted && !name.trimmed().isEmpty())
            setExposed(target, name.trimmed());
    });
}

/// An empty name: no longer.
void BlockCommands::setExposed(const network::ExposedParameter::Target& target, const QString& name)
{
    const auto block = enteredBlock();
    if (name.isEmpty()) {
        emit edited(network::withoutExposed(m_network, block, target),
                    tr("Set %1 inside alone").arg(toQt(target.parameter)));
        return;
    }
    const auto exposed = network::withExposed(m_network, block, target, name.toStdString());
    if (exposed)
        emit edited(*exposed, tr("Set %1 from outside").arg(name));
    else
        emit refused(toQt(exposed.error().message));
}

} // namespace netwright::pages
