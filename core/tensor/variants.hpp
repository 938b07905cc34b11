// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/freedom.hpp"
#include "core/tensor/onednn.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

/// How a wrapper chooses between the ways oneDNN has for one pass.
namespace netwright::tensor::onednn {

struct Variant {
    std::string name;
    dnnl::algorithm algorithm;
    ElementType factors = ElementType::Float32; ///< the type in which it multiplies
};

/// Gives an operation memory of its own, to be run outside any Plan.
[[nodiscard]] std::function<void()> rehearsal(Operation operation);

/// Whether oneDNN has what `describe` asks for.
template <class Describe> [[nodiscard]] bool exists(const Describe& describe, const Variant& variant)
{
    try {
        static_cast<void>(describe(variant));
        return true;
    } catch (const dnnl::error&) { // not for this shape or on this machine
        return false;
    }
}

/// The description of one of the variants, of which the first always exists: the fastest where times may
/// decide, else the last that exists and is allowed. `operate` makes the operation of a description.
template <class Describe, class Operate>
[[nodiscard]] auto chosen(const Freedom& freedom, const std::string& task, std::span<const Variant> variants,
                          const Describe& describe, const Operate& operate)
{
    std::vector<Variant> allowed;
    for (const auto& variant : variants) {
        const bool isHalf = variant.factors == ElementType::BFloat16;
        const bool isPlain = variant.name == variants.front().name;
        if (isPlain || (isHalf ? freedom.allowsBFloat16 : freedom.choices != nullptr)) {
            if (isPlain || exists(describe, variant))
                allowed.push_back(variant);
        }
    }
    if (freedom.choices == nullptr || allowed.size() == 1)
        return describe(allowed.back());
    std::vector<Candidate> candidates;
    for (const auto& variant : allowed)
        candidates.push_back({ variant.name, [&] { return rehearsal(operate(describe(variant))); } });
    const auto name
        = freedom.choices->choose(freedom.allowsBFloat16 ? task + ", bfloat16 allowed" : task, candidates);
    return describe(*std::ranges::find(allowed, name, &Variant::name));
}

} // namespace netwright::tensor::onednn
