// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/form/parameter_form.hpp"

#include <QWidget>

#include <span>
#include <vector>

namespace netwright::widgets {

/// The forms of the kinds that were shown last, one of them in sight. Who goes from layer to layer sees the
/// same few kinds again and again, and to build the fields of a form takes longer than a frame has.
class KeptForms : public QWidget {
    Q_OBJECT

public:
    explicit KeptForms(QWidget* parent = nullptr);

    /// Shows the form of these parameters in place of the one before.
    ParameterForm& turnTo(std::span<const ParameterSpec> specs, const tensor::Signature* signature);
    /// In sight.
    [[nodiscard]] ParameterForm& current() const { return *m_forms.front(); }

signals:
    void valueChanged(const QString& id, const netwright::Value& value); ///< see ParameterForm
    void pairChanged(const QString& first, const QString& second, const netwright::Value& value);

private:
    ParameterForm* make();

    std::vector<ParameterForm*> m_forms; ///< the last one shown first
};

} // namespace netwright::widgets
