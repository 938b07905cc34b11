// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace netwright::data {

/// Notices that data has changed; no protection against someone who wants it unnoticed. FNV-1a taken by words
/// of eight bytes, with a fold after each so that high bits reach low ones: about 5 GB/s.
class ContentHash {
public:
    void add(std::span<const std::uint8_t> bytes);
    void add(std::uint64_t word);
    [[nodiscard]] std::string text() const; ///< 16 hexadecimal digits

private:
    std::uint64_t m_state = 0xCBF29CE484222325;
};

} // namespace netwright::data
