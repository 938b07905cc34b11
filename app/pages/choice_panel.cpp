// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/choice_panel.hpp"

#include "app/session/text.hpp"

#include "widgets/form/parameter_form.hpp"
#include "widgets/theme.hpp"

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace netwright::pages {

using session::toQt;

ChoicePanel::ChoicePanel(const training::RecipeChoice& choice, QWidget* parent)
    : QWidget(parent)
    , m_choice(choice)
    , m_kinds(new QComboBox(this))
    , m_parameters(new widgets::ParameterForm(this))
{
    for (const auto& kind : choice.kinds) {
        m_kinds->addItem(toQt(kind.title), toQt(kind.id));
        m_kinds->setItemData(m_kinds->count() - 1, toQt(kind.help), Qt::ToolTipRole);
    }
    auto* label = new QLabel(toQt(choice.label), this);
    label->setFont(widgets::font(widgets::TextRole::Strong));
    label->setBuddy(m_kinds);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(widgets::kGrid);
    layout->addWidget(label);
    layout->addWidget(m_kinds);
    layout->addWidget(m_parameters);
    connect(m_kinds, &QComboBox::activated, this,
            [this](int index) { emit kindChosen(m_choice.kinds[static_cast<std::size_t>(index)]); });
    connect(m_parameters, &widgets::ParameterForm::valueChanged, this, &ChoicePanel::parameterChanged);
}

void ChoicePanel::setChoice(const training::KindChoice& chosen)
{
    const auto* kind = m_choice.find(chosen.kind);
    if (!kind)
        return;
    const QSignalBlocker blocker(m_kinds);
    m_kinds->setCurrentIndex(m_kinds->findData(toQt(kind->id)));
    m_kinds->setToolTip(toQt(kind->help));
    m_parameters->setParameters(kind->parameters, chosen.parameters);
    m_parameters->setVisible(!kind->parameters.empty());
}

} // namespace netwright::pages
