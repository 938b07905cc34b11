// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace netwright::tensor {

/// Sizes of an array, outermost first. A layer's shapes are per sample: image (C, H, W), sequence (T) or (T,
/// D), vector (D), single number ().
class Shape {
public:
    Shape() = default;
    Shape(std::initializer_list<std::int64_t> sizes)
        : m_sizes(sizes)
    {
    }
    explicit Shape(std::vector<std::int64_t> sizes)
        : m_sizes(std::move(sizes))
    {
    }

    [[nodiscard]] std::size_t rank() const { return m_sizes.size(); }
    [[nodiscard]] std::int64_t operator[](std::size_t axis) const { return m_sizes[axis]; }
    [[nodiscard]] std::int64_t& operator[](std::size_t axis) { return m_sizes[axis]; }
    [[nodiscard]] const std::vector<std::int64_t>& sizes() const { return m_sizes; }
    [[nodiscard]] auto begin() const { return m_sizes.begin(); }
    [[nodiscard]] auto end() const { return m_sizes.end(); }
    /// Product of all sizes; 1 for a single number.
    [[nodiscard]] std::int64_t elements() const;
    /// With the batch in front: (C, H, W) -> (N, C, H, W).
    [[nodiscard]] Shape withBatch(std::int64_t batch) const;
    bool operator==(const Shape&) const = default;

private:
    std::vector<std::int64_t> m_sizes;
};

/// "32 x 26 x 26", "10", "scalar".
[[nodiscard]] std::string toText(const Shape& shape);

} // namespace netwright::tensor
