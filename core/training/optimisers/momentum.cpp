// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/aligned_block.hpp"
#include "core/tensor/vectorise.hpp"
#include "core/training/optimiser.hpp"

#include <cassert>

namespace netwright::training {

namespace {
    NETWRIGHT_VECTORISED
    void roll(float* weights, float* velocity, const float* gradients, std::int64_t count, float rate,
              float momentum)
    {
#pragma omp simd
        for (std::int64_t i = 0; i < count; ++i) {
            const float v = momentum * velocity[i] + gradients[i];
            velocity[i] = v;
            weights[i] -= rate * v;
        }
    }

    class Momentum : public Optimiser {
    public:
        Momentum(const ParameterValues& parameters, std::size_t weights)
            : m_rate(parameters.real("learning_rate"))
            , m_momentum(static_cast<float>(parameters.real("momentum")))
            , m_velocity(weights * sizeof(float))
        {
        }

        void begin(std::uint64_t, double rateFactor) override
        {
            m_now = static_cast<float>(m_rate * rateFactor);
        }

        void update(std::size_t offset, std::span<float> weights, std::span<const float> gradients) override
        {
            assert(weights.size() == gradients.size()
                   && offset + weights.size() <= m_velocity.floats().size());
            roll(weights.data(), m_velocity.floats().data() + offset, gradients.data(), std::ssize(weights),
                 m_now, m_momentum);
        }

        std::vector<State> state() override { return { { "velocity", m_velocity.floats() } }; }

    private:
        double m_rate;
        float m_now = 0; ///< the rate of this step
        float m_momentum;
        engine::AlignedBlock m_velocity;
    };
} // namespace

extern const OptimiserKind kMomentum;
const OptimiserKind kMomentum {
    .id = "momentum",
    .title = "SGD with momentum",
    .help
    = "Gradient descent with a velocity: v = momentum * v + g; w = w - rate * v. Polyak, \"Some methods of "
      "speeding up the convergence of iteration methods\", 1964.",
    .parameters = { { .id = "learning_rate",
                      .label = "Learning rate",
                      .help = "How far each step moves the weights along the velocity.",
                      .type = ParameterType::Real,
                      .fallback = 0.01,
                      .minimum = 0.0,
                      .maximum = 1e30 },
                    { .id = "momentum",
                      .label = "Momentum",
                      .help = "Which share of the velocity the next step keeps.",
                      .type = ParameterType::Real,
                      .fallback = 0.9,
                      .minimum = 0.0,
                      .maximum = 0.99999 } },
    .make = [](const ParameterValues& parameters, std::size_t weights) -> std::unique_ptr<Optimiser> {
        return std::make_unique<Momentum>(parameters, weights);
    },
};

} // namespace netwright::training
