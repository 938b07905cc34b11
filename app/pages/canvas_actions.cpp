// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/canvas_actions.hpp"

#include "widgets/graph/graph_view.hpp"

#include <QAction>
#include <QActionGroup>
#include <QMenu>

namespace netwright::pages {

using widgets::Heat;

namespace {
    const QString kOrthogonal = QStringLiteral("linksOrthogonal");
    const QString kMinimap = QStringLiteral("minimap");
    const QString kParameters = QStringLiteral("showParameters");
    const QString kMultiplyAdds = QStringLiteral("showMultiplyAdds");
    const QString kMemory = QStringLiteral("showMemory");
} // namespace

CanvasActions::CanvasActions(widgets::GraphView& canvas)
    : QObject(&canvas)
    , m_canvas(canvas)
    , m_menu(new QMenu(tr("&Canvas"), &canvas))
    , m_heats(new QActionGroup(this))
{
    addRouting();
    add(kMinimap, tr("Show the map of the network"),
        tr("A small map in the corner, where the network is larger than the canvas"))
        ->setChecked(true);
    m_menu->addSeparator();
    addCosts();
    m_menu->addSeparator();
    addHeat();
    for (auto* action : m_remembered)
        connect(action, &QAction::toggled, this, &CanvasActions::apply);
    apply();
}

QAction* CanvasActions::add(const QString& id, const QString& text, const QString& toolTip,
                            QActionGroup* group)
{
    auto* action = m_menu->addAction(text);
    action->setObjectName(id);
    action->setToolTip(toolTip);
    action->setCheckable(true);
    if (group)
        group->addAction(action);
    if (group != m_heats)
        m_remembered << action;
    return action;
}

void CanvasActions::addRouting()
{
    auto* routings = new QActionGroup(this);
    add(QStringLiteral("linksSmooth"), tr("Links as smooth curves"), tr("Draw links as smooth curves"),
        routings)
        ->setChecked(true);
    add(kOrthogonal, tr("Links at right angles"), tr("Draw links along horizontal and vertical lines"),
        routings);
    m_menu->addSeparator();
}

void CanvasActions::addCosts()
{
    add(kParameters, tr("Show parameters on layers"), tr("Write on each layer how many parameters it has"));
    add(kMultiplyAdds, tr("Show multiply-adds on layers"),
        tr("Write on each layer how many multiply-adds it takes, forward, per sample"));
    add(kMemory, tr("Show activation memory on layers"),
        tr("Write on each layer how large its outputs are, per sample"));
}

void CanvasActions::addHeat()
{
    const auto addOne = [this](Heat heat, const char* id, const QString& text, const QString& toolTip) {
        auto* action = add(QLatin1String(id), text, toolTip, m_heats);
        action->setData(static_cast<int>(heat));
        connect(action, &QAction::triggered, this, [this, heat] { setHeat(heat); });
        return action;
    };
    addOne(Heat::None, "heatNone", tr("Colour layers by category"), tr("The usual colours: heat view off"))
        ->setChecked(true);
    addOne(Heat::Parameters, "heatParameters", tr("Colour layers by parameters"),
           tr("The more parameters a layer has, the brighter it is"));
    addOne(Heat::Compute, "heatCompute", tr("Colour layers by compute"),
           tr("The more multiply-adds a layer takes, the brighter it is"));
    addOne(Heat::Memory, "heatMemory", tr("Colour layers by memory"),
           tr("The larger the outputs of a layer are, the brighter it is"));
    addOne(Heat::Time, "heatTime", tr("Colour layers by measured time"),
           tr("Runs a few training steps; the longer a layer takes, the brighter it is"));
}

void CanvasActions::setHeat(Heat heat)
{
    for (auto* action : m_heats->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(heat));
    m_canvas.setHeat(heat);
    emit heatChosen(heat);
}

QStringList CanvasActions::checked() const
{
    QStringList ids;
    for (const auto* action : m_remembered) {
        if (action->isChecked())
            ids << action->objectName();
    }
    return ids;
}

void CanvasActions::restore(const QStringList& checked)
{
    for (auto* action : m_remembered)
        action->setChecked(checked.contains(action->objectName()));
}

void CanvasActions::apply()
{
    const auto ids = checked();
    m_canvas.setRouting(ids.contains(kOrthogonal) ? widgets::Routing::Orthogonal : widgets::Routing::Smooth);
    m_canvas.setMinimapWanted(ids.contains(kMinimap));
    m_canvas.setShownCosts({ .hasParameters = ids.contains(kParameters),
                             .hasMultiplyAdds = ids.contains(kMultiplyAdds),
                             .hasMemory = ids.contains(kMemory) });
}

} // namespace netwright::pages
