// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/aligned_block.hpp"

#include <cstdlib>
#include <cstring>
#include <new>
#include <sys/mman.h>

namespace netwright::engine {

namespace {
    constexpr std::size_t kPage = 4096;
    constexpr std::size_t kHugePage = std::size_t { 2 } << 20;
} // namespace

AlignedBlock::AlignedBlock(std::size_t bytes)
    : m_bytes(bytes)
{
    const std::size_t whole = (bytes + kPage - 1) / kPage * kPage;
    if (whole == 0)
        return;
    const bool isLarge = whole >= kHugePage;
    // aligned_alloc wants a multiple of the alignment, which is more than a large block needs.
    void* data = nullptr;
    if (::posix_memalign(&data, isLarge ? kHugePage : kPage, whole) != 0)
        throw std::bad_alloc();
    m_data.reset(static_cast<std::byte*>(data));
    if (isLarge)
        ::madvise(m_data.get(), whole, MADV_HUGEPAGE); // a wish: refused, the pages are small ones
    std::memset(m_data.get(), 0, whole);
}

void AlignedBlock::Free::operator()(std::byte* data) const { std::free(data); }

} // namespace netwright::engine
