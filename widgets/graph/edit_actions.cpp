// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/edit_actions.hpp"

#include "core/layers/catalogue/layer_table.hpp"
#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/annotation_style.hpp"
#include "widgets/graph/graph_commands.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_edits.hpp"
#include "widgets/palette/command_hints.hpp"
#include "widgets/theme.hpp"

#include <QAction>
#include <QMenu>

#include <map>

namespace netwright::widgets {

struct EditActions::Description {
    const char* id;
    const char* icon; ///< null: none
    QString text;
    QString toolTip;
    QList<QKeySequence> shortcuts;
    std::function<void(GraphView&)> command;
};

EditActions::EditActions(GraphView& view)
    : QObject(&view)
    , m_view(view)
{
    addSeparator();
    using geometry::Side;
    addLayer = add({ "addLayer",
                     "add",
                     tr("Add layer…"),
                     tr("Find a layer by its name, and put it behind the selected one"),
                     { QKeySequence(Qt::Key_Slash) }, // Tab does the same
                     &GraphView::wantLayer });
    link = add({ "linkLayer",
                 "link",
                 tr("Link to…"),
                 tr("Link the layer to another one, by its name or with the arrows"),
                 { QKeySequence(Qt::Key_L) },
                 [](GraphView& canvas) { canvas.beginLink(Side::Output); } });
    feed = add({ "feedLayer",
                 nullptr,
                 tr("Link from…"),
                 tr("Choose what feeds the layer, by its name or with the arrows"),
                 { QKeySequence(Qt::SHIFT | Qt::Key_L) },
                 [](GraphView& canvas) { canvas.beginLink(Side::Input); } });
    addSeparator();
    bypass = add({ "bypass",
                   "bypass",
                   tr("Bypass or enable layers"),
                   tr("Switch the selected layers off and on: bypassed, they hand on what they are fed"),
                   { QKeySequence(Qt::Key_B) },
                   commands::toggleBypass });
    kinds = addMenu("changeKind", "swap", tr("Change kind"));
    fillKinds();
    heal = add({ "removeAndHeal",
                 "heal",
                 tr("Delete and join links"),
                 tr("Delete the selected layers, and link what they stood between"),
                 { QKeySequence(Qt::CTRL | Qt::Key_Delete), QKeySequence(Qt::CTRL | Qt::Key_Backspace) },
                 commands::removeAndHeal });
    addSeparator();
    addNote = add({ "addNote",
                    "note",
                    tr("Add note"),
                    tr("Write a note on the canvas"),
                    { QKeySequence(Qt::Key_N) },
                    commands::addNote });
    group = add({ "group",
                  "group",
                  tr("Group layers"),
                  tr("Put a coloured frame around the selected layers"),
                  { QKeySequence(Qt::CTRL | Qt::Key_G) },
                  commands::group });
    ungroup = add({ "ungroup",
                    nullptr,
                    tr("Ungroup layers"),
                    tr("Remove the frame; the layers stay"),
                    { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G) },
                    commands::ungroup });
    renameGroup = add({ "renameGroup",
                        nullptr,
                        tr("Rename group"),
                        tr("Rename the group of the selected layers"),
                        {},
                        commands::renameGroup });
    colours = addMenu("colour", "colour", tr("Colour"));
    fillColours();
    addSeparator();
    lines = addMenu("align", "align-left", tr("Align and distribute"));
    fillLines();
    upstream = add({ "selectUpstream",
                     "select-up",
                     tr("Select what leads here"),
                     tr("Select everything that feeds the selected layers"),
                     { QKeySequence(Qt::SHIFT | Qt::Key_U) },
                     commands::selectUpstream });
    downstream = add({ "selectDownstream",
                       "select-down",
                       tr("Select what follows"),
                       tr("Select everything that the selected layers feed"),
                       { QKeySequence(Qt::SHIFT | Qt::Key_D) },
                       commands::selectDownstream });
    snap = add({ "snapToGrid",
                 "snap",
                 tr("Snap to grid"),
                 tr("Layers and notes that are moved or added stand on the grid"),
                 { QKeySequence(Qt::SHIFT | Qt::Key_G) },
                 {} });
    snap->setCheckable(true);
    snap->setChecked(view.isSnapping());
    connect(snap, &QAction::toggled, &view, &GraphView::setSnapping);
    connect(&view, &GraphView::selectionChanged, this, &EditActions::update);
    connect(&view, &GraphView::networkShown, this, &EditActions::update);
    update();
}

EditActions::~EditActions() = default;

QAction* EditActions::make(const Description& description)
{
    auto* action = new QAction(this);
    action->setObjectName(QString::fromUtf8(description.id));
    if (description.icon)
        action->setIcon(icon(QString::fromUtf8(description.icon)));
    action->setText(description.text);
    action->setShortcuts(description.shortcuts);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    const auto keys = description.shortcuts.value(0).toString(QKeySequence::NativeText);
    action->setToolTip(keys.isEmpty() ? description.toolTip
                                      : QStringLiteral("%1 (%2)").arg(description.toolTip, keys));
    if (description.command)
        connect(action, &QAction::triggered, this,
                [this, command = description.command] { command(m_view); });
    return action;
}

QAction* EditActions::add(const Description& description)
{
    auto* action = make(description);
    m_view.addAction(action);
    m_all << action;
    return action;
}

QMenu* EditActions::addMenu(const char* id, const char* iconName, const QString& text)
{
    auto* menu = m_menus.emplace_back(std::make_unique<QMenu>(text)).get();
    menu->setObjectName(QString::fromUtf8(id));
    menu->setIcon(icon(QString::fromUtf8(iconName)));
    m_view.addAction(menu->menuAction()); // with it come the shortcuts of what is in the menu
    m_all << menu->menuAction();
    return menu;
}

void EditActions::addSeparator()
{
    auto* separator = new QAction(this);
    separator->setSeparator(true);
    m_view.addAction(separator);
    m_all << separator;
}

void EditActions::fillKinds()
{
    std::map<layers::Category, QMenu*> menus;
    for (const auto* kind : layers::layerTable()) {
        auto& menu = menus[kind->category];
        if (!menu) {
            const auto title = layers::titleOf(kind->category);
            menu = kinds->addMenu(categoryIcon(kind->category),
                                  QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size())));
        }
        auto* action = menu->addAction(QString::fromStdString(kind->title));
        action->setObjectName(QStringLiteral("kind:") + QString::fromStdString(kind->id));
        action->setToolTip(QString::fromStdString(kind->help));
        action->setProperty(kCommandName, tr("Change kind to %1").arg(action->text()));
        action->setProperty(kOneOfMany, true);
        action->setProperty(kNeeds, tr("select layers first"));
        action->setProperty(kSearchWords, QString::fromStdString(kind->words));
        connect(action, &QAction::triggered, this, [this, kind] { commands::changeKind(m_view, kind->id); });
    }
}

void EditActions::fillColours()
{
    for (const auto name : network::kColourNames) {
        auto* action = colours->addAction(colourTitle(name));
        action->setObjectName(QStringLiteral("colour:")
                              + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
        action->setProperty(kCommandName, tr("Colour %1").arg(action->text().toLower()));
        action->setProperty(kOneOfMany, true);
        action->setProperty(kNeeds, tr("select a group or a note first"));
        connect(action, &QAction::triggered, this, [this, name] { commands::colour(m_view, name); });
    }
    connect(colours, &QMenu::aboutToShow, this, [this] { // the theme may have changed
        for (qsizetype i = 0; i < colours->actions().size(); ++i)
            colours->actions()[i]->setIcon(colourIcon(network::kColourNames[static_cast<std::size_t>(i)]));
    });
}

void EditActions::fillLines()
{
    using edits::Axis;
    using edits::Edge;
    const auto align = [this](const char* id, const char* iconName, const QString& text, Edge edge,
                              QList<QKeySequence> keys = {}) {
        lines->addAction(make({ id, iconName, text, text, std::move(keys),
                                [edge](GraphView& view) { commands::align(view, edge); } }));
    };
    const auto distribute = [this](const char* id, const char* iconName, const QString& text, Axis axis) {
        lines->addAction(make(
            { id, iconName, text, text, {}, [axis](GraphView& view) { commands::distribute(view, axis); } }));
    };
    align("alignLeft", "align-left", tr("Align left"), Edge::Left, { Qt::CTRL | Qt::SHIFT | Qt::Key_Left });
    align("alignCentre", "align-centre", tr("Align centres"), Edge::Centre);
    align("alignRight", "align-right", tr("Align right"), Edge::Right,
          { Qt::CTRL | Qt::SHIFT | Qt::Key_Right });
    lines->addSeparator();
    align("alignTop", "align-top", tr("Align top"), Edge::Top, { Qt::CTRL | Qt::SHIFT | Qt::Key_Up });
    align("alignMiddle", "align-middle", tr("Align middles"), Edge::Middle);
    align("alignBottom", "align-bottom", tr("Align bottom"), Edge::Bottom,
          { Qt::CTRL | Qt::SHIFT | Qt::Key_Down });
    lines->addSeparator();
    distribute("distributeAcross", "distribute-across", tr("Distribute across"), Axis::Horizontal);
    distribute("distributeDown", "distribute-down", tr("Distribute downwards"), Axis::Vertical);
    lines->addSeparator();
    lines->addAction(make({ "putOnGrid",
                            "snap",
                            tr("Put on the grid"),
                            tr("Move the selected layers to the nearest points of the grid"),
                            {},
                            commands::putOnGrid }));
}

void EditActions::update()
{
    const auto selection = m_view.selection();
    const auto groups = edits::groupsOf(m_view.network(), selection.nodes);
    const bool hasNodes = !selection.nodes.empty();
    for (auto* action : { heal, group, upstream, downstream, kinds->menuAction() })
        action->setEnabled(hasNodes);
    for (auto* action : { link, feed })
        action->setEnabled(m_view.focusNode().has_value());
    bypass->setEnabled(edits::nextBypass(m_view.network(), selection.nodes).has_value());
    ungroup->setEnabled(!groups.empty());
    renameGroup->setEnabled(groups.size() == 1);
    colours->menuAction()->setEnabled(!groups.empty() || !selection.notes.empty());
    const auto isSeveral = selection.nodes.size() > 1;
    for (auto* action : lines->actions())
        action->setEnabled(hasNodes && (isSeveral || action->objectName() == QStringLiteral("putOnGrid")));
    lines->menuAction()->setEnabled(hasNodes);
}

} // namespace netwright::widgets
