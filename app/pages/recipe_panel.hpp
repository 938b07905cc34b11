// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/recipe.hpp"

#include <QWidget>

#include <functional>
#include <string>
#include <vector>

class QAction;
class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace netwright::session {
class ProjectDocument;
}
namespace netwright::widgets {
class ParameterForm;
}

namespace netwright::pages {

class ChoicePanel;

/// What to train and how: a network, a recipe and the recipe's settings. All edits go through the document.
class RecipePanel : public QWidget {
    Q_OBJECT

public:
    explicit RecipePanel(session::ProjectDocument& document, QWidget* parent = nullptr);

    [[nodiscard]] const std::string& network() const { return m_network; } ///< empty: none
    [[nodiscard]] const std::string& recipe() const { return m_recipe; } ///< empty: none
    void selectNetwork(const std::string& name);
    void selectRecipe(const std::string& name);
    void addRecipe(); ///< for this network: a copy of the one shown, or one with all defaults

signals:
    void selectionChanged();

private:
    void arrange();
    QToolButton* makeMenuButton();
    void refresh();
    void showNetworks();
    void showRecipes();
    void showRecipe();
    void addChoice(const training::RecipeChoice& choice);
    void changeNumber(const QString& id, const Value& value);
    void removeRecipe();
    void renameRecipe();
    [[nodiscard]] bool fits(const training::Recipe& recipe) const;
    void edit(const QString& what, const QString& field,
              const std::function<void(training::Recipe&)>& change);

    session::ProjectDocument& m_document;
    std::string m_network;
    std::string m_recipe;
    QComboBox* m_networks;
    QComboBox* m_recipes;
    QList<QAction*> m_needRecipe;
    QPushButton* m_addRecipe; ///< while there is none
    QWidget* m_settings;
    QLabel* m_misfits; ///< what the machine does not have
    widgets::ParameterForm* m_numbers;
    std::vector<ChoicePanel*> m_choices; ///< as training::recipeChoices()
};

} // namespace netwright::pages
