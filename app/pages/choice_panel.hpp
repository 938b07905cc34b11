// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/recipe.hpp"

#include <QWidget>

class QComboBox;

namespace netwright::widgets {
class ParameterForm;
}

namespace netwright::pages {

/// One choice of a recipe, such as its optimiser: the kinds to choose from, and the chosen one's parameters.
class ChoicePanel : public QWidget {
    Q_OBJECT

public:
    explicit ChoicePanel(const training::RecipeChoice& choice, QWidget* parent = nullptr);

    void setChoice(const training::KindChoice& chosen);

signals:
    void kindChosen(const training::RecipeChoice::Kind& kind);
    void parameterChanged(const QString& id, const Value& value);

private:
    const training::RecipeChoice& m_choice;
    QComboBox* m_kinds;
    widgets::ParameterForm* m_parameters;
};

} // namespace netwright::pages
