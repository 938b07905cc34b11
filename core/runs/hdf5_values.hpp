// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/hdf5.hpp"
#include "core/tensor/tensor.hpp"

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// The three things that Netwright keeps in HDF5: attributes, arrays, and series that grow.
namespace netwright::runs::hdf5 {

template <class T>
concept Number = std::same_as<T, std::int64_t> || std::same_as<T, std::uint64_t> || std::same_as<T, double>;

/// Attributes of a group or data set: one number, a few numbers, or a UTF-8 text.
template <Number T> void setNumbers(const Handle& object, const std::string& name, std::span<const T> values);
template <Number T> void setNumber(const Handle& object, const std::string& name, T value)
{
    setNumbers<T>(object, name, std::span<const T>(&value, 1));
}
void setText(const Handle& object, const std::string& name, const std::string& text);

/// `count` numbers of just this type; anything else throws.
template <Number T>
[[nodiscard]] std::vector<T> numbers(const Handle& object, const std::string& name, std::size_t count);
template <Number T> [[nodiscard]] T number(const Handle& object, const std::string& name)
{
    return numbers<T>(object, name, 1).front();
}
[[nodiscard]] std::string text(const Handle& object, const std::string& name);
[[nodiscard]] std::vector<std::string> attributeNames(const Handle& object);

/// A float32 array of its real shape, in plain layout, with a CRC-32 of its bytes as attribute "crc32" (HDF5
/// guards only its own metadata). The handle is there for further attributes.
Handle writeTensor(const Handle& group, const std::string& name, const tensor::Tensor& tensor);
struct StoredTensor {
    tensor::Tensor tensor;
    Handle dataSet;
};
[[nodiscard]] StoredTensor readTensor(const Handle& group, const std::string& name);

/// A row of doubles that grows; what is not written yet reads as NaN.
[[nodiscard]] Handle createSeries(const Handle& group, const std::string& name);
/// Puts them at the end and hands them to watchers.
void append(const Handle& series, std::span<const double> values);
[[nodiscard]] std::vector<double> readSeries(const Handle& group, const std::string& name);

} // namespace netwright::runs::hdf5
