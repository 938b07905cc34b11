// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/aligned_block.hpp"
#include "core/tensor/vectorise.hpp"
#include "core/training/optimiser.hpp"

#include <cassert>
#include <cmath>

namespace netwright::training {

namespace {
    /// What one step of Adam needs, in the order of Algorithm 1 of the paper: with t counted from 1,
    ///   m = b1 m + (1 - b1) g        v = b2 v + (1 - b2) g^2
    ///   w = w - rate * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)
    /// The two corrections are scalars: the first goes into the rate, the root of the second multiplies the
    /// root of v.
    struct AdamStep {
        float decay1;
        float decay2;
        float fresh1; ///< 1 - decay, which in float would lose four digits of 0.001
        float fresh2;
        float correctedRate;
        float rootCorrection;
        float epsilon;
    };

    NETWRIGHT_VECTORISED
    void descend(float* weights, float* first, float* second, const float* gradients, std::int64_t count,
                 const AdamStep& step)
    {
        const auto [decay1, decay2, fresh1, fresh2, rate, correction, epsilon] = step;
#pragma omp simd
        for (std::int64_t i = 0; i < count; ++i) {
            const float g = gradients[i];
            const float m = decay1 * first[i] + fresh1 * g;
            const float v = decay2 * second[i] + fresh2 * (g * g);
            first[i] = m;
            second[i] = v;
            weights[i] -= rate * m / (std::sqrt(v) * correction + epsilon);
        }
    }

    class Adam : public Optimiser {
    public:
        Adam(const ParameterValues& parameters, std::size_t weights)
            : m_rate(parameters.real("learning_rate"))
            , m_decay1(parameters.real("beta1"))
            , m_decay2(parameters.real("beta2"))
            , m_epsilon(parameters.real("epsilon"))
            , m_first(weights * sizeof(float))
            , m_second(weights * sizeof(float))
        {
        }

        void begin(std::uint64_t step, double rateFactor) override
        {
            m_constants = constantsOf(step, rateFactor);
        }

        void update(std::size_t offset, std::span<float> weights, std::span<const float> gradients) override
        {
            assert(weights.size() == gradients.size() && offset + weights.size() <= m_first.floats().size());
            descend(weights.data(), m_first.floats().data() + offset, m_second.floats().data() + offset,
                    gradients.data(), std::ssize(weights), m_constants);
        }

        std::vector<State> state() override
        {
            return { { "first_moment", m_first.floats() }, { "second_moment", m_second.floats() } };
        }

    private:
        [[nodiscard]] AdamStep constantsOf(std::uint64_t step, double rateFactor) const
        {
            const auto t = static_cast<double>(step) + 1.0;
            return { .decay1 = static_cast<float>(m_decay1),
                     .decay2 = static_cast<float>(m_decay2),
                     .fresh1 = static_cast<float>(1.0 - m_decay1),
                     .fresh2 = static_cast<float>(1.0 - m_decay2),
                     .correctedRate = static_cast<float>(m_rate * rateFactor / (1.0 - std::pow(m_decay1, t))),
                     .rootCorrection = static_cast<float>(1.0 / std::sqrt(1.0 - std::pow(m_decay2, t))),
                     .epsilon = static_cast<float>(m_epsilon) };
        }

        double m_rate;
        double m_decay1;
        double m_decay2;
        double m_epsilon;
        AdamStep m_constants {};
        engine::AlignedBlock m_first;
        engine::AlignedBlock m_second;
    };
} // namespace

extern const OptimiserKind kAdam;
const OptimiserKind kAdam {
    .id = "adam",
    .title = "Adam",
    .help = "Steps scaled by running means of the gradient (m) and of its square (v), both corrected for "
            "their start "
            "at zero: w = w - rate * m / (sqrt(v) + epsilon). Kingma and Ba, ICLR 2015, Algorithm 1.",
    .parameters = { { .id = "learning_rate",
                      .label = "Learning rate",
                      .help = "About how far each step moves each weight.",
                      .type = ParameterType::Real,
                      .fallback = 0.001,
                      .minimum = 0.0,
                      .maximum = 1e30 },
                    { .id = "beta1",
                      .label = "Decay of the mean",
                      .help = "Which share of the running mean of the gradient each step keeps.",
                      .type = ParameterType::Real,
                      .fallback = 0.9,
                      .minimum = 0.0,
                      .maximum = 0.99999 },
                    { .id = "beta2",
                      .label = "Decay of the square",
                      .help = "Which share of the running mean of the squared gradient each step keeps.",
                      .type = ParameterType::Real,
                      .fallback = 0.999,
                      .minimum = 0.0,
                      .maximum = 0.999999 },
                    { .id = "epsilon",
                      .label = "Epsilon",
                      .help = "Keeps the step finite where the squared gradient is close to zero.",
                      .type = ParameterType::Real,
                      .fallback = 1e-8,
                      .minimum = 1e-15,
                      .maximum = 1.0 } },
    .make = [](const ParameterValues& parameters, std::size_t weights) -> std::unique_ptr<Optimiser> {
        return std::make_unique<Adam>(parameters, weights);
    },
};

} // namespace netwright::training
