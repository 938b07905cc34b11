// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/shape.hpp"

#include <dnnl.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>

namespace netwright::tensor {

enum class ElementType { Float32, BFloat16, Int32, UInt8 };

[[nodiscard]] std::size_t bytesOf(ElementType type);

/// How an array lies in memory: its logical sizes (batch first, NCHW) and the order oneDNN keeps them in. A
/// small value.
class Layout {
public:
    Layout() = default; ///< of nothing; isEmpty()
    explicit Layout(dnnl::memory::desc description)
        : m_description(std::move(description))
    {
    }

    /// Row-major.
    [[nodiscard]] static Layout plain(const Shape& sizes, ElementType type = ElementType::Float32);
    [[nodiscard]] static Layout tagged(const Shape& sizes, dnnl::memory::format_tag tag, ElementType type);
    /// "As the primitive likes it": for asking a primitive, never for memory.
    [[nodiscard]] static Layout any(const Shape& sizes, ElementType type = ElementType::Float32);

    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] bool isPlain() const; ///< row-major, no gaps
    [[nodiscard]] bool hasGaps() const; ///< such as blocks that the channels do not fill
    [[nodiscard]] Shape sizes() const;
    [[nodiscard]] ElementType type() const;
    [[nodiscard]] std::size_t bytes() const; ///< with oneDNN's padding
    /// The same numbers in the same order under other sizes; only where isPlain().
    [[nodiscard]] Layout reshaped(const Shape& sizes) const;
    [[nodiscard]] const dnnl::memory::desc& description() const { return m_description; }
    bool operator==(const Layout& other) const { return m_description == other.m_description; }

private:
    dnnl::memory::desc m_description;
};

/// Bytes whose address is settled once, when a Plan has laid out its memory. Shared by every Buffer that
/// views them.
struct Storage {
    std::size_t bytes = 0;
    std::byte* data = nullptr;
    bool isPersistent
        = false; ///< lives as long as the Plan (weights, inputs, predictions), not in the reused arena
};

/// A typed view of a Storage. Copies are cheap and share it.
class Buffer {
public:
    Buffer() = default;
    explicit Buffer(const Layout& layout); ///< over a Storage of its own, not yet placed
    Buffer(std::shared_ptr<Storage> storage, const Layout& layout); ///< a view; the layout must fit

    [[nodiscard]] explicit operator bool() const { return m_storage != nullptr; }
    [[nodiscard]] const Layout& layout() const { return m_layout; }
    [[nodiscard]] const std::shared_ptr<Storage>& storage() const { return m_storage; }
    [[nodiscard]] Buffer viewedAs(const Layout& layout) const { return from(0, layout); }
    /// A view that begins so many bytes behind this one.
    [[nodiscard]] Buffer from(std::size_t bytes, const Layout& layout) const;
    /// Valid from the placement of its Storage on; read it when an operation runs, not when it is recorded.
    template <class T> [[nodiscard]] T* data() const
    {
        return reinterpret_cast<T*>(m_storage->data + m_offset);
    }

    /// The oneDNN handle; place() hands it the address.
    [[nodiscard]] const dnnl::memory& memory() const { return m_memory; }
    /// Gives its address to the oneDNN handle. Called by the Plan for every Buffer, once.
    void place() const;

private:
    std::shared_ptr<Storage> m_storage;
    std::size_t m_offset = 0; ///< in bytes
    Layout m_layout;
    dnnl::memory m_memory;
};

} // namespace netwright::tensor
