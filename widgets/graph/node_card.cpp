// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/node_card.hpp"

#include "core/network/block.hpp"
#include "widgets/graph/problem_model.hpp"
#include "widgets/theme.hpp"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace netwright::widgets {

namespace {
    QString tr(const char* text) { return QCoreApplication::translate("NodeCard", text); }

    bool isDefault(const network::Node& node, const ParameterSpec& spec)
    {
        return node.parameters.value(spec.id) == spec.fallback;
    }

    /// "128 units", "rate 0.5", "same".
    QString parameterText(const ParameterSpec& spec, const Value& value)
    {
        const auto label = QString::fromStdString(spec.label).toLower();
        const auto* whole = std::get_if<std::int64_t>(&value);
        auto text = whole ? wholeText(*whole) : QString::fromStdString(valueText(value));
        if (!spec.unit.empty())
            text += u' ' + QString::fromStdString(spec.unit);
        switch (spec.type) {
        case ParameterType::Boolean:
            return std::get<bool>(value) ? label : tr("no %1").arg(label);
        case ParameterType::Integer:
            return QStringLiteral("%1 %2").arg(text, label);
        case ParameterType::Real:
            return QStringLiteral("%1 %2").arg(label, text);
        case ParameterType::Column:
            return text.isEmpty() ? tr("no column") : text;
        case ParameterType::Choice:
        case ParameterType::Text:
        case ParameterType::File:
            break;
        }
        return text;
    }

    /// Whether two specs are the two sides of one size: kernel_height and kernel_width.
    bool isPair(const ParameterSpec& height, const ParameterSpec& width)
    {
        const std::string_view first = height.id;
        constexpr std::string_view kHeight = "height";
        return height.type == ParameterType::Integer && first.ends_with(kHeight)
            && width.id == std::string(first.substr(0, first.size() - kHeight.size())) + "width";
    }

    QString pairText(const Value& height, const Value& width)
    {
        return QStringLiteral("%1 × %2").arg(QString::fromStdString(valueText(height)),
                                             QString::fromStdString(valueText(width)));
    }
    /// Three of them fit into a card's line only when they are short.
    QString costText(const layers::Cost& cost, ShownCosts shown)
    {
        const bool isShort = shown.hasParameters && shown.hasMultiplyAdds && shown.hasMemory;
        const auto count = [](std::int64_t value) { return countText(static_cast<double>(value)); };
        QStringList parts;
        if (shown.hasParameters && cost.parameters > 0)
            parts << (isShort ? tr("%1 par") : tr("%1 params")).arg(count(cost.parameters));
        if (shown.hasMultiplyAdds && cost.multiplyAdds > 0)
            parts << (isShort ? tr("%1 m-adds") : tr("%1 multiply-adds")).arg(count(cost.multiplyAdds));
        if (shown.hasMemory && cost.activationBytes > 0)
            parts << bytesText(static_cast<double>(cost.activationBytes));
        return parts.join(QStringLiteral(" · "));
    }
} // namespace

QString shapeText(const tensor::Shape& shape)
{
    QStringList sizes;
    for (const auto size : shape.sizes())
        sizes << wholeText(size);
    return sizes.isEmpty() ? QString::fromStdString(toText(shape)) : sizes.join(QStringLiteral(" × "));
}

QString shapeText(const network::NodeFacts* facts, int output)
{
    if (!facts || output >= static_cast<int>(facts->outputs.size()))
        return {};
    return shapeText(facts->outputs[static_cast<std::size_t>(output)]);
}

QString summaryOf(const network::Node& node, const layers::LayerKind& kind)
{
    constexpr qsizetype kAlwaysShown = 2; // such as filters and kernel
    const bool isBlock = network::blockName(node.layer).has_value();
    const auto isTold = [&](const ParameterSpec& spec) {
        const bool isUsual = spec.id == network::kWeights || spec.id == network::kRecompute;
        return spec.id != network::kRepeat && !(isUsual && isDefault(node, spec)); // a badge says the repeat
    };
    std::vector<ParameterSpec> specs;
    std::ranges::copy_if(kind.parameters, std::back_inserter(specs),
                         [&](const ParameterSpec& spec) { return !isBlock || isTold(spec); });
    QStringList parts;
    bool hasSize = false;
    for (std::size_t i = 0; i < specs.size(); ++i) {
        const auto& value = node.parameters.value(specs[i].id);
        const bool isMain = parts.isEmpty()
            || (!hasSize && parts.size() < kAlwaysShown && specs[i].type == ParameterType::Integer);
        if (i + 1 < specs.size() && isPair(specs[i], specs[i + 1])) {
            if (isMain || !isDefault(node, specs[i]) || !isDefault(node, specs[i + 1]))
                parts << pairText(value, node.parameters.value(specs[i + 1].id));
            hasSize = true;
            ++i;
        } else if (isMain || !isDefault(node, specs[i])) {
            parts << parameterText(specs[i], value);
        }
    }
    return parts.join(QStringLiteral(", "));
}

NodeCard cardOf(const network::Network& network, const network::Node& node, const network::NodeFacts* facts,
                const network::Problem* problem, ShownCosts costs)
{
    NodeCard card;
    card.name = QString::fromStdString(node.name);
    card.shape = shapeText(facts, 0);
    if (problem)
        card.problem = reasonText(*problem);
    card.isWarning = problem && problem->severity == network::Severity::Warning;
    const auto kind = network::kindOf(network, node.layer);
    if (!kind) // a value made by hand; files with unknown layers do not open
        return card;
    const auto summary = summaryOf(node, *kind);
    card.isBypassed = node.isBypassed;
    card.subtitle
        = (node.isBypassed ? QCoreApplication::translate("netwright::widgets::NodeCard", "Bypassed · ")
                           : QString())
        + QString::fromStdString(kind->title)
        + (summary.isEmpty() ? QString() : QStringLiteral(" · ") + summary);
    if (facts)
        card.cost = costText(facts->cost, costs);
    card.category = kind->category;
    card.inputs = static_cast<int>(kind->inputs.size());
    card.outputs = static_cast<int>(kind->outputs.size());
    card.isBlock = network::blockName(node.layer).has_value();
    if (card.isBlock)
        card.repeat = static_cast<int>(node.parameters.integer(network::kRepeat));
    return card;
}

QString toolTipOf(const network::Network& network, const network::Node& node, const network::NodeFacts* facts,
                  const NodeCard& card)
{
    const auto kind = network::kindOf(network, node.layer);
    if (!kind)
        return QString::fromStdString(node.name).toHtmlEscaped();
    QStringList lines { QStringLiteral("<b>%1</b> &nbsp;%2")
                            .arg(QString::fromStdString(node.name).toHtmlEscaped(),
                                 QString::fromStdString(kind->title)) };
    if (!card.problem.isEmpty())
        lines << QStringLiteral("<font color=\"%1\">%2</font>")
                     .arg(colour(card.isWarning ? Meaning::Warning : Meaning::Bad).name(),
                          card.problem.toHtmlEscaped());
    for (const auto& spec : kind->parameters)
        lines << QStringLiteral("%1: %2").arg(
            QString::fromStdString(spec.label).toHtmlEscaped(),
            QString::fromStdString(valueText(node.parameters.value(spec.id))).toHtmlEscaped());
    if (facts && !facts->outputs.empty())
        lines << tr("Output: %1").arg(shapeText(facts, 0));
    if (facts && facts->cost.parameters > 0)
        lines << tr("Parameters: %1").arg(countText(static_cast<double>(facts->cost.parameters)));
    return lines.join(QStringLiteral("<br>"));
}

} // namespace netwright::widgets
