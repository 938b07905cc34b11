// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"

#include <QScrollArea>

#include <set>
#include <vector>

class QFormLayout;
class QGridLayout;
class QLabel;
class QLayout;
class QLineEdit;
class QStackedWidget;

namespace netwright::widgets {

class FormulaView;
class LayerPicture;
class KeptForms;
class ParameterForm;

/// All about one node: name, kind, parameters, what is wrong, shapes and cost. It shows values and tells of
/// edits; the owner applies them and shows the node again.
class NodeForm : public QScrollArea {
    Q_OBJECT

public:
    explicit NodeForm(QWidget* parent = nullptr);

    void setNode(const network::Network& network, const network::Analysis& analysis, network::NodeId node,
                 const tensor::Signature* signature);
    /// What several nodes have in common, to be edited at once.
    void setNodes(const network::Network& network, const std::set<network::NodeId>& nodes,
                  const tensor::Signature* signature);
    /// Instead of a node: why there is none.
    void setText(const QString& title, const QString& text);

    /// Null where no node is shown, or several are.
    [[nodiscard]] std::optional<network::NodeId> node() const { return m_node; }
    /// What an edit is for.
    [[nodiscard]] const std::set<network::NodeId>& nodes() const { return m_nodes; }
    [[nodiscard]] ParameterForm& parameters() const;
    [[nodiscard]] QLineEdit& name() const { return *m_name; }
    /// Puts the keyboard on the first parameter.
    void focusFirst();

signals:
    void valueChanged(const QString& id, const netwright::Value& value);
    void pairChanged(const QString& first, const QString& second, const netwright::Value& value);
    void renamed(const QString& name); ///< unique and allowed

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeTextPage();
    QWidget* makeNodePage();
    QLayout* makeTitleRow(QWidget* page);
    QLayout* makeNameRow(QWidget* page);
    void showIdentity(const network::Node& node, const layers::LayerKind& kind);
    void showFacts(const network::NodeFacts* facts);
    struct Fact {
        QLabel* name;
        QLabel* value;
    };
    [[nodiscard]] Fact addFact(const QString& name);
    static void showFact(const Fact& fact, const QString& text); ///< an empty one is hidden
    void showName(const QString& name);
    void finishName();
    [[nodiscard]] QString nameFault() const;
    void showIcon();
    void showSingle(bool isSingle); ///< what only one node has
    void watchFields(const QWidget* left, const QWidget* entered);
    [[nodiscard]] QString changeOf(const QString& output) const;

    std::optional<network::NodeId> m_node;
    std::set<network::NodeId> m_nodes;
    QString m_shownOutput;
    QString m_outputBefore; ///< as it was when the person came to the field that is being edited
    QString m_shownName;
    std::vector<std::string> m_otherNames;
    QStackedWidget* m_pages;
    QLabel* m_textTitle;
    QLabel* m_text;
    QLabel* m_icon;
    QLabel* m_kind;
    QLineEdit* m_name;
    QFormLayout* m_nameRow = nullptr;
    QLabel* m_nameLabel;
    QLabel* m_nameFault;
    QLabel* m_help;
    FormulaView* m_formula;
    LayerPicture* m_picture;
    QLabel* m_problem;
    QLabel* m_warning;
    KeptForms* m_parameters;
    QGridLayout* m_facts;
    Fact m_input;
    Fact m_output;
    Fact m_parameterCount;
    Fact m_multiplyAdds;
    Fact m_activations;
    layers::Category m_category {};
};

} // namespace netwright::widgets
