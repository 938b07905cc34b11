// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/base/progress.hpp"
#include "core/tensor/shape.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace netwright::data {

/// The format of MNIST (http://yann.lecun.com/exdb/mnist): two zero bytes, the element type, the number of
/// dimensions, each size as a big-endian 32-bit number, then the elements, the last dimension fastest.
struct IdxFile {
    std::filesystem::path path; ///< the one that was read, with or without ".gz"
    tensor::Shape sizes;
    std::vector<std::uint8_t> bytes; ///< sizes.elements() of them
};

/// Reads a plain or gzip-compressed file of unsigned bytes with `rank` dimensions. Where `path` does not
/// exist, the same name with or without ".gz" serves. `holds` says what for, in messages: "images".
[[nodiscard]] Result<IdxFile> readIdx(const std::filesystem::path& path, std::size_t rank,
                                      const std::string& holds, const Progress& progress);

} // namespace netwright::data
