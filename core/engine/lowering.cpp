// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/lowering.hpp"

#include "core/engine/recomputation.hpp"
#include "core/layers/catalogue/layer_table.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace netwright::engine {

namespace {
    using layers::Activation;
    using layers::Category;
    using layers::Mode;
    using network::PortRef;

    class Lowering {
    public:
        Lowering(const network::Expansion& expansion, const network::Analysis& analysis,
                 const tensor::Signature& data, const LoweringOptions& options)
            : m_network(expansion.network)
            , m_owners(expansion.owners)
            , m_segments(expansion.segments)
            , m_analysis(analysis)
            , m_data(data)
            , m_options(options)
        {
        }

        Lowered run()
        {
            for (std::size_t position = 0; position < m_analysis.order.size(); ++position) {
                const auto& node = *m_network.find(m_analysis.order[position]);
                const auto& kind = *layers::findLayer(node.layer);
                if (kind.category == Category::Loss && m_options.mode == Mode::Inference)
                    continue;
                if (!fold(node, kind, position) && !fuse(node, kind))
                    add(node, kind, position);
            }
            markGradients();
            markRounded();
            return std::move(m_result);
        }

    private:
        [[nodiscard]] std::vector<std::size_t> inputsOf(const network::Node& node,
                                                        const layers::LayerKind& kind) const
        {
            std::vector<std::size_t> inputs;
            for (int port = 0; port < static_cast<int>(kind.inputs.size()); ++port) {
                const auto link
                    = std::ranges::find(m_network.links, PortRef { node.id, port }, &network::Link::to);
                inputs.push_back(m_values.at(link->from));
            }
            return inputs;
        }

        void add(const network::Node& node, const layers::LayerKind& kind, std::size_t position)
        {
            const auto& facts = *m_analysis.factsOf(node.id);
            LoweredNode lowered { .node = &node, .kind = &kind, .position = position };
            lowered.inputs = inputsOf(node, kind);
            lowered.weightNode = weightNodeOf(node);
            lowered.weights = weightsOf(node, kind);
            lowered.isFrozen = isFrozen(lowered.weightNode);
            if (const auto segment = m_segments.find(node.id); segment != m_segments.end())
                lowered.segment = segment->second;
            for (const auto value : lowered.inputs)
                m_result.values[value].consumers.push_back(m_result.nodes.size());
            for (std::size_t port = 0; port < facts.outputs.size(); ++port) {
                m_values[{ node.id, static_cast<int>(port) }] = m_result.values.size();
                lowered.outputs.push_back(m_result.values.size());
                m_result.values.push_back({ .node = node.name,
                                            .shape = facts.outputs[port].withBatch(m_options.batch),
                                            .producer = m_result.nodes.size() });
            }
            m_result.nodes.push_back(std::move(lowered));
        }

        [[nodiscard]] const std::string& weightNodeOf(const network::Node& node) const
        {
            const auto owner = m_owners.find(node.id);
            return owner == m_owners.end() ? node.name : owner->second;
        }

        [[nodiscard]] bool isFrozen(const std::string& weightNode) const
        {
            return std::ranges::count(m_options.frozen, weightNode) > 0;
        }

        [[nodiscard]] std::vector<layers::WeightSpec> weightsOf(const network::Node& node,
                                                                const layers::LayerKind& kind) const
        {
            const auto& facts = *m_analysis.factsOf(node.id);
            auto weights = layers::weightsOf(
                kind, { .parameters = node.parameters, .inputs = facts.inputs, .data = m_data });
            for (auto& weight : weights)
                weight.isTrainable = weight.isTrainable && !isFrozen(weightNodeOf(node));
            return weights;
        }

        /// The output that the only input of `node` takes; nothing where others take it, too.
        [[nodiscard]] std::optional<std::size_t> takenAlone(const network::Node& node) const
        {
            const auto link = std::ranges::find(m_network.links, PortRef { node.id, 0 }, &network::Link::to);
            if (std::ranges::count(m_network.links, link->from, &network::Link::from) != 1)
                return std::nullopt;
            return m_values.at(link->from);
        }

        /// From now on what `node` gives is the value `value`.
        void become(const network::Node& node, std::size_t value)
        {
            m_result.values[value].node = node.name;
            m_values[{ node.id, 0 }] = value;
        }

        /// True where the normalisation `node` became a part of the product before it: outside training it
        /// but scales and shifts what that one gives.
        bool fold(const network::Node& node, const layers::LayerKind& kind, std::size_t position)
        {
            if (!m_options.fuse || m_options.mode == Mode::Training || !kind.channelMap)
                return false;
            const auto value = takenAlone(node);
            if (!value)
                return false;
            auto& producer = m_result.nodes[m_result.values[*value].producer];
            if (!producer.kind->kernelOutputAxis || producer.norm || producer.activation != Activation::None)
                return false;
            producer.norm = FoldedNorm { .node = &node,
                                         .kind = &kind,
                                         .position = position,
                                         .weights = weightsOf(node, kind),
                                         .weightNode = weightNodeOf(node) };
            become(node, *value);
            return true;
        }

        /// True where `node` became a part of the producer of its input, of which it must be the only
        /// consumer.
        bool fuse(const network::Node& node, const layers::LayerKind& kind)
        {
            if (!m_options.fuse || kind.activation == Activation::None)
                return false;
            const auto value = takenAlone(node);
            if (!value)
                return false;
            auto& producer = m_result.nodes[m_result.values[*value].producer];
            if (!producer.kind->fusesActivation || producer.activation != Activation::None)
                return false;
            producer.activation = kind.activation;
            become(node, *value);
            return true;
        }

        void markGradients()
        {
            for (auto it = m_result.nodes.rbegin(); it != m_result.nodes.rend(); ++it)
                it->reachesLoss = it->kind->category == Category::Loss || anyConsumerReachesLoss(*it);
            if (m_options.mode != Mode::Training)
                return;
            for (const auto& node : m_result.nodes) {
                const bool learns = std::ranges::any_of(node.weights, &layers::WeightSpec::isTrainable)
                    || std::ranges::any_of(node.inputs, [this](auto value) { return m_learns[value]; });
                for (const auto value : node.outputs) {
                    m_learns[value] = learns;
                    m_result.values[value].wantsGradient = learns && valueReachesLoss(value);
                }
            }
        }

        void markRounded()
        {
            for (auto& value : m_result.values)
                value.allTakeRounded = !value.consumers.empty()
                    && std::ranges::all_of(value.consumers, [this](std::size_t reader) {
                           return m_result.nodes[reader].kind->takesRounded;
                       });
        }

        [[nodiscard]] bool valueReachesLoss(std::size_t value) const
        {
            return std::ranges::any_of(m_result.values[value].consumers,
                                       [this](auto node) { return m_result.nodes[node].reachesLoss; });
        }

        [[nodiscard]] bool anyConsumerReachesLoss(const LoweredNode& node) const
        {
            return std::ranges::any_of(node.outputs, [this](auto value) { return valueReachesLoss(value); });
        }

        const network::Network& m_network;
        const std::map<network::NodeId, std::string>& m_owners;
        const std::map<network::NodeId, std::size_t>& m_segments;
        const network::Analysis& m_analysis;
        const tensor::Signature& m_data;
        LoweringOptions m_options;
        Lowered m_result;
        std::map<PortRef, std::size_t> m_values;
        std::map<std::size_t, bool> m_learns;
    };
} // namespace

Lowered lower(const network::Expansion& expansion, const network::Analysis& analysis,
              const tensor::Signature& data, const LoweringOptions& options)
{
    auto lowered = Lowering(expansion, analysis, data, options).run();
    return options.mode == Mode::Training ? withRecomputation(std::move(lowered)) : lowered;
}

} // namespace netwright::engine
