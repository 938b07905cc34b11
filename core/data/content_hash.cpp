// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/content_hash.hpp"

#include <fmt/format.h>

#include <cstring>

namespace netwright::data {

void ContentHash::add(std::uint64_t word)
{
    constexpr std::uint64_t kPrime = 0x9E3779B97F4A7C15;
    m_state = (m_state ^ word) * kPrime;
    m_state ^= m_state >> 32;
}

void ContentHash::add(std::span<const std::uint8_t> bytes)
{
    const std::size_t size = bytes.size();
    std::uint64_t word = 0;
    for (; bytes.size() >= sizeof word; bytes = bytes.subspan(sizeof word)) {
        std::memcpy(&word, bytes.data(), sizeof word);
        add(word);
    }
    word = 0;
    if (!bytes.empty())
        std::memcpy(&word, bytes.data(), bytes.size());
    add(word);
    add(size); // "ab" and "ab\0" differ
}

std::string ContentHash::text() const { return fmt::format("{:016x}", m_state); }

} // namespace netwright::data
