// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.hpp"
#include "core/tensor/operation.hpp"
#include "core/tensor/reorder.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

namespace netwright::tests {

/// Gives memory to the buffers of operations, as a Plan would, and moves plain numbers in and out.
class Placed {
public:
    tensor::Buffer buffer(const tensor::Layout& layout)
    {
        tensor::Buffer made(layout);
        place(made);
        return made;
    }

    tensor::Buffer holding(const tensor::Layout& layout, const std::vector<float>& plain)
    {
        const auto made = buffer(layout);
        tensor::reorderNow(tensor::Layout::plain(layout.sizes()), plain.data(), layout, made.data<float>());
        return made;
    }

    void run(const tensor::Operation& operation)
    {
        for (const auto& written : operation.writes)
            place(written); // its scratchpad, if it has one
        operation.run();
    }

    static std::vector<float> plainOf(const tensor::Buffer& buffer)
    {
        std::vector<float> plain(static_cast<std::size_t>(buffer.layout().sizes().elements()));
        tensor::reorderNow(buffer.layout(), buffer.data<float>(),
                           tensor::Layout::plain(buffer.layout().sizes()), plain.data());
        return plain;
    }

private:
    void place(const tensor::Buffer& buffer)
    {
        auto& storage = *buffer.storage();
        if (!storage.data) {
            constexpr std::size_t kLine = 64;
            auto* data
                = static_cast<std::byte*>(std::aligned_alloc(kLine, (storage.bytes + kLine) / kLine * kLine));
            m_memory.emplace_back(data, &std::free);
            std::fill(data, data + storage.bytes, std::byte {});
            storage.data = data;
        }
        buffer.place();
    }

    std::vector<std::unique_ptr<std::byte, void (*)(void*)>> m_memory;
};

/// Numbers in [-1, 1).
inline std::vector<float> randomNumbers(std::int64_t count, std::uint64_t stream)
{
    const Random random(11, stream);
    std::vector<float> numbers(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = 2 * random.uniform(i) - 1;
    return numbers;
}

} // namespace netwright::tests
