// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/node_form.hpp"

#include "core/network/block.hpp"
#include "widgets/form/common_parameters.hpp"
#include "widgets/form/formula_view.hpp"
#include "widgets/form/kept_forms.hpp"
#include "widgets/form/layer_picture.hpp"
#include "widgets/form/undo_passage.hpp"
#include "widgets/graph/canvas_style.hpp"
#include "widgets/graph/node_card.hpp"
#include "widgets/graph/problem_model.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/plain_tip.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QApplication>
#include <QEvent>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace netwright::widgets {

namespace {
    constexpr int kIconSize = 24;

    QLabel* wrapped(QLabel* label)
    {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        return label;
    }

    QLabel* makeLabel(TextRole role, QWidget* parent)
    {
        auto* label = new QLabel(parent);
        label->setFont(font(role));
        return wrapped(label);
    }

    QLabel* makeLabel(Meaning meaning, TextRole role, QWidget* parent)
    {
        return wrapped(new TintedLabel(meaning, role, {}, parent));
    }

    QFrame* makeLine(QWidget* parent)
    {
        auto* line = new QFrame(parent);
        line->setFrameShape(QFrame::HLine);
        line->setFrameShadow(QFrame::Plain);
        line->setForegroundRole(QPalette::Mid);
        return line;
    }

    /// The first of a node, where there is one.
    void showRemark(QLabel& label, const std::vector<network::Problem>& problems, network::NodeId id)
    {
        const auto problem = std::ranges::find(problems, std::optional(id), &network::Problem::node);
        label.setVisible(problem != problems.end());
        if (problem != problems.end())
            label.setText(reasonText(*problem));
    }

    QString shapesText(const std::vector<tensor::Shape>& shapes)
    {
        QStringList texts;
        for (const auto& shape : shapes)
            texts << shapeText(shape);
        return texts.join(QStringLiteral(", "));
    }
} // namespace

NodeForm::NodeForm(QWidget* parent)
    : QScrollArea(parent)
    , m_pages(new QStackedWidget(this))
{
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::ClickFocus); // Tab goes to its fields
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_pages->addWidget(makeTextPage());
    m_pages->addWidget(makeNodePage());
    setWidget(m_pages);
    showIcon();
}

QWidget* NodeForm::makeTextPage()
{
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(kGrid);
    m_textTitle = makeLabel(TextRole::Strong, page);
    m_text = makeLabel(Meaning::Quiet, TextRole::Body, page);
    layout->addWidget(m_textTitle);
    layout->addWidget(m_text);
    layout->addStretch();
    return page;
}

QWidget* NodeForm::makeNodePage()
{
    auto* page = new QWidget(this);
    m_help = makeLabel(Meaning::Quiet, TextRole::Caption, page);
    m_formula = new FormulaView(page);
    m_picture = new LayerPicture(page);
    m_nameFault = makeLabel(Meaning::Bad, TextRole::Caption, page);
    m_problem = makeLabel(Meaning::Bad, TextRole::Caption, page);
    m_problem->setObjectName(QStringLiteral("layerProblem"));
    m_warning = makeLabel(Meaning::Warning, TextRole::Caption, page);
    m_warning->setObjectName(QStringLiteral("layerWarning"));
    m_parameters = new KeptForms(page);
    m_facts = new QGridLayout;
    m_facts->setHorizontalSpacing(2 * kGrid);
    m_facts->setVerticalSpacing(kGrid / 2);
    m_facts->setColumnStretch(1, 1);
    m_input = addFact(tr("Input"));
    m_output = addFact(tr("Output"));
    m_parameterCount = addFact(tr("Parameters"));
    m_multiplyAdds = addFact(tr("Multiply-adds"));
    m_activations = addFact(tr("Activations"));
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(3 * kGrid / 2);
    layout->addLayout(makeTitleRow(page));
    layout->addWidget(m_help);
    layout->addWidget(m_formula);
    layout->addWidget(makeLine(page));
    layout->addLayout(makeNameRow(page));
    layout->addWidget(m_nameFault);
    layout->addWidget(m_parameters);
    layout->addWidget(m_problem); // below the fields, which must not move while one types
    layout->addWidget(m_warning);
    layout->addWidget(makeLine(page));
    layout->addLayout(m_facts);
    layout->addWidget(m_picture);
    layout->addStretch();
    connect(m_parameters, &KeptForms::valueChanged, this, &NodeForm::valueChanged);
    connect(m_parameters, &KeptForms::pairChanged, this, &NodeForm::pairChanged);
    connect(qApp, &QApplication::focusChanged, this, &NodeForm::watchFields);
    return page;
}

QLayout* NodeForm::makeTitleRow(QWidget* page)
{
    m_icon = new QLabel(page);
    m_icon->setFixedSize(kIconSize, kIconSize);
    m_kind = makeLabel(TextRole::Title, page);
    m_kind->setObjectName(QStringLiteral("layerKind"));
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(m_icon);
    row->addWidget(m_kind, 1);
    return row;
}

QLayout* NodeForm::makeNameRow(QWidget* page)
{
    m_name = new QLineEdit(page);
    m_name->setObjectName(QStringLiteral("layerName"));
    m_name->setAccessibleName(tr("Name"));
    new UndoPassage(m_name, UndoPassage::Rule::Finished);
    m_nameLabel = new QLabel(tr("Name"), page);
    m_nameLabel->setFixedWidth(kLabelWidth);
    m_nameLabel->setBuddy(m_name);
    m_nameRow = new QFormLayout;
    m_nameRow->setHorizontalSpacing(2 * kGrid);
    m_nameRow->addRow(m_nameLabel, m_name);
    connect(m_name, &QLineEdit::editingFinished, this, &NodeForm::finishName);
    connect(m_name, &QLineEdit::textEdited, this, [this] {
        m_nameFault->setText(nameFault());
        m_nameFault->setVisible(!m_nameFault->text().isEmpty());
    });
    connect(m_name, &QLineEdit::textChanged, this, [this](const QString& name) {
        m_name->setToolTip(
            plainTip(tr("%1\nUnique in the network, and the key of the layer's weights").arg(name)));
    });
    return m_nameRow;
}

ParameterForm& NodeForm::parameters() const { return m_parameters->current(); }

void NodeForm::setText(const QString& title, const QString& text)
{
    m_node.reset();
    m_nodes.clear();
    m_textTitle->setText(title);
    m_text->setText(text);
    m_pages->setCurrentIndex(0);
}

void NodeForm::setNode(const network::Network& network, const network::Analysis& analysis, network::NodeId id,
                       const tensor::Signature* signature)
{
    const auto* node = network.find(id);
    const auto kind = node ? network::kindOf(network, node->layer) : nullptr;
    if (!kind) {
        setText(tr("This layer is gone"), tr("Select another one."));
        return;
    }
    m_otherNames.clear();
    for (const auto& other : network.nodes) {
        if (other.id != id)
            m_otherNames.push_back(other.name);
    }
    showSingle(true);
    showIdentity(*node, *kind);
    if (m_node != id)
        m_shownOutput.clear();
    m_node = id;
    showRemark(*m_problem, analysis.problems, id);
    showRemark(*m_warning, analysis.warnings, id);
    m_nodes = { id };
    m_parameters->turnTo(kind->parameters, signature)
        .setParameters(kind->parameters, node->parameters, signature);
    m_parameters->setVisible(!kind->parameters.empty());
    m_nameRow->setContentsMargins(0, 0, parameters().buttonRoom(), 0);
    m_picture->setLayer(*kind, node->parameters, analysis.factsOf(id));
    showFacts(analysis.factsOf(id));
    m_pages->setCurrentIndex(1);
}

void NodeForm::setNodes(const network::Network& network, const std::set<network::NodeId>& nodes,
                        const tensor::Signature* signature)
{
    const auto common = CommonParameters(network, nodes);
    if (common.values.size() < 2 || common.specs.empty()) {
        setText(tr("%1 layers selected").arg(nodes.size()),
                tr("Move, connect, align, group, duplicate, copy or delete them together."));
        m_nodes = nodes;
        return;
    }
    m_node.reset();
    m_nodes = nodes;
    showSingle(false);
    m_kind->setText(
        common.kinds.size() == 1
            ? tr("%1 × %2").arg(nodes.size()).arg(QString::fromStdString(common.kinds.begin()->second->title))
            : tr("%1 layers").arg(nodes.size()));
    m_help->setText(tr("What they have in common. A change is for all of them; where they differ stands —."));
    m_category = common.kinds.begin()->second->category;
    showIcon();
    m_parameters->turnTo(common.specs, signature).setParameters(common.specs, common.values, signature);
    m_parameters->show();
    m_pages->setCurrentIndex(1);
}

void NodeForm::showSingle(bool isSingle)
{
    m_name->setVisible(isSingle);
    m_nameLabel->setVisible(isSingle);
    if (isSingle)
        return;
    m_nameFault->hide();
    m_formula->hide();
    m_picture->hide();
    m_problem->hide();
    m_warning->hide();
    for (const auto& fact : { m_input, m_output, m_parameterCount, m_multiplyAdds, m_activations })
        showFact(fact, {});
}

void NodeForm::watchFields(const QWidget* /*left*/, const QWidget* entered)
{
    if (entered && m_parameters->isAncestorOf(entered))
        m_outputBefore = m_shownOutput;
}

QString NodeForm::changeOf(const QString& output) const
{
    if (m_outputBefore.isEmpty() || m_outputBefore == output)
        return output;
    return tr("%1, was %2").arg(output, m_outputBefore);
}

void NodeForm::showIdentity(const network::Node& node, const layers::LayerKind& kind)
{
    m_kind->setText(QString::fromStdString(kind.title));
    m_help->setText(QString::fromStdString(kind.help));
    m_formula->setFormula(kind.formula);
    m_category = kind.category;
    const auto name = QString::fromStdString(node.name);
    if (m_node != node.id || name != m_shownName) { // what is being typed stays otherwise
        showName(name);
        m_nameFault->hide();
    }
    m_shownName = name;
    showIcon();
}

void NodeForm::showFacts(const network::NodeFacts* facts)
{
    auto output = facts ? QString() : tr("Unknown: solve the problems first");
    if (facts && !facts->outputs.empty()) {
        if (m_shownOutput.isEmpty()) // of another node
            m_outputBefore.clear();
        m_shownOutput = shapesText(facts->outputs);
        output = changeOf(m_shownOutput);
    }
    const auto cost = facts ? facts->cost : layers::Cost();
    const auto each
        = [facts](const QString& text) { return facts ? tr("%1 per sample").arg(text) : QString(); };
    showFact(m_input, facts ? shapesText(facts->inputs) : QString());
    showFact(m_output, output);
    showFact(m_parameterCount, facts ? countText(static_cast<double>(cost.parameters)) : QString());
    showFact(m_multiplyAdds, each(countText(static_cast<double>(cost.multiplyAdds))));
    showFact(m_activations, each(bytesText(static_cast<double>(cost.activationBytes))));
}

NodeForm::Fact NodeForm::addFact(const QString& name)
{
    const Fact fact { new TintedLabel(Meaning::Quiet, TextRole::Body, name, this),
                      makeLabel(TextRole::Body, this) };
    fact.name->setMinimumWidth(kLabelWidth);
    fact.name->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    fact.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    const auto row = m_facts->rowCount();
    m_facts->addWidget(fact.name, row, 0);
    m_facts->addWidget(fact.value, row, 1);
    return fact;
}

void NodeForm::showFact(const Fact& fact, const QString& text)
{
    fact.value->setText(text);
    fact.name->setVisible(!text.isEmpty());
    fact.value->setVisible(!text.isEmpty());
}

QString NodeForm::nameFault() const
{
    const auto name = m_name->text().toStdString();
    if (const auto checked = network::checkNodeName(name); !checked)
        return QString::fromStdString(checked.error().message);
    if (std::ranges::count(m_otherNames, name) > 0)
        return tr("Another layer is named \"%1\"; choose a name of its own").arg(m_name->text());
    return {};
}

void NodeForm::finishName()
{
    if (!nameFault().isEmpty()) {
        showName(m_shownName);
        m_nameFault->hide();
    } else if (m_name->text() != m_shownName) {
        emit renamed(m_name->text());
    }
    m_name->setCursorPosition(0);
    m_name->setModified(false);
}

/// Of a name that is longer than the field, its beginning.
void NodeForm::showName(const QString& name)
{
    m_name->setText(name);
    m_name->setCursorPosition(0);
}

void NodeForm::focusFirst()
{
    if (m_pages->currentIndex() == 0)
        return; // there is nothing to edit
    auto* first = m_parameters->isHidden() ? nullptr : parameters().firstEditor();
    (first ? first : m_name)->setFocus(Qt::TabFocusReason); // what is typed replaces what is there
}

void NodeForm::showIcon()
{
    const auto ratio = devicePixelRatioF();
    auto picture = CanvasStyle::current().categoryIcon(m_category, static_cast<int>(kIconSize * ratio));
    picture.setDevicePixelRatio(ratio);
    m_icon->setPixmap(picture);
}

void NodeForm::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showIcon();
}

} // namespace netwright::widgets
