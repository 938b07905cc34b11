// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/aligned_block.hpp"

#include <cstdlib>
#include <cstring>
#include <new>

namespace netwright::engine {

namespace {
    constexpr std::size_t kPage = 4096;
}

AlignedBlock::AlignedBlock(std::size_t bytes)
    : m_bytes(bytes)
{
    const std::size_t whole = (bytes + kPage - 1) / kPage * kPage;
    if (whole == 0)
        return;
    m_data.reset(static_cast<std::byte*>(std::aligned_alloc(kPage, whole)));
    if (!m_data)
        throw std::bad_alloc();
    std::memset(m_data.get(), 0, whole);
}

void AlignedBlock::Free::operator()(std::byte* data) const { std::free(data); }

} // namespace netwright::engine
