// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/shape.hpp"

#include "core/base/text.hpp"

#include <functional>
#include <numeric>

namespace netwright::tensor {

std::int64_t Shape::elements() const
{
    return std::accumulate(m_sizes.begin(), m_sizes.end(), std::int64_t { 1 }, std::multiplies<>());
}

Shape Shape::withBatch(std::int64_t batch) const
{
    std::vector<std::int64_t> sizes { batch };
    sizes.insert(sizes.end(), m_sizes.begin(), m_sizes.end());
    return Shape(std::move(sizes));
}

std::string toText(const Shape& shape)
{
    std::string text;
    for (const auto size : shape.sizes())
        text += (text.empty() ? "" : " x ") + grouped(size);
    return shape.rank() == 0 ? "scalar" : text;
}

} // namespace netwright::tensor
