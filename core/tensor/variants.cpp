// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/variants.hpp"

#include <map>
#include <memory>

namespace netwright::tensor {

bool hasBFloat16()
{
    constexpr auto kWanted = static_cast<unsigned>(dnnl::cpu_isa::avx512_core_bf16); // a set of bits
    return (static_cast<unsigned>(dnnl::get_effective_cpu_isa()) & kWanted) == kWanted;
}

namespace onednn {
    std::function<void()> rehearsal(Operation operation)
    {
        auto all = operation.reads;
        all.insert(all.end(), operation.writes.begin(), operation.writes.end());
        std::map<const Storage*, std::shared_ptr<dnnl::memory>> memory;
        for (const auto& buffer : all) {
            auto& own = memory[buffer.storage().get()];
            if (!own) {
                // Zeros that are written: memory that was never touched is no memory yet.
                own = std::make_shared<dnnl::memory>(
                    Layout::plain({ static_cast<std::int64_t>(buffer.storage()->bytes) }, ElementType::UInt8)
                        .description(),
                    engine());
                auto* bytes = static_cast<std::byte*>(own->get_data_handle());
                std::fill_n(bytes, buffer.storage()->bytes, std::byte { 0 });
                buffer.storage()->data = bytes;
            }
            buffer.place();
        }
        return [run = std::move(operation.run), memory = std::move(memory)] { run(); };
    }
} // namespace onednn

} // namespace netwright::tensor
