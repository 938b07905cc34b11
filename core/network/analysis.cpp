// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/analysis.hpp"

#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/block.hpp"
#include "core/network/bypass.hpp"
#include "core/network/cycles.hpp"
#include "core/network/node_faults.hpp"
#include "core/network/size_limits.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <queue>
#include <unordered_map>

namespace netwright::network {

namespace {
    /// One walk over a network. Nodes are known by their place in the file; each step below is linear.
    class Analyser {
    public:
        Analyser(const Network& network, const tensor::Signature* data)
            : m_network(network)
            , m_data(data)
            , m_places(network.nodes.size())
        {
        }

        Analysis run()
        {
            checkNodes();
            readLinks();
            checkInputs();
            sort();
            nameCycles();
            checkEnds();
            for (const auto index : m_order)
                infer(index);
            return std::move(m_result);
        }

    private:
        struct Source {
            std::size_t index;
            std::size_t port;
        };
        /// What is known of the node at a place.
        struct Place {
            const layers::LayerKind* kind = nullptr;
            std::vector<std::vector<Source>> sources; ///< of each input port
            std::vector<std::size_t> consumers;
            std::size_t waitsFor = 0; ///< links from nodes that are not in the order yet
            const NodeFacts* facts = nullptr; ///< in the result
            bool isSound = true;
        };

        const Node& node(std::size_t index) const { return m_network.nodes[index]; }

        /// The returned problem may be told more, until the next one is reported.
        Problem& report(std::size_t index, ProblemCode code, std::string reason)
        {
            m_places[index].isSound = false;
            const auto* kind = m_places[index].kind;
            return m_result.problems.emplace_back(
                Problem { .node = node(index).id,
                          .message = fmt::format("{}: {}", describe(node(index)), reason),
                          .isAboutLoss = kind && kind->category == layers::Category::Loss,
                          .code = code,
                          .reason = std::move(reason) });
        }

        Problem& report(ProblemCode code, const std::string& message)
        {
            return m_result.problems.emplace_back(
                Problem { .node = std::nullopt, .message = message, .code = code, .reason = message });
        }

        void checkNodes()
        {
            std::unordered_map<std::string_view, std::size_t> names;
            for (std::size_t i = 0; i < m_places.size(); ++i) {
                auto& place = m_places[i];
                m_index.emplace(node(i).id.value, i);
                place.kind = layers::findLayer(node(i).layer);
                if (!names.emplace(node(i).name, i).second)
                    report(i, ProblemCode::TakenName, "another layer has the same name; rename one");
                for (auto& fault : faultsOf(node(i), place.kind, m_network.dataset, m_data))
                    report(i, fault.code, std::move(fault.reason)).parameter = std::move(fault.parameter);
                if (place.kind)
                    place.sources.resize(place.kind->inputs.size());
            }
        }

        void readLinks()
        {
            const auto isPort = [](int port, const std::vector<layers::Port>& ports) {
                return port >= 0 && static_cast<std::size_t>(port) < ports.size();
            };
            for (const auto& link : m_network.links) {
                const auto& [from, to] = link;
                const auto source = m_index.find(from.node.value);
                const auto target = m_index.find(to.node.value);
                if (source == m_index.end() || target == m_index.end()) {
                    report(ProblemCode::DanglingLink, "a link ends at a layer that is gone; remove it").links
                        = { link };
                    continue;
                }
                auto& left = m_places[source->second];
                auto& right = m_places[target->second];
                const bool hasSource = !left.kind || isPort(from.port, left.kind->outputs);
                const bool hasTarget = right.kind && isPort(to.port, right.kind->inputs);
                if (right.kind && !(hasSource && hasTarget))
                    report(target->second, ProblemCode::MissingPort,
                           fmt::format("its link from \"{}\" ends at a port that is not there; remove it",
                                       node(source->second).name))
                        .links
                        = { link };
                if (!hasTarget)
                    continue;
                right.sources[static_cast<std::size_t>(to.port)].push_back(
                    { source->second, static_cast<std::size_t>(from.port) });
                ++right.waitsFor;
                left.consumers.push_back(target->second);
            }
        }

        void checkInputs()
        {
            for (std::size_t i = 0; i < m_places.size(); ++i) {
                const auto& place = m_places[i];
                for (std::size_t port = 0; port < place.sources.size(); ++port) {
                    const auto count = place.sources[port].size();
                    const auto name = place.sources.size() == 1
                        ? std::string("its input")
                        : fmt::format("its input \"{}\"", place.kind->inputs[port].label);
                    if (count == 0)
                        report(i, ProblemCode::Unconnected,
                               name + " is not connected; link the output of another layer to it")
                            .port
                            = static_cast<int>(port);
                    if (count > 1)
                        reportSeveral(i, port, name);
                }
            }
        }

        void reportSeveral(std::size_t index, std::size_t port, const std::string& name)
        {
            const auto& sources = m_places[index].sources[port];
            auto& problem = report(
                index, ProblemCode::SeveralLinks,
                fmt::format("{} takes one link, found {}; remove all but one", name, sources.size()));
            problem.port = static_cast<int>(port);
            for (const auto& source : sources)
                problem.links.push_back({ .from = { node(source.index).id, static_cast<int>(source.port) },
                                          .to = { node(index).id, problem.port } });
        }

        /// Kahn's algorithm; of the nodes that are ready, the first of the file goes first.
        void sort()
        {
            std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
            for (std::size_t i = 0; i < m_places.size(); ++i) {
                if (m_places[i].waitsFor == 0)
                    ready.push(i);
            }
            while (!ready.empty()) {
                const auto index = ready.top();
                ready.pop();
                m_order.push_back(index);
                m_result.order.push_back(node(index).id);
                for (const auto consumer : m_places[index].consumers) {
                    if (--m_places[consumer].waitsFor == 0)
                        ready.push(consumer);
                }
            }
        }

        /// Goes against the links: what waits still is on a cycle or behind one.
        void nameCycles()
        {
            const auto before = [this](std::size_t index) -> std::optional<std::size_t> {
                for (const auto& sources : m_places[index].sources) {
                    for (const auto& source : sources) {
                        if (m_places[source.index].waitsFor > 0)
                            return source.index;
                    }
                }
                return std::nullopt;
            };
            for (const auto& cycle : cyclesAlong(m_places.size(), before))
                reportCycle({ cycle.rbegin(), cycle.rend() });
        }

        void reportCycle(std::vector<std::size_t> cycle)
        {
            constexpr std::size_t kMostNames = 12;
            std::ranges::rotate(cycle, std::ranges::min_element(cycle));
            std::string text;
            for (std::size_t i = 0; i < std::min(cycle.size(), kMostNames); ++i)
                text += node(cycle[i]).name + " -> ";
            if (cycle.size() > kMostNames)
                text += "... -> ";
            report(cycle.front(), ProblemCode::Cycle,
                   fmt::format("its output leads back to its input: {}{}; remove one of these links", text,
                               node(cycle.front()).name))
                .links
                = linksAlong(cycle);
        }

        std::vector<Link> linksAlong(const std::vector<std::size_t>& cycle) const
        {
            std::vector<Link> links;
            for (std::size_t i = 0; i < cycle.size(); ++i) {
                const auto to = cycle[(i + 1) % cycle.size()];
                const auto& ports = m_places[to].sources;
                for (std::size_t port = 0; port < ports.size(); ++port) {
                    for (const auto& source : ports[port]) {
                        if (source.index == cycle[i])
                            links.push_back({ .from = { node(cycle[i]).id, static_cast<int>(source.port) },
                                              .to = { node(to).id, static_cast<int>(port) } });
                    }
                }
            }
            return links;
        }

        void checkEnds()
        {
            const auto has = [this](layers::Category category) {
                return std::ranges::any_of(m_network.nodes, [category](const Node& node) {
                    const auto* kind = node.isBypassed ? nullptr : layers::findLayer(node.layer);
                    return kind && kind->category == category;
                });
            };
            if (!has(layers::Category::Data))
                report(ProblemCode::NoInput, "the network has no input; add an input layer");
            if (!has(layers::Category::Loss))
                report(ProblemCode::NoLoss, "the network has nothing to learn from; add a loss").isAboutLoss
                    = true;
        }

        void infer(std::size_t index)
        {
            auto& place = m_places[index];
            if (!place.isSound)
                return;
            NodeFacts facts;
            for (const auto& sources : place.sources) {
                const auto* before = m_places[sources.front().index].facts;
                if (!before)
                    return;
                facts.inputs.push_back(before->outputs[sources.front().port]);
            }
            const layers::ShapeRequest request { node(index).parameters, facts.inputs, data() };
            auto outputs = inferOutputs(node(index), *place.kind, request);
            if (!outputs) {
                reportShape(index, facts.inputs, outputs.error().text());
                return;
            }
            facts.outputs = *std::move(outputs);
            if (node(index).isBypassed) {
                keep(index, std::move(facts));
                return;
            }
            if (const auto checked = checkSizes(*place.kind, request, facts.outputs); !checked) {
                report(index, ProblemCode::TooLarge, checked.error().message);
                return;
            }
            facts.cost = layers::costOf(*place.kind, request, facts.outputs);
            addSaturating(m_result.total, facts.cost);
            keep(index, std::move(facts));
        }

        void keep(std::size_t index, NodeFacts facts)
        {
            m_places[index].facts
                = &m_result.facts.emplace_hint(m_result.facts.end(), node(index).id, std::move(facts))
                       ->second; // ids mostly rise along the order
        }

        static Result<std::vector<tensor::Shape>>
        inferOutputs(const Node& node, const layers::LayerKind& kind, const layers::ShapeRequest& request)
        {
            return node.isBypassed ? bypassedShapes(node, request.inputs) : kind.inferShape(request);
        }

        /// Where the node would take what a bypassed one makes, the bypass is what is wrong.
        void reportShape(std::size_t index, const std::vector<tensor::Shape>& inputs, std::string reason)
        {
            const auto& place = m_places[index];
            for (std::size_t port = 0; port < inputs.size(); ++port) {
                const auto& source = place.sources[port].front();
                auto wanted = inputs;
                if (!node(source.index).isBypassed || !make(source, wanted[port]))
                    continue;
                if (!place.kind->inferShape({ node(index).parameters, wanted, data() }))
                    continue;
                auto text = fmt::format("it is bypassed, but {} needs what it makes ({}); enable it",
                                        describe(node(index)), reason);
                auto& problem = report(source.index, ProblemCode::BadBypass, std::move(text));
                problem.others = { node(index).id };
                problem.isAboutLoss = place.kind->category == layers::Category::Loss;
                return;
            }
            report(index, ProblemCode::BadShape, std::move(reason));
        }

        /// What a bypassed node would put out if it were not; false where it could not.
        bool make(const Source& source, tensor::Shape& shape) const
        {
            const auto& before = m_places[source.index].facts->inputs;
            const auto made
                = m_places[source.index].kind->inferShape({ node(source.index).parameters, before, data() });
            if (made)
                shape = (*made)[source.port];
            return made.has_value();
        }

        const tensor::Signature& data() const
        {
            static const tensor::Signature kNothing;
            return m_data ? *m_data : kNothing;
        }

        const Network& m_network;
        const tensor::Signature* m_data;
        std::vector<Place> m_places;
        std::unordered_map<std::int64_t, std::size_t> m_index; ///< by NodeId
        std::vector<std::size_t> m_order;
        Analysis m_result;
    };
} // namespace

const NodeFacts* Analysis::factsOf(NodeId id) const
{
    const auto it = facts.find(id);
    return it == facts.end() ? nullptr : &it->second;
}

Analysis analyse(const Network& network, const tensor::Signature* data)
{
    return network.blocks.empty() ? Analyser(network, data).run() : analyseInside(network, {}, data);
}

std::string describe(const Node& node)
{
    return fmt::format("{} \"{}\"", blockName(node.layer).value_or(node.layer), node.name);
}

} // namespace netwright::network
