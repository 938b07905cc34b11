// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/adversarial_pair.hpp"

#include "core/network/analysis.hpp"
#include "core/network/expand.hpp"
#include "core/network/joined.hpp"

#include <algorithm>

namespace netwright::training {

namespace {
    /// A name that no column of the data has.
    std::string freeColumn(const tensor::Signature& data)
    {
        std::string name = "is real";
        while (data.find(name))
            name += '_';
        return name;
    }

    /// With a loss behind its output that compares it with a column.
    Result<network::Network> judged(network::Network network, const std::string& column, double weight)
    {
        const auto end = network::openOutput(network);
        if (!end)
            return failed(end);
        const auto loss = network.add("sigmoid_cross_entropy", {});
        network.find(loss)->parameters.set("target", column);
        network.find(loss)->parameters.set("weight", weight);
        network.connect({ .from = *end, .to = { loss, 0 } });
        return network;
    }

    Status checkSound(const network::Network& network, const tensor::Signature& data)
    {
        for (const auto& problem : network::analyse(network, &data).problems)
            if (!problem.isAboutLoss)
                return fail(fmt::format("network \"{}\"", network.name), "{}", problem.message);
        return {};
    }

    Status checkSteps(const Recipe& recipe)
    {
        if (recipe.accumulate == 1)
            return {};
        return fail(fmt::format("recipe \"{}\"", recipe.name),
                    "a pair of networks takes a step of one batch, not {}; set \"accumulate\" to 1",
                    recipe.accumulate);
    }

    /// The generator must make what the discriminator's input reads.
    Status checkShapes(const network::Network& generator, const network::Network& discriminator,
                       const tensor::Signature& data)
    {
        const auto first = network::runnable(generator).network;
        const auto second = network::runnable(discriminator).network;
        const auto made = network::openOutput(first);
        const auto seen = network::soleInput(second);
        const auto analysis = network::analyse(first, &data);
        const auto* maker = made ? analysis.factsOf(made->node) : nullptr;
        const auto judgement = network::analyse(second, &data);
        const auto* reader = seen ? judgement.factsOf(*seen) : nullptr;
        if (!maker || !reader)
            return {}; // whatever is wrong with them is said by those who need it
        const auto& shape = maker->outputs[static_cast<std::size_t>(made->port)];
        if (shape != reader->outputs[0])
            return fail(fmt::format("network \"{}\"", generator.name),
                        "expected to make {}, what \"{}\" looks at, but makes {}; change its last layers",
                        tensor::toText(reader->outputs[0]), discriminator.name, tensor::toText(shape));
        return {};
    }

    std::unique_ptr<Optimiser> optimiserFor(engine::Plan& plan, const Recipe& recipe)
    {
        return findOptimiser(recipe.optimiser.kind)->make(recipe.optimiser.parameters, plan.weights().size());
    }

    const engine::InputSlot& slotOf(const engine::Plan& plan, const std::string& column)
    {
        return *std::ranges::find(plan.inputs(), column, &engine::InputSlot::column);
    }

    bool isOfDiscriminator(const tensor::NamedTensor& parameter)
    {
        return parameter.node.starts_with(network::kDiscriminatorPrefix);
    }
} // namespace

Result<std::unique_ptr<AdversarialPair>>
AdversarialPair::make(const network::Network& discriminator, const network::Network& generator,
                      const tensor::Signature& data, const Recipe& recipe, const engine::PlanOptions& options)
{
    const auto checked = checkSteps(recipe)
                             .and_then([&] { return checkSound(generator, data); })
                             .and_then([&] { return checkSound(discriminator, data); })
                             .and_then([&] { return checkShapes(generator, discriminator, data); });
    if (!checked)
        return failed(checked);
    auto both = network::joined(generator, discriminator);
    if (!both)
        return failed(both);
    const auto label = freeColumn(data);
    auto columns = data;
    columns.columns.push_back({ .name = label, .type = tensor::ColumnType::Number, .shape = {} });

    // The sum of two means, each over one half.
    auto own = options;
    own.batch *= 2;
    auto discriminating
        = judged(network::runnable(discriminator).network, label, 2.0).and_then([&](const auto& network) {
              return engine::Plan::compile(network, columns, own);
          });
    if (!discriminating)
        return failed(discriminating);
    own = options;
    own.frozen = both->discriminator;
    own.pause = both->made;
    own.guest = discriminating->get();
    auto generating = judged(std::move(both->network), label, 1.0).and_then([&](const auto& network) {
        return engine::Plan::compile(network, columns, own);
    });
    if (!generating)
        return failed(generating);
    std::unique_ptr<AdversarialPair> pair(
        new AdversarialPair(*std::move(discriminating), *std::move(generating), recipe));
    pair->bind(both->made, label);
    if (const auto shared = pair->shareWeights(); !shared)
        return failed(shared);
    return pair;
}

AdversarialPair::AdversarialPair(std::unique_ptr<engine::Plan> discriminator,
                                 std::unique_ptr<engine::Plan> generator, const Recipe& recipe)
    : m_discriminator(std::move(discriminator))
    , m_generator(std::move(generator))
    , m_discriminatorOptimiser(optimiserFor(*m_discriminator, recipe))
    , m_generatorOptimiser(optimiserFor(*m_generator, recipe))
{
}

/// Labels are written once: nothing else is ever put there.
void AdversarialPair::bind(const std::string& made, const std::string& label)
{
    const auto rows = static_cast<std::size_t>(batch());
    m_made = std::ranges::find(m_generator->outputs(), made, &engine::OutputSlot::node)->values;
    std::ranges::fill(slotOf(*m_generator, label).numbers, 1.F);
    const auto labels = slotOf(*m_discriminator, label).numbers;
    std::ranges::fill(labels.first(rows), 1.F);
    std::ranges::fill(labels.last(rows), 0.F);
    for (auto slot : m_discriminator->inputs()) {
        if (slot.column == label)
            continue;
        const auto half = slot.numbers.size() / 2;
        m_shown = slot.numbers.last(half);
        slot.numbers = slot.numbers.first(half);
        m_real.push_back(slot);
    }
}

/// The generator's Plan has all initial weights, since no two of its nodes draw the same numbers.
Status AdversarialPair::shareWeights()
{
    auto parameters = m_generator->readParameters();
    std::erase_if(parameters, [](const auto& parameter) { return !isOfDiscriminator(parameter); });
    for (auto& parameter : parameters)
        parameter.node.erase(0, network::kDiscriminatorPrefix.size());
    return m_discriminator->writeParameters(parameters).and_then([this] {
        return m_generator->follow(*m_discriminator, network::kDiscriminatorPrefix);
    });
}

AdversarialPair::Losses AdversarialPair::step(std::uint64_t step, double rateFactor)
{
    Losses losses;
    m_generator->begin(batch(), step);
    std::ranges::copy(m_made, m_shown.begin());
    losses.discriminator = m_discriminator->run(2 * batch(), step);
    updateWeights(*m_discriminator, *m_discriminatorOptimiser, step, rateFactor);
    m_generator->refresh();
    losses.generator = m_generator->finish();
    updateWeights(*m_generator, *m_generatorOptimiser, step, rateFactor);
    return losses;
}

std::int64_t AdversarialPair::parameterCount() const
{
    return m_discriminator->parameterCount() + m_generator->parameterCount();
}

std::vector<tensor::NamedTensor> AdversarialPair::readParameters() const
{
    m_generator->refresh();
    return m_generator->readParameters();
}

} // namespace netwright::training
