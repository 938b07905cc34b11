// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/plan.hpp"
#include "core/network/network.hpp"
#include "core/training/optimiser.hpp"
#include "core/training/recipe.hpp"

#include <memory>
#include <span>
#include <vector>

namespace netwright::training {

/// Two networks that learn from each other: Goodfellow et al., "Generative Adversarial Nets", NIPS 2014, with
/// the generator's loss that does not saturate. A step makes a batch of images of noise and takes two
/// updates:
///
///     discriminator   loss = mean of -log s(D(x)) + mean of -log(1 - s(D(G(z))))
///     generator       loss = mean of -log s(D(G(z))), through the discriminator as it is then
///
/// The discriminator sees real and generated images as the two halves of one batch. The generator runs
/// forward once: its step pauses behind what it makes until the discriminator has learned from it.
class AdversarialPair {
public:
    /// `options` for the generator's step; the seed and the optimiser are the recipe's. See network::joined
    /// for what the networks must be like.
    [[nodiscard]] static Result<std::unique_ptr<AdversarialPair>>
    make(const network::Network& discriminator, const network::Network& generator,
         const tensor::Signature& data, const Recipe& recipe, const engine::PlanOptions& options);

    /// Where a batch of real samples goes before each step.
    [[nodiscard]] std::span<const engine::InputSlot> inputs() const { return m_real; }

    struct Losses {
        double discriminator = 0;
        double generator = 0;
    };
    /// One update of the discriminator, then one of the generator. `step` counts from 0.
    Losses step(std::uint64_t step, double rateFactor);

    [[nodiscard]] std::int64_t batch() const { return m_generator->options().batch; }
    [[nodiscard]] std::int64_t parameterCount() const;
    /// What the generator made in the last step: plain, batch first.
    [[nodiscard]] std::span<const float> made() const { return m_made; }
    /// Weights and statistics of both; names begin with network::kGeneratorPrefix or kDiscriminatorPrefix.
    [[nodiscard]] std::vector<tensor::NamedTensor> readParameters() const;

private:
    AdversarialPair(std::unique_ptr<engine::Plan> discriminator, std::unique_ptr<engine::Plan> generator,
                    const Recipe& recipe);
    void bind(const std::string& made, const std::string& label);
    [[nodiscard]] Status shareWeights();

    std::unique_ptr<engine::Plan> m_discriminator; ///< on real and generated samples
    std::unique_ptr<engine::Plan> m_generator; ///< with the discriminator behind it, frozen
    std::unique_ptr<Optimiser> m_discriminatorOptimiser;
    std::unique_ptr<Optimiser> m_generatorOptimiser;
    std::vector<engine::InputSlot> m_real; ///< the first half of the discriminator's batch
    std::span<float> m_shown; ///< the second half
    std::span<const float> m_made;
};

} // namespace netwright::training
