// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes that change one parameter.
#include "core/network/fix_proposals.hpp"
#include "core/network/size_limits.hpp"

#include <algorithm>
#include <bit>

namespace netwright::network::proposals {

namespace {
    Fix changed(const Question& question, const std::string& parameter, const Value& value, std::string title)
    {
        return { std::move(title), withValue(question.network, *question.problem.node, parameter, value) };
    }

    Value nearestAllowed(const ParameterSpec& spec, const Value& value)
    {
        if (const auto* whole = std::get_if<std::int64_t>(&value))
            return static_cast<std::int64_t>(
                std::clamp(static_cast<double>(*whole), spec.minimum, spec.maximum));
        if (const auto* real = std::get_if<double>(&value))
            return std::clamp(*real, spec.minimum, spec.maximum);
        return spec.fallback;
    }

    /// That a node's weights are few for the data, and no size is impossible.
    bool isSmallEnough(const Question& question, const ParameterValues& parameters)
    {
        const auto inputs = question.inputShapes();
        if (!question.takes(parameters, inputs))
            return false;
        const layers::ShapeRequest request { parameters, inputs, *question.data.columns };
        const auto outputs = question.kind()->inferShape(request);
        if (!outputs || !checkSizes(*question.kind(), request, *outputs))
            return false;
        const auto numbers = numbersOf(question.network, question.analysis, question.data);
        return question.problem.code != ProblemCode::LargeLayer
            || layers::costOf(*question.kind(), request, *outputs).parameters / kManyTimes <= numbers;
    }
} // namespace

/// The usual value first: the nearest is at the end of what is possible, where nobody wants to be.
void allowedValue(const Question& question, Fixes& fixes)
{
    const auto& specs = question.kind()->parameters;
    const auto spec = std::ranges::find(specs, question.problem.parameter, &ParameterSpec::id);
    const auto& value = question.node()->parameters.value(spec->id);
    for (const auto& allowed : { spec->fallback, nearestAllowed(*spec, value) }) {
        auto title = fmt::format("Set {} to {}", spec->label, valueText(allowed));
        if (fixes.empty() || fixes.back().title != title)
            fixes.push_back(changed(question, spec->id, allowed, std::move(title)));
    }
}

void withoutBias(const Question& question, Fixes& fixes)
{
    fixes.push_back(changed(question, question.problem.parameter, false,
                            fmt::format("Turn the bias of {} off", question.node()->name)));
}

void fullWeight(const Question& question, Fixes& fixes)
{
    fixes.push_back(changed(question, question.problem.parameter, 1.0,
                            fmt::format("Set the weight of {} to 1", question.node()->name)));
}

/// The largest power of two that is small enough.
void smallerLayer(const Question& question, Fixes& fixes)
{
    const auto* spec = widthParameter(*question.kind());
    if (!spec)
        return;
    auto parameters = question.node()->parameters;
    const auto wide = static_cast<std::uint64_t>(std::max<std::int64_t>(parameters.integer(spec->id) - 1, 1));
    for (auto width = static_cast<std::int64_t>(std::bit_floor(wide)); width >= 1; width /= 2) {
        parameters.set(spec->id, width);
        if (!isSmallEnough(question, parameters))
            continue;
        fixes.push_back(
            changed(question, spec->id, width,
                    fmt::format("Set {} of {} to {}", spec->label, question.node()->name, width)));
        return;
    }
}

} // namespace netwright::network::proposals
