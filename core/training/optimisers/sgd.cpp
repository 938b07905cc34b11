// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/elementwise_pass.hpp"
#include "core/training/optimiser.hpp"

#include <cassert>

namespace netwright::training {

namespace {
    void descend(float* weights, const float* gradients, std::size_t count, float rate)
    {
#pragma omp simd
        for (std::size_t i = 0; i < count; ++i)
            weights[i] -= rate * gradients[i];
    }

    class Sgd : public Optimiser {
    public:
        explicit Sgd(const ParameterValues& parameters)
            : m_rate(static_cast<float>(parameters.real("learning_rate")))
        {
        }

        void update(std::span<float> weights, std::span<const float> gradients, std::uint64_t) override
        {
            assert(weights.size() == gradients.size());
            elementwisePass(weights.size(), [&](std::size_t begin, std::size_t end) {
                descend(&weights[begin], &gradients[begin], end - begin, m_rate);
            });
        }

        std::vector<State> state() override { return {}; }

    private:
        float m_rate;
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
