// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/variants.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

namespace netwright::tensor {

bool hasBFloat16()
{
    constexpr auto kWanted = static_cast<unsigned>(dnnl::cpu_isa::avx512_core_bf16); // a set of bits
    return (static_cast<unsigned>(dnnl::get_effective_cpu_isa()) & kWanted) == kWanted;
}

namespace onednn {
    namespace {
        /// Gives an operation memory of its own, to be run outside any Plan.
        std::function<void()> rehearsal(Operation operation)
        {
            auto all = operation.reads;
            all.insert(all.end(), operation.writes.begin(), operation.writes.end());
            std::map<const Storage*, std::shared_ptr<dnnl::memory>> memory;
            for (const auto& buffer : all) {
                auto& own = memory[buffer.storage().get()];
                if (!own) {
                    const auto bytes = buffer.storage()->bytes;
                    own = std::make_shared<dnnl::memory>(
                        Layout::plain({ static_cast<std::int64_t>(bytes) }, ElementType::UInt8).description(),
                        engine());
                    buffer.storage()->data = static_cast<std::byte*>(own->get_data_handle());
                    // Zeros that are written: memory that was never touched is no memory yet.
                    std::fill_n(buffer.storage()->data, bytes, std::byte { 0 });
                }
                buffer.place();
            }
            return [run = std::move(operation.run), memory = std::move(memory)] { run(); };
        }

        bool isAllowed(const Variant& variant, const Freedom& freedom)
        {
            return freedom.allowsBFloat16 || variant.factors != ElementType::BFloat16;
        }
    } // namespace

    Pass chosen(const Freedom& freedom, const std::string& task, std::span<const Variant> variants,
                const std::function<Pass(const Variant&)>& describe,
                const std::function<Operation(const Pass&)>& operate)
    {
        const auto describeIfAny = [&](const Variant& variant) {
            try {
                return describe(variant);
            } catch (const dnnl::error&) { // not for this shape, or an answer from another machine
                return Pass();
            }
        };
        const auto describeOrFirst = [&](const Variant& variant) {
            const auto pass = describeIfAny(variant);
            return pass ? pass : describe(variants.front());
        };
        std::vector<Variant> allowed;
        std::ranges::copy_if(variants, std::back_inserter(allowed),
                             [&](const Variant& variant) { return isAllowed(variant, freedom); });
        const auto rounded = std::ranges::find(allowed, ElementType::BFloat16, &Variant::factors);
        if (freedom.choices == nullptr)
            return describeOrFirst(rounded == allowed.end() ? allowed.front() : *rounded);
        if (allowed.size() == 1)
            return describe(allowed.front());
        std::vector<Candidate> candidates;
        for (const auto& variant : allowed)
            candidates.push_back({ .name = variant.name, .prepare = [&]() -> std::function<void()> {
                                      const auto pass = describeIfAny(variant);
                                      return pass ? rehearsal(operate(pass)) : std::function<void()>();
                                  } });
        const auto name = freedom.choices->choose(freedom.allowsBFloat16 ? task + ", bfloat16 allowed" : task,
                                                  candidates);
        return describeOrFirst(*std::ranges::find(allowed, name, &Variant::name));
    }
} // namespace onednn

} // namespace netwright::tensor
