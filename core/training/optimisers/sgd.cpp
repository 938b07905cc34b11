// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/vectorise.hpp"
#include "core/training/optimiser.hpp"

#include <cassert>

namespace netwright::training {

namespace {
    NETWRIGHT_VECTORISED
    void descend(float* weights, const float* gradients, std::int64_t count, float rate)
    {
#pragma omp simd
        for (std::int64_t i = 0; i < count; ++i)
            weights[i] -= rate * gradients[i];
    }

    class Sgd : public Optimiser {
    public:
        explicit Sgd(const ParameterValues& parameters)
            : m_rate(parameters.real("learning_rate"))
        {
        }

        void begin(std::uint64_t, double rateFactor) override
        {
            m_now = static_cast<float>(m_rate * rateFactor);
        }

        void update(std::size_t, std::span<float> weights, std::span<const float> gradients) override
        {
            assert(weights.size() == gradients.size());
            descend(weights.data(), gradients.data(), std::ssize(weights), m_now);
        }

        std::vector<State> state() override { return {}; }

    private:
        double m_rate;
        float m_now = 0; ///< the rate of this step
    };
} // namespace

extern const OptimiserKind kSgd;
const OptimiserKind kSgd {
    .id = "sgd",
    .title = "SGD",
    .help = "Plain stochastic gradient descent: w = w - rate * g.",
    .parameters = { { .id = "learning_rate",
                      .label = "Learning rate",
                      .help = "How far each step moves the weights against the gradient.",
                      .type = ParameterType::Real,
                      .fallback = 0.01,
                      .minimum = 0.0,
                      .maximum = 1e30 } },
    .make = [](const ParameterValues& parameters, std::size_t) -> std::unique_ptr<Optimiser> {
        return std::make_unique<Sgd>(parameters);
    },
};

} // namespace netwright::training
