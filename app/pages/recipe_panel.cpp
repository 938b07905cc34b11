// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/recipe_panel.hpp"

#include "app/pages/choice_panel.hpp"
#include "app/pages/free_name.hpp"
#include "app/pages/merge_key.hpp"
#include "app/pages/name_dialog.hpp"
#include "app/session/project_document.hpp"
#include "app/session/text.hpp"

#include "core/project/starting_point.hpp"
#include "core/training/machine_fit.hpp"
#include "widgets/form/parameter_form.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/name_box.hpp"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace netwright::pages {

using session::toQt;
using widgets::kGrid;

namespace {
    QLabel* makeLabel(const QString& text, QWidget* buddy)
    {
        auto* label = new QLabel(text, buddy->parentWidget());
        label->setFont(widgets::font(widgets::TextRole::Strong));
        label->setBuddy(buddy);
        return label;
    }
} // namespace

RecipePanel::RecipePanel(session::ProjectDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_networks(new widgets::NameBox(this))
    , m_recipes(new widgets::NameBox(this))
    , m_addRecipe(new QPushButton(widgets::icon(QStringLiteral("add")), tr("Add recipe"), this))
    , m_settings(new QWidget(this))
    , m_misfits(new QLabel(m_settings))
    , m_numbers(new widgets::ParameterForm(this))
{
    arrange();
    connect(m_networks, &QComboBox::activated, this,
            [this] { selectNetwork(m_networks->currentText().toStdString()); });
    connect(m_recipes, &QComboBox::activated, this,
            [this] { selectRecipe(m_recipes->currentText().toStdString()); });
    connect(m_addRecipe, &QPushButton::clicked, this, &RecipePanel::addRecipe);
    connect(m_numbers, &widgets::ParameterForm::valueChanged, this, &RecipePanel::changeNumber);
    connect(&document, &session::ProjectDocument::changed, this, &RecipePanel::refresh);
    refresh();
}

void RecipePanel::arrange()
{
    auto* settings = new QVBoxLayout(m_settings);
    settings->setContentsMargins(0, 0, 0, 0);
    settings->setSpacing(kGrid);
    settings->addWidget(m_numbers);
    settings->addWidget(m_misfits);
    m_misfits->setObjectName(QStringLiteral("misfits"));
    m_misfits->setWordWrap(true);
    for (const auto& choice : training::recipeChoices())
        addChoice(choice);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, kGrid * 3 / 2, 0);
    layout->setSpacing(kGrid);
    layout->addWidget(makeLabel(tr("Network"), m_networks));
    layout->addWidget(m_networks);
    layout->addSpacing(kGrid);
    layout->addWidget(makeLabel(tr("Recipe"), m_recipes));
    auto* recipe = new QHBoxLayout;
    recipe->addWidget(m_recipes, 1);
    recipe->addWidget(makeMenuButton());
    layout->addLayout(recipe);
    m_addRecipe->setObjectName(QStringLiteral("addRecipe"));
    m_addRecipe->setToolTip(tr("Add a recipe with default settings for this network"));
    layout->addWidget(m_addRecipe);
    layout->addSpacing(kGrid);
    layout->addWidget(m_settings);
    layout->addStretch(1);
}

QToolButton* RecipePanel::makeMenuButton()
{
    auto* button = new QToolButton(this);
    auto* menu = new QMenu(button);
    const auto add
        = [&](const char* id, const char* icon, const QString& text, void (RecipePanel::*command)()) {
              auto* action = menu->addAction(widgets::icon(QLatin1String(icon)), text);
              action->setObjectName(QLatin1String(id));
              connect(action, &QAction::triggered, this, command);
              return action;
          };
    add("addRecipe", "add", tr("Add recipe"), &RecipePanel::addRecipe);
    m_needRecipe << add("renameRecipe", "rename", tr("Rename recipe…"), &RecipePanel::renameRecipe)
                 << add("removeRecipe", "delete", tr("Remove recipe"), &RecipePanel::removeRecipe);
    button->setIcon(widgets::icon(QStringLiteral("more")));
    button->setToolTip(tr("Add, rename or remove a recipe"));
    button->setAccessibleName(tr("Recipes"));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    return button;
}

void RecipePanel::addChoice(const training::RecipeChoice& choice)
{
    auto* panel = new ChoicePanel(choice, m_settings);
    m_choices.push_back(panel);
    m_settings->layout()->addItem(new QSpacerItem(0, kGrid));
    m_settings->layout()->addWidget(panel);
    connect(panel, &ChoicePanel::kindChosen, this, [this, &choice](const training::RecipeChoice::Kind& kind) {
        edit(tr("Choose %1").arg(toQt(kind.title)), {}, [&](training::Recipe& recipe) {
            recipe.*choice.chosen = { .kind = kind.id, .parameters = ParameterValues(kind.parameters) };
        });
    });
    connect(panel, &ChoicePanel::parameterChanged, this,
            [this, &choice](const QString& id, const Value& value) {
                edit(tr("Change the recipe"), toQt(choice.id) + QLatin1Char(' ') + id,
                     [&](training::Recipe& recipe) {
                         (recipe.*choice.chosen).parameters.set(id.toStdString(), value);
                     });
            });
}

bool RecipePanel::fits(const training::Recipe& recipe) const
{
    return recipe.network.empty() || recipe.network == m_network;
}

void RecipePanel::selectNetwork(const std::string& name)
{
    m_network = name;
    refresh();
}

void RecipePanel::selectRecipe(const std::string& name)
{
    m_recipe = name;
    refresh();
}

void RecipePanel::refresh()
{
    const auto& project = m_document.project();
    if (!project.network(m_network))
        m_network = project.networks.empty() ? std::string() : project.networks.front().name;
    const auto* recipe = project.recipe(m_recipe);
    if (!recipe || !fits(*recipe)) {
        const auto it
            = std::ranges::find_if(project.recipes, [this](const auto& other) { return fits(other); });
        m_recipe = it == project.recipes.end() ? std::string() : it->name;
    }
    showNetworks();
    showRecipes();
    showRecipe();
    emit selectionChanged();
}

void RecipePanel::showNetworks()
{
    const QSignalBlocker blocker(m_networks);
    m_networks->clear();
    for (const auto& network : m_document.project().networks)
        m_networks->addItem(widgets::icon(QStringLiteral("network")), toQt(network.name));
    m_networks->setCurrentText(toQt(m_network));
    m_networks->setEnabled(m_networks->count() > 0);
}

void RecipePanel::showRecipes()
{
    const QSignalBlocker blocker(m_recipes);
    m_recipes->clear();
    for (const auto& recipe : m_document.project().recipes) {
        if (fits(recipe))
            m_recipes->addItem(toQt(recipe.name));
    }
    m_recipes->setCurrentText(toQt(m_recipe));
    m_recipes->setEnabled(m_recipes->count() > 0);
    for (auto* action : m_needRecipe)
        action->setEnabled(m_recipes->count() > 0);
}

void RecipePanel::showRecipe()
{
    const auto* recipe = m_document.project().recipe(m_recipe);
    m_addRecipe->setVisible(recipe == nullptr);
    m_settings->setVisible(recipe != nullptr);
    if (!recipe)
        return;
    m_numbers->setParameters(training::recipeSpecs(), training::valuesOf(*recipe));
    QStringList misfits;
    for (const auto& sentence : training::misfits(*recipe))
        misfits << toQt(sentence) + QLatin1Char('.');
    m_misfits->setText(misfits.join(QLatin1Char('\n')));
    m_misfits->setVisible(!misfits.isEmpty());
    const auto choices = training::recipeChoices();
    for (std::size_t i = 0; i < choices.size(); ++i)
        m_choices[i]->setChoice(recipe->*choices[i].chosen);
}

void RecipePanel::addRecipe()
{
    auto after = m_document.project();
    const auto* current = after.recipe(m_recipe);
    const auto* network = after.network(m_network);
    const auto dataset = network ? m_document.dataset(network->dataset) : nullptr;
    auto recipe = current ? *current
        : dataset         ? project::startingRecipe(*network, *dataset)
                          : training::defaultRecipe({});
    recipe.network = m_network;
    recipe.name = freeName(m_network.empty() ? "recipe" : m_network,
                           [&](const std::string& name) { return after.recipe(name) != nullptr; });
    const auto name = recipe.name;
    after.recipes.push_back(std::move(recipe));
    m_recipe = name;
    m_document.edit(tr("Add a recipe"), std::move(after));
}

void RecipePanel::removeRecipe()
{
    auto after = m_document.project();
    std::erase_if(after.recipes, [this](const auto& recipe) { return recipe.name == m_recipe; });
    m_document.edit(tr("Remove %1").arg(toQt(m_recipe)), std::move(after));
}

void RecipePanel::renameRecipe()
{
    const auto before = m_recipe; // another one may be chosen while the dialog is open
    const auto name = askName(this, tr("Rename recipe"), toQt(before), [this](const QString& wanted) {
        return m_document.project().recipe(wanted.toStdString()) != nullptr;
    });
    auto after = m_document.project();
    const auto recipe = std::ranges::find(after.recipes, before, &training::Recipe::name);
    if (!name || recipe == after.recipes.end())
        return;
    recipe->name = m_recipe = name->toStdString();
    m_document.edit(tr("Rename a recipe"), std::move(after));
}

void RecipePanel::changeNumber(const QString& id, const Value& value)
{
    edit(tr("Change the recipe"), id, [&](training::Recipe& recipe) {
        auto values = training::valuesOf(recipe);
        values.set(id.toStdString(), value);
        static_cast<void>(training::setValues(recipe, values)); // the field keeps to the ranges
    });
}

void RecipePanel::edit(const QString& what, const QString& field,
                       const std::function<void(training::Recipe&)>& change)
{
    auto after = m_document.project();
    const auto recipe = std::ranges::find(after.recipes, m_recipe, &training::Recipe::name);
    if (recipe == after.recipes.end())
        return;
    change(*recipe);
    m_document.edit(what, std::move(after), field.isEmpty() ? -1 : mergeKey(toQt(m_recipe) + field));
}

} // namespace netwright::pages
