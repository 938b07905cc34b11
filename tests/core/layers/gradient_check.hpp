// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/layers/wrapped_layer.hpp"

#include <cmath>
#include <stdexcept>

namespace netwright::layers::testing {

/// How far the engine's gradient of one tensor is from central differences: |a - n| / |n|, in the Euclidean
/// norm.
struct GradientError {
    std::string tensor;
    double error = 0;
};

/// Checks the gradients of a layer's weights and of its inputs (the weights of its producers). float32 leaves
/// about 3e-5; a gradient that is 1 % off shows as 1e-2.
class GradientCheck {
public:
    explicit GradientCheck(const WrappedLayer& wrapped, engine::Plan& plan)
        : m_wrapped(wrapped)
        , m_plan(plan)
    {
    }

    [[nodiscard]] std::vector<GradientError> run()
    {
        loss();
        const auto gradients = m_plan.toPlain(m_plan.gradients());
        std::vector<std::vector<double>> differences;
        double total = 0;
        for (const auto& gradient : gradients) {
            differences.push_back(centralDifferences(gradient));
            total += squaredNorm(differences.back());
        }
        std::vector<GradientError> errors;
        for (std::size_t i = 0; i < gradients.size(); ++i) {
            const auto& values = gradients[i].tensor.values;
            double distance = 0;
            for (std::size_t j = 0; j < values.size(); ++j)
                distance += std::pow(values[j] - differences[i][j], 2);
            // A gradient that vanishes (of a bias before a normalisation) is held against all of them.
            const auto norm = std::max({ squaredNorm(differences[i]), 1e-4 * total, 1e-20 });
            errors.push_back({ gradients[i].node + "." + gradients[i].name, std::sqrt(distance / norm) });
        }
        return errors;
    }

private:
    static constexpr double kStep = 1e-2;

    static double squaredNorm(const std::vector<double>& values)
    {
        return std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
    }

    std::vector<double> centralDifferences(const tensor::NamedTensor& like)
    {
        auto parameters = m_plan.readParameters();
        const auto it = std::ranges::find_if(parameters, [&like](const tensor::NamedTensor& entry) {
            return entry.node == like.node && entry.name == like.name;
        });
        std::vector<double> differences;
        for (auto& value : it->tensor.values) {
            const float middle = value;
            const auto lossAt = [&](double at) {
                value = static_cast<float>(at);
                write(parameters);
                return loss();
            };
            const double above = lossAt(middle + kStep);
            const double below = lossAt(middle - kStep);
            differences.push_back((above - below) / (2 * kStep));
            value = middle;
        }
        write(parameters);
        return differences;
    }

    void write(const std::vector<tensor::NamedTensor>& parameters)
    {
        if (const auto written = m_plan.writeParameters(parameters); !written)
            throw std::runtime_error(written.error().text());
    }

    /// The loss in double, from what it is computed of; the engine's own sum is float32.
    double loss()
    {
        const double reported = m_plan.run(m_wrapped.batch(), 3);
        if (m_wrapped.isLoss())
            return reported;
        double sum = 0;
        for (const auto& slot : m_plan.outputs()) {
            const auto target = m_wrapped.columnValues(slot.target);
            double squares = 0;
            for (std::size_t i = 0; i < target.size(); ++i)
                squares += std::pow(double { slot.values[i] } - target[i], 2);
            sum += squares / static_cast<double>(target.size());
        }
        return sum;
    }

    const WrappedLayer& m_wrapped;
    engine::Plan& m_plan;
};

} // namespace netwright::layers::testing
