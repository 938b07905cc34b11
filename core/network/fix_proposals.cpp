// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/fix_proposals.hpp"

#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/surgery.hpp"
#include "core/network/use_canvas.hpp"

#include <algorithm>

namespace netwright::network::proposals {

Place::Place(const Network& whole, NodePath path)
    : m_whole(whole)
    , m_path(std::move(path))
    , m_canvas(m_path.empty() ? std::nullopt : canvasInUse(whole, m_path))
{
}

Network Place::with(Network canvas) const { return withCanvasInUse(m_whole, m_path, std::move(canvas)); }

Analysis Question::analysed(const Network& canvas) const
{
    return place.path().empty() ? analyse(canvas, data.columns)
                                : analyseInside(place.with(canvas), place.path(), data.columns);
}

const tensor::Shape* Question::shapeOf(PortRef output) const
{
    const auto* facts = analysis.factsOf(output.node);
    const auto port = static_cast<std::size_t>(output.port);
    return facts && port < facts->outputs.size() ? &facts->outputs[port] : nullptr;
}

std::vector<tensor::Shape> Question::inputShapes(int port, const tensor::Shape& shape) const
{
    std::vector<tensor::Shape> shapes;
    for (int i = 0; kind() && i < std::ssize(kind()->inputs); ++i) {
        const auto* link = wiring.into({ *problem.node, i });
        const auto* known = i == port ? &shape : link ? shapeOf(link->from) : nullptr;
        if (!known)
            return {};
        shapes.push_back(*known);
    }
    return shapes;
}

bool Question::takes(const ParameterValues& parameters, const std::vector<tensor::Shape>& inputs) const
{
    return data.columns && inputs.size() == kind()->inputs.size()
        && kind()->inferShape({ parameters, inputs, *data.columns }).has_value();
}

std::int64_t widthOf(const tensor::Shape& shape)
{
    return shape.rank() == 0 ? 1 : shape.rank() == 3 ? shape[0] : shape[shape.rank() - 1];
}

const ParameterSpec* widthParameter(const layers::LayerKind& kind)
{
    const auto it = std::ranges::find_if(kind.parameters, [](const ParameterSpec& spec) {
        return spec.type == ParameterType::Integer
            && (spec.id == "units" || spec.id == "filters" || spec.id == "size");
    });
    return it == kind.parameters.end() ? nullptr : &*it;
}

Network withValue(Network network, NodeId node, const std::string& parameter, const Value& value)
{
    network.find(node)->parameters.set(parameter, value);
    return network;
}

void sortByFaultsLeft(const Question& question, Fixes& fixes)
{
    constexpr std::size_t kMostTried = 16; // a table may have a thousand columns
    fixes.resize(std::min(fixes.size(), kMostTried));
    std::vector<std::pair<std::size_t, Fix>> tried;
    for (auto& fix : fixes) {
        const auto faults = question.analysed(fix.after).problems.size();
        tried.emplace_back(faults, std::move(fix));
    }
    std::ranges::stable_sort(tried, {}, [](const auto& entry) { return entry.first; });
    std::ranges::transform(tried, fixes.begin(), [](auto& entry) { return std::move(entry.second); });
}

std::string insert(Network& network, Link link, const std::vector<Insertion>& layers)
{
    std::string what;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const auto id = insertOn(network, link, layers[i].layer);
        for (const auto& [parameter, value] : layers[i].settings)
            network.find(id)->parameters.set(parameter, value);
        link.from = { id, 0 };
        what += (i == 0                       ? ""
                     : i + 1 == layers.size() ? " and "
                                              : ", ")
            + layers::findLayer(layers[i].layer)->title + layers[i].detail;
    }
    return what;
}

} // namespace netwright::network::proposals
