// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace netwright::engine {

/// What vector instructions and cache lines like; everything in a block begins at a multiple of it.
inline constexpr std::size_t kAlignment = 64;

[[nodiscard]] constexpr std::size_t aligned(std::size_t bytes)
{
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

/// Zeroed memory that begins at a page; a large block lies in huge pages where the system has them, since
/// passes over all weights spend much of their time on looking up small ones.
class AlignedBlock {
public:
    AlignedBlock() = default;
    explicit AlignedBlock(std::size_t bytes);

    [[nodiscard]] std::byte* data() const { return m_data.get(); }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }
    [[nodiscard]] std::span<float> floats() const
    {
        return { reinterpret_cast<float*>(m_data.get()), m_bytes / sizeof(float) };
    }

private:
    struct Free {
        void operator()(std::byte* data) const;
    };
    std::unique_ptr<std::byte, Free> m_data;
    std::size_t m_bytes = 0;
};

} // namespace netwright::engine
