// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/python_canvas.hpp"

#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/bypass.hpp"
#include "core/network/wiring.hpp"

#include <algorithm>
#include <map>

namespace netwright::exchange {

namespace {
    using layers::Category;
    using network::NodeId;
    using network::PortRef;

    /// Every node behind those that feed it; ties in the order of the file.
    std::vector<const network::Node*> inOrder(const network::Network& canvas)
    {
        std::map<NodeId, std::size_t> places;
        for (std::size_t i = 0; i < canvas.nodes.size(); ++i)
            places.emplace(canvas.nodes[i].id, i);
        const network::Wiring wiring(canvas);
        std::vector<std::size_t> waiting(canvas.nodes.size());
        std::set<std::size_t> ready;
        for (std::size_t i = 0; i < canvas.nodes.size(); ++i) {
            waiting[i] = wiring.into(canvas.nodes[i].id).size();
            if (waiting[i] == 0)
                ready.insert(i);
        }
        std::vector<const network::Node*> order;
        while (!ready.empty()) {
            const auto& node = canvas.nodes[*ready.begin()];
            ready.erase(ready.begin());
            order.push_back(&node);
            for (const auto& link : wiring.outOf(node.id)) {
                if (const auto place = places.at(link.to.node); --waiting[place] == 0)
                    ready.insert(place);
            }
        }
        return order;
    }

    /// Of an input layer or a loss; empty where it has none.
    std::string columnOf(const network::Node& node, const layers::LayerKind& kind)
    {
        const auto it = std::ranges::find(kind.parameters, ParameterType::Column, &ParameterSpec::type);
        return it == kind.parameters.end() ? std::string() : node.parameters.text(it->id);
    }

    class CanvasReader {
    public:
        CanvasReader(const PythonReader& reader, std::size_t place, const PythonDialect& dialect)
            : m_reader(reader)
            , m_dialect(dialect)
            , m_place(place)
            , m_instance(reader.tree().instance(place))
            , m_sources(m_instance.index->sources)
            , m_names(dialect.taken)
        {
        }

        Result<PythonCanvas> read()
        {
            for (const auto id : m_instance.index->inputs)
                addInput({ id, 0 }, m_names.variable(m_instance.index->nodes.at(id.value)->name));
            for (const auto* node : inOrder(*m_instance.index->canvas)) {
                if (node->isBypassed || network::isPort(node->layer))
                    continue;
                if (const auto done = network::blockName(node->layer) ? readUse(*node) : readLayer(*node);
                    !done)
                    return failed(done);
            }
            for (const auto* loss : m_losses)
                readLoss(*loss);
            readResults();
            return std::move(m_canvas);
        }

    private:
        void addInput(PortRef port, const std::string& variable, bool isDrawn = false)
        {
            const auto source = m_reader.tree().resolve(m_place, port);
            const auto* facts = source ? m_reader.factsOf(source->node) : nullptr;
            m_canvas.inputs.push_back(
                { variable,
                  facts ? facts->outputs.at(static_cast<std::size_t>(source->port)) : tensor::Shape {},
                  isDrawn });
            m_variables.emplace(port, variable);
        }

        Status readLayer(const network::Node& node)
        {
            const auto& kind = *layers::findLayer(node.layer);
            if (kind.category == Category::Loss) {
                m_losses.push_back(&node);
                return {};
            }
            if (kind.category == Category::Data)
                return readData(node, kind);
            PythonStep step { .node = &node, .flat = m_instance.flat.at(node.id.value) };
            if (!m_reader.isAlive(step.flat))
                return {};
            if (!(kind.*m_dialect.write))
                return fail(network::describe(node),
                            "cannot be written as {}; remove or replace it before exporting",
                            m_dialect.title);
            const auto& facts = *m_reader.factsOf(step.flat);
            step.shapes = facts.outputs;
            nameStep(step, kind.inputs.size(), kind.outputs.size());
            auto part = (kind.*m_dialect.write)({ .parameters = m_reader.parametersOf(m_place, node),
                                                  .inputShapes = facts.inputs,
                                                  .outputShapes = facts.outputs,
                                                  .inputs = step.inputs,
                                                  .name = m_dialect.attribute + step.name });
            if (!part)
                return fail(network::describe(node), "{}", part.error().text());
            step.part = *std::move(part);
            m_canvas.steps.push_back(std::move(step));
            return {};
        }

        /// Several layers may feed in the same column.
        Status readData(const network::Node& node, const layers::LayerKind& kind)
        {
            if (m_place > 0)
                return fail(
                    network::describe(node),
                    "stands inside a block, which {} code feeds by ports alone; move it out of the block",
                    m_dialect.title);
            const auto column = columnOf(node, kind);
            if (column.empty())
                addInput({ node.id, 0 }, m_names.variable(node.name), true);
            else if (const auto known = m_columns.find(column); known != m_columns.end())
                m_variables.emplace(PortRef { node.id, 0 }, known->second);
            else
                addInput({ node.id, 0 }, variableOfColumn(column));
            return {};
        }

        Status readUse(const network::Node& node)
        {
            const auto children = m_instance.children.find(node.id);
            if (children == m_instance.children.end() || !isAlive(children->second.front()))
                return {};
            PythonStep step { .node = &node, .repeats = children->second };
            const auto& index = *m_reader.tree().instance(step.repeats.back()).index;
            nameStep(step, index.inputs.size(), index.outputs.size());
            step.block = m_names.variable(step.name + "_block");
            m_canvas.steps.push_back(std::move(step));
            return {};
        }

        void nameStep(PythonStep& step, std::size_t inputs, std::size_t outputs)
        {
            const auto id = step.node->id;
            step.name = m_names.variable(step.node->name);
            for (std::size_t i = 0; i < inputs; ++i)
                step.inputs.push_back(variableOf(m_sources.at({ id, static_cast<int>(i) })));
            for (std::size_t i = 0; i < outputs; ++i) {
                step.outputs.push_back(i == 0 ? step.name
                                              : m_names.variable(fmt::format("{}_{}", step.name, i + 1)));
                m_variables.emplace(PortRef { id, static_cast<int>(i) }, step.outputs.back());
            }
        }

        void readLoss(const network::Node& node)
        {
            const auto& kind = *layers::findLayer(node.layer);
            const auto flat = m_instance.flat.at(node.id.value);
            const auto* facts = m_reader.factsOf(flat);
            if (m_place > 0 || !facts || !m_reader.isAlive(flat) || !(kind.*m_dialect.write))
                return;
            PythonLoss loss { .prediction = variableOf(m_sources.at({ node.id, 0 })),
                              .target = variableOfColumn(columnOf(node, kind)),
                              .part = {} };
            const auto part = (kind.*m_dialect.write)({ .parameters = node.parameters,
                                                        .inputShapes = facts->inputs,
                                                        .outputShapes = {},
                                                        .inputs = { loss.prediction, loss.target },
                                                        .name = {} });
            if (!part)
                return;
            loss.part = *part;
            m_canvas.losses.push_back(std::move(loss));
        }

        void readResults()
        {
            for (const auto id : m_instance.index->outputs)
                m_canvas.results.push_back(variableOf(m_sources.at({ id, 0 })));
            if (m_place > 0)
                return;
            std::set<std::string> read;
            for (const auto& step : m_canvas.steps)
                read.insert(step.inputs.begin(), step.inputs.end());
            for (const auto& step : m_canvas.steps)
                std::ranges::copy_if(step.outputs, std::back_inserter(m_canvas.results),
                                     [&](const std::string& output) { return !read.contains(output); });
        }

        /// What a bypassed node hands on is what it is fed. A block's port that only such nodes feed has
        /// nothing.
        [[nodiscard]] std::string variableOf(PortRef output) const
        {
            const auto& nodes = m_instance.index->nodes;
            for (std::size_t steps = 0; steps <= nodes.size(); ++steps) {
                const auto& node = *nodes.at(output.node.value);
                if (!node.isBypassed) {
                    const auto it = m_variables.find(output);
                    return it == m_variables.end() ? "None" : it->second;
                }
                int input = network::bypassInput(node, output.port);
                if (network::blockName(node.layer) && m_sources.contains({ node.id, output.port }))
                    input = output.port;
                output = m_sources.at({ node.id, input });
            }
            return "None";
        }

        std::string variableOfColumn(const std::string& column)
        {
            const auto [it, isNew] = m_columns.try_emplace(column);
            if (isNew)
                it->second = m_names.variable(column);
            return it->second;
        }

        /// Also where a block has no layers and hands on what it is fed.
        [[nodiscard]] bool isAlive(std::size_t place) const
        {
            const auto& instance = m_reader.tree().instance(place);
            const auto runs = [&](const auto& entry) { return m_reader.isAlive(entry.second); };
            const auto childRuns = [&](const auto& entry) { return isAlive(entry.second.front()); };
            return (instance.flat.empty() && instance.children.empty())
                || std::ranges::any_of(instance.flat, runs)
                || std::ranges::any_of(instance.children, childRuns);
        }

        const PythonReader& m_reader;
        const PythonDialect& m_dialect;
        std::size_t m_place;
        const network::Instance& m_instance;
        const std::map<PortRef, PortRef>& m_sources;
        PythonNames m_names;
        PythonCanvas m_canvas;
        std::map<PortRef, std::string> m_variables;
        std::map<std::string, std::string> m_columns; ///< variables
        std::vector<const network::Node*> m_losses;
    };
} // namespace

PythonReader::PythonReader(const network::Network& network, const tensor::Signature& data)
    : m_tree(std::make_unique<const network::ExpansionTree>(network))
    , m_data(&data)
    , m_analysis(network::analyse(m_tree->expansion(), &data))
{
    for (const auto& node : network::withoutBypassed(m_tree->expansion().network).nodes)
        m_alive.insert(node.id);
}

Result<PythonReader> PythonReader::open(const network::Network& network, const tensor::Signature& data)
{
    for (const auto& problem : network::analyse(network, &data).problems) {
        if (!problem.isAboutLoss)
            return fail(fmt::format("network \"{}\"", network.name), "{}", problem.message);
    }
    return PythonReader(network, data);
}

const ParameterValues& PythonReader::parametersOf(std::size_t place, const network::Node& node) const
{
    const auto& values = m_tree->instance(place).values;
    const auto it = values.find(node.id);
    return it == values.end() ? node.parameters : it->second;
}

std::string_view PythonReader::blockOf(std::size_t place) const
{
    const auto& instance = m_tree->instance(place);
    const auto& node = *m_tree->instance(instance.parent).index->nodes.at(instance.node.value);
    return *network::blockName(node.layer);
}

Result<PythonCanvas> PythonReader::read(std::size_t place, const PythonDialect& dialect) const
{
    auto canvas = CanvasReader(*this, place, dialect).read();
    if (canvas && place == 0 && canvas->results.empty())
        return fail(fmt::format("network \"{}\"", m_tree->expansion().network.name),
                    "there is no layer to export between the inputs and the losses");
    return canvas;
}

} // namespace netwright::exchange
