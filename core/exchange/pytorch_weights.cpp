// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/pytorch_weights.hpp"

#include "core/layers/catalogue/layer_table.hpp"

#include <algorithm>

namespace netwright::exchange {

namespace {
    /// "self.stage[0].conv.weight" -> "stage.0.conv.weight"
    std::string entryOf(std::string attribute)
    {
        attribute.erase(0, std::string_view("self.").size());
        std::ranges::replace(attribute, '[', '.');
        std::erase(attribute, ']');
        return attribute;
    }
} // namespace

bool isOneModule(const network::ExpansionTree& tree, const std::vector<std::size_t>& repeats,
                 const PyTorchClasses& classes)
{
    return std::ranges::all_of(repeats, [&](std::size_t repeat) {
        return tree.instance(repeat).weightPrefix == tree.instance(repeats[0]).weightPrefix
            && classes.at(repeat) == classes.at(repeats[0]);
    });
}

PyTorchWeights::PyTorchWeights(const PythonReader& reader, const PyTorchCanvases& canvases,
                               const PyTorchClasses& classes)
    : m_reader(reader)
    , m_canvases(canvases)
    , m_classes(classes)
{
    walk(0, "self");
}

void PyTorchWeights::walk(std::size_t place, const std::string& module)
{
    for (const auto& step : m_canvases.at(place).steps) {
        const auto attribute = module + "." + step.name;
        if (step.repeats.empty())
            add(step, place, attribute);
        else
            enter(step, attribute);
    }
}

void PyTorchWeights::enter(const PythonStep& step, const std::string& module)
{
    const bool isOne = isOneModule(m_reader.tree(), step.repeats, m_classes);
    for (std::size_t i = 0; i < (isOne ? 1 : step.repeats.size()); ++i) {
        const auto place = step.repeats[i];
        const auto& instance = m_reader.tree().instance(place);
        const auto attribute = isOne ? module : fmt::format("{}[{}]", module, i);
        if (instance.sharesWeights) {
            const auto [it, isFirst]
                = m_first.try_emplace(instance.weightPrefix, m_classes.at(place), attribute);
            if (!isFirst && it->second.first == m_classes.at(place)) {
                m_shared.push_back(fmt::format("{} = {}", attribute, it->second.second));
                continue;
            }
        }
        walk(place, attribute);
    }
}

/// A layer whose module differs from that of the weights' owner shares them one by one.
void PyTorchWeights::add(const PythonStep& step, std::size_t place, const std::string& module)
{
    const auto& expansion = m_reader.tree().expansion();
    const auto owner = expansion.owners.find(step.flat);
    const auto name = owner != expansion.owners.end()
        ? owner->second
        : m_reader.tree().instance(place).prefix + step.node->name;
    const auto& kind = *layers::findLayer(step.node->layer);
    const auto& facts = *m_reader.factsOf(step.flat);
    for (const auto& spec : layers::weightsOf(
             kind, { m_reader.parametersOf(place, *step.node), facts.inputs, m_reader.data() })) {
        const auto& entry = step.part.weights.at(spec.name);
        const auto attribute = entry.empty() ? module : module + "." + entry;
        const auto array = name + "/" + spec.name;
        const auto [it, isOwner] = m_owned.try_emplace(array, attribute);
        if (isOwner)
            m_arrays.emplace_back(array, entryOf(attribute));
        else
            m_shared.push_back(fmt::format("{} = {}", attribute, it->second));
    }
}

} // namespace netwright::exchange
