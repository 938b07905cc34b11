// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/kept_forms.hpp"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace netwright::widgets {

namespace {
    constexpr std::size_t kMost = 12;

    /// What is half typed in it is meant for what it showed so far.
    void leave(ParameterForm& form)
    {
        auto* focus = QApplication::focusWidget();
        if (focus && form.isAncestorOf(focus)) {
            const QSignalBlocker blocker(form);
            focus->clearFocus();
        }
        for (const auto* choice : form.findChildren<QComboBox*>())
            choice->view()->keyboardSearch({}); // what is typed next begins with a word of its own
        form.hide();
    }
} // namespace

KeptForms::KeptForms(QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    m_forms.push_back(make());
}

ParameterForm* KeptForms::make()
{
    auto* form = new ParameterForm(this);
    form->setOffersReset(true);
    connect(form, &ParameterForm::valueChanged, this, &KeptForms::valueChanged);
    connect(form, &ParameterForm::pairChanged, this, &KeptForms::pairChanged);
    layout()->addWidget(form);
    setTabOrder(this, form); // its fields follow what stands above it
    return form;
}

ParameterForm& KeptForms::turnTo(std::span<const ParameterSpec> specs, const tensor::Signature* signature)
{
    auto* before = m_forms.front();
    auto known = std::ranges::find_if(
        m_forms, [&](const ParameterForm* form) { return form->isFor(specs, signature); });
    if (known == m_forms.end())
        known = m_forms.size() < kMost ? m_forms.insert(known, make()) : std::prev(known);
    std::rotate(m_forms.begin(), known, std::next(known));
    if (before != m_forms.front()) {
        leave(*before);
        m_forms.front()->show();
    }
    return *m_forms.front();
}

} // namespace netwright::widgets
