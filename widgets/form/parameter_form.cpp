// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/parameter_form.hpp"

#include "widgets/form/parameter_field.hpp"
#include "widgets/theme.hpp"

#include <QApplication>
#include <QGridLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace netwright::widgets {

namespace {
    const QString kHeight = QStringLiteral("_height");
    const QString kWidth = QStringLiteral("_width");
    constexpr int kMostButtons = 2; // a chain and the way back to the default

    /// Null where they differ.
    const Value* commonValue(std::span<const ParameterValues* const> values, const std::string& id)
    {
        const auto& first = values.front()->value(id);
        const auto isSame = [&](const ParameterValues* other) { return other->value(id) == first; };
        return std::ranges::all_of(values, isSame) ? &first : nullptr;
    }

    /// What expressions may name: numbers that all have in common.
    NamedNumbers numbersOf(const std::vector<ParameterSpec>& specs,
                           std::span<const ParameterValues* const> values)
    {
        NamedNumbers numbers;
        for (const auto& spec : specs) {
            const auto* value = commonValue(values, spec.id);
            if (const auto* whole = value ? std::get_if<std::int64_t>(value) : nullptr)
                numbers.emplace(spec.id, static_cast<double>(*whole));
            else if (const auto* real = value ? std::get_if<double>(value) : nullptr)
                numbers.emplace(spec.id, *real);
        }
        return numbers;
    }
} // namespace

ParameterForm::ParameterForm(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QGridLayout(this))
{
    m_layout->setContentsMargins({});
    m_layout->setHorizontalSpacing(kGrid * 2);
    m_layout->setVerticalSpacing(kGrid);
    m_layout->setColumnStretch(1, 1);
}

void ParameterForm::setParameters(std::span<const ParameterSpec> specs, const ParameterValues& values,
                                  const tensor::Signature* signature)
{
    const auto* only = &values;
    setParameters(specs, std::span(&only, 1), signature);
}

void ParameterForm::setParameters(std::span<const ParameterSpec> specs,
                                  std::span<const ParameterValues* const> values,
                                  const tensor::Signature* signature)
{
    if (!isFor(specs, signature))
        build(specs, signature);
    const auto names = numbersOf(m_specs, values);
    const bool isWorkedOn = isAncestorOf(QApplication::focusWidget()); // then a fault of it stays in sight
    for (auto* field : m_fields) {
        field->setNames(names);
        if (!isWorkedOn)
            field->forgetRefused();
        if (const auto* value = commonValue(values, field->spec().id))
            field->setValue(*value);
        else
            field->showMixed();
    }
    showChains(values);
    showRowsInUse(values);
}

bool ParameterForm::isFor(std::span<const ParameterSpec> specs, const tensor::Signature* signature) const
{
    const bool isOfThisData
        = signature && m_signature ? *signature == *m_signature : !signature && !m_signature;
    return isOfThisData && std::ranges::equal(specs, m_specs);
}

/// A field whose value means nothing is hidden, unless something is wrong with it.
void ParameterForm::showRowsInUse(std::span<const ParameterValues* const> values)
{
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        auto* field = m_fields[i];
        const bool isShown = !field->message().isEmpty()
            || std::ranges::any_of(
                values, [field](const ParameterValues* each) { return isInUse(field->spec(), *each); });
        field->setVisible(isShown);
        if (m_labels[i])
            m_labels[i]->setVisible(isShown);
    }
}

void ParameterForm::build(std::span<const ParameterSpec> specs, const tensor::Signature* signature)
{
    m_layout->setRowStretch(static_cast<int>(m_fields.size()), 0);
    qDeleteAll(m_labels);
    qDeleteAll(m_fields);
    m_labels.clear();
    m_fields.clear();
    m_specs.assign(specs.begin(), specs.end());
    m_signature = signature ? std::optional(*signature) : std::nullopt;
    for (const auto& spec : m_specs)
        addRow(new ParameterField(spec, signature, this));
    m_layout->setRowStretch(static_cast<int>(m_fields.size()), 1); // rows stay together in a high form
    addChains();
    alignEditors();
    QWidget* before = this; // fields are made long after what stands below the form
    for (auto* field : m_fields) {
        for (auto* stop : field->stops()) {
            setTabOrder(before, stop);
            before = stop;
        }
    }
}

void ParameterForm::addChains()
{
    m_pairs.clear();
    for (auto* field : m_fields) {
        const auto height = QString::fromStdString(field->spec().id);
        if (!height.endsWith(kHeight))
            continue;
        const auto width = height.chopped(kHeight.size()) + kWidth;
        if (!this->field(width))
            continue;
        auto* chain = new QToolButton(field);
        chain->setObjectName(QStringLiteral("chain"));
        chain->setIcon(icon(QStringLiteral("chain")));
        chain->setCheckable(true);
        chain->setToolTip(tr("Keep height and width the same"));
        chain->setAccessibleName(chain->toolTip());
        chain->setFocusPolicy(Qt::TabFocus);
        field->addButton(chain);
        connect(chain, &QToolButton::clicked, this, [this, height](bool isChained) {
            isChained ? void(m_apart.erase(height)) : void(m_apart.insert(height));
        });
        m_pairs.push_back({ height, width, chain });
    }
}

int ParameterForm::mostButtons() const
{
    int most = m_offersReset ? kMostButtons : 0; // fields of all layers are as wide
    for (const auto* field : m_fields)
        most = std::max(most, field->buttonCount());
    return most;
}

int ParameterForm::buttonRoom() const { return ParameterField::buttonRoom(mostButtons()); }

void ParameterForm::alignEditors()
{
    const int most = mostButtons();
    for (auto* field : m_fields)
        field->reserveButtons(most);
}

void ParameterForm::showChains(std::span<const ParameterValues* const> values)
{
    for (const auto& [height, width, chain] : m_pairs) {
        const auto* left = commonValue(values, height.toStdString());
        const auto* right = commonValue(values, width.toStdString());
        const bool isSame = left && right && *left == *right;
        chain->setChecked(isSame && !m_apart.contains(height));
    }
}

void ParameterForm::tell(const QString& id, const Value& value)
{
    const auto pair = std::ranges::find_if(
        m_pairs, [&id](const Pair& each) { return each.height == id || each.width == id; });
    if (pair != m_pairs.end() && pair->chain->isChecked())
        emit pairChanged(pair->height, pair->width, value);
    else
        emit valueChanged(id, value);
}

void ParameterForm::addRow(ParameterField* field)
{
    const auto id = QString::fromStdString(field->spec().id);
    const auto row = static_cast<int>(m_fields.size());
    m_fields.push_back(field);
    connect(field, &ParameterField::valueEdited, this, [this, id](const Value& value) { tell(id, value); });
    if (m_offersReset && field->spec().type != ParameterType::Column)
        field->offerReset();
    if (field->spec().type == ParameterType::Boolean) { // the check box carries the label itself
        m_layout->addWidget(field, row, 0, 1, 2, Qt::AlignTop);
        m_labels.push_back(nullptr);
        return;
    }
    auto* label = new QLabel(QString::fromStdString(field->spec().label), this);
    label->setToolTip(QString::fromStdString(field->spec().help));
    label->setFixedWidth(kLabelWidth);
    label->setWordWrap(true);
    label->setBuddy(field->editor());
    label->setMinimumHeight(field->editor()->sizeHint().height()); // one line stands beside the editor's text
    m_layout->addWidget(label, row, 0, Qt::AlignTop);
    m_layout->addWidget(field, row, 1, Qt::AlignTop);
    m_labels.push_back(label);
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
