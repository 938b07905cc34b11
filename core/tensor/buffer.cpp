// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/buffer.hpp"

#include "core/tensor/onednn.hpp"

#include <cassert>

namespace netwright::tensor {

namespace {
    using Type = dnnl::memory::data_type;
    using Description = dnnl::memory::desc;

    Type typeOf(ElementType type)
    {
        switch (type) {
        case ElementType::Float32:
            return Type::f32;
        case ElementType::BFloat16:
            return Type::bf16;
        case ElementType::Int32:
            return Type::s32;
        case ElementType::UInt8:
            break;
        }
        return Type::u8;
    }

    ElementType typeOf(Type type)
    {
        switch (type) {
        case Type::f32:
            return ElementType::Float32;
        case Type::bf16:
            return ElementType::BFloat16;
        case Type::s32:
            return ElementType::Int32;
        default:
            return ElementType::UInt8;
        }
    }

    dnnl::memory::dims rowMajorStrides(const Shape& sizes)
    {
        dnnl::memory::dims strides(sizes.rank(), 1);
        for (std::size_t axis = sizes.rank(); axis-- > 1;)
            strides[axis - 1] = strides[axis] * sizes[axis];
        return strides;
    }

#if DNNL_VERSION_MAJOR >= 3
    Type elementOf(const Description& description) { return description.get_data_type(); }
    dnnl::memory::dims sizesOf(const Description& description) { return description.get_dims(); }
#else
    Type elementOf(const Description& description) { return description.data_type(); }
    dnnl::memory::dims sizesOf(const Description& description) { return description.dims(); }
#endif
} // namespace

std::size_t bytesOf(ElementType type)
{
    switch (type) {
    case ElementType::Float32:
    case ElementType::Int32:
        return 4;
    case ElementType::BFloat16:
        return 2;
    case ElementType::UInt8:
        break;
    }
    return 1;
}

Layout Layout::plain(const Shape& sizes, ElementType type)
{
    return Layout(Description(sizes.sizes(), typeOf(type), rowMajorStrides(sizes)));
}

Layout Layout::any(const Shape& sizes, ElementType type)
{
    return tagged(sizes, dnnl::memory::format_tag::any, type);
}

Layout Layout::tagged(const Shape& sizes, dnnl::memory::format_tag tag, ElementType type)
{
    return Layout(Description(sizes.sizes(), typeOf(type), tag));
}

bool Layout::isEmpty() const
{
    return !m_description || m_description.is_zero() || m_description.get_size() == 0;
}
bool Layout::isPlain() const { return *this == plain(sizes(), type()); }
bool Layout::hasGaps() const
{
    return bytes() != static_cast<std::size_t>(sizes().elements()) * bytesOf(type());
}
Shape Layout::sizes() const { return Shape(sizesOf(m_description)); }
ElementType Layout::type() const { return typeOf(elementOf(m_description)); }
std::size_t Layout::bytes() const { return m_description.get_size(); }

Layout Layout::reshaped(const Shape& sizes) const
{
    assert(isPlain() && sizes.elements() == this->sizes().elements());
    return plain(sizes, type());
}

Buffer::Buffer(const Layout& layout)
    : Buffer(std::make_shared<Storage>(Storage { .bytes = layout.bytes() }), layout)
{
}

Buffer::Buffer(std::shared_ptr<Storage> storage, const Layout& layout)
    : m_storage(std::move(storage))
    , m_layout(layout)
    , m_memory(layout.description(), onednn::engine(), DNNL_MEMORY_NONE)
{
    assert(layout.bytes() <= m_storage->bytes);
}

Buffer Buffer::from(std::size_t bytes, const Layout& layout) const
{
    Buffer view(m_storage, layout);
    view.m_offset = m_offset + bytes;
    assert(view.m_offset + layout.bytes() <= m_storage->bytes);
    return view;
}

void Buffer::place() const { m_memory.set_data_handle(data<std::byte>()); }

} // namespace netwright::tensor
