// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parameter.hpp"
#include "core/tensor/column.hpp"

#include <QWidget>

#include <optional>
#include <set>
#include <span>
#include <vector>

class QGridLayout;
class QLabel;
class QToolButton;

namespace netwright::widgets {

class ParameterField;

/// Labels of forms are this wide, so that the fields of forms that stand above each other line up.
inline constexpr int kLabelWidth = 128;

/// A form made from parameter specs: of a layer, an optimiser, a dataset source. It shows values and tells of
/// edits; the owner applies them and calls setParameters().
class ParameterForm : public QWidget {
    Q_OBJECT

public:
    explicit ParameterForm(QWidget* parent = nullptr);

    /// Whether its fields are those of these parameters.
    [[nodiscard]] bool isFor(std::span<const ParameterSpec> specs, const tensor::Signature* signature) const;
    /// Rebuilds the fields only where the specs or the columns differ from those shown.
    void setParameters(std::span<const ParameterSpec> specs, const ParameterValues& values,
                       const tensor::Signature* signature = nullptr);
    /// The same for several things that are edited at once: a field where they differ shows so.
    void setParameters(std::span<const ParameterSpec> specs, std::span<const ParameterValues* const> values,
                       const tensor::Signature* signature = nullptr);
    /// Whether fields have a button back to the default. For the fields that are built from now on.
    void setOffersReset(bool offers) { m_offersReset = offers; }
    /// Null where there is no such parameter.
    [[nodiscard]] ParameterField* field(const QString& id) const;
    /// What the keyboard edits first; null where there are no parameters.
    [[nodiscard]] QWidget* firstEditor() const;
    /// What the buttons beside the editors take at their right.
    [[nodiscard]] int buttonRoom() const;

signals:
    /// Consecutive changes of one field come one by one; merge them in the undo history.
    void valueChanged(const QString& id, const netwright::Value& value);
    /// Instead of valueChanged(), of two that are kept the same: "kernel_height" and "kernel_width".
    void pairChanged(const QString& first, const QString& second, const netwright::Value& value);

private:
    void build(std::span<const ParameterSpec> specs, const tensor::Signature* signature);
    void addRow(ParameterField* field);
    void addChains();
    [[nodiscard]] int mostButtons() const;
    void alignEditors();
    void showChains(std::span<const ParameterValues* const> values);
    void showRowsInUse(std::span<const ParameterValues* const> values);
    void tell(const QString& id, const Value& value);

    /// No QFormLayout: that of Qt 6.4 writes past its end where it hides rows with texts that are wrapped.
    QGridLayout* m_layout;
    std::vector<ParameterSpec> m_specs;
    std::optional<tensor::Signature> m_signature;
    std::vector<ParameterField*> m_fields;
    std::vector<QLabel*> m_labels; ///< of the fields; null where a field carries its own
    /// Two sizes that a person mostly wants to be the same.
    struct Pair {
        QString height;
        QString width;
        QToolButton* chain;
    };
    std::vector<Pair> m_pairs;
    std::set<QString> m_apart; ///< by height: pairs that the person took apart
    bool m_offersReset = false;
};

} // namespace netwright::widgets
