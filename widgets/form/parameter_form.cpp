// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/parameter_form.hpp"

#include "widgets/form/parameter_field.hpp"
#include "widgets/theme.hpp"

#include <QFormLayout>
#include <QLabel>

#include <algorithm>

namespace netwright::widgets {

ParameterForm::ParameterForm(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QFormLayout(this))
{
    m_layout->setContentsMargins({});
    m_layout->setHorizontalSpacing(kGrid * 2);
    m_layout->setVerticalSpacing(kGrid);
    m_layout->setLabelAlignment(Qt::AlignLeft);
    m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
}

void ParameterForm::setParameters(std::span<const ParameterSpec> specs, const ParameterValues& values,
                                  const tensor::Signature* signature)
{
    const auto columns = signature ? std::optional(*signature) : std::nullopt;
    if (!std::ranges::equal(specs, m_specs) || columns != m_signature)
        build(specs, signature);
    for (auto* field : m_fields)
        field->setValue(values.value(field->spec().id));
}

void ParameterForm::build(std::span<const ParameterSpec> specs, const tensor::Signature* signature)
{
    while (m_layout->rowCount() > 0)
        m_layout->removeRow(0);
    m_fields.clear();
    m_specs.assign(specs.begin(), specs.end());
    m_signature = signature ? std::optional(*signature) : std::nullopt;
    for (const auto& spec : m_specs)
        addRow(new ParameterField(spec, signature, this));
}

void ParameterForm::addRow(ParameterField* field)
{
    const auto id = QString::fromStdString(field->spec().id);
    m_fields.push_back(field);
    connect(field, &ParameterField::valueEdited, this,
            [this, id](const Value& value) { emit valueChanged(id, value); });
    if (field->spec().type == ParameterType::Boolean) { // the check box carries the label itself
        m_layout->addRow(QString(), field);
        return;
    }
    auto* label = new QLabel(QString::fromStdString(field->spec().label), this);
    label->setToolTip(QString::fromStdString(field->spec().help));
    label->setMinimumWidth(kLabelWidth);
    label->setBuddy(field->editor());
    m_layout->addRow(label, field);
}

ParameterField* ParameterForm::field(const QString& id) const
{
    const auto wanted = id.toStdString();
    const auto it
        = std::ranges::find_if(m_fields, [&wanted](const auto* field) { return field->spec().id == wanted; });
    return it == m_fields.end() ? nullptr : *it;
}

QWidget* ParameterForm::firstEditor() const
{
    return m_fields.empty() ? nullptr : m_fields.front()->editor();
}

} // namespace netwright::widgets
