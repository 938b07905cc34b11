// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/base/parameter.hpp"
#include "core/base/progress.hpp"
#include "core/tensor/column.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace netwright::data {

/// Rows of typed columns, as a file offers them. Open sources are immutable; read*() may be called from any
/// thread.
class Source {
public:
    virtual ~Source() = default;

    [[nodiscard]] virtual const tensor::Signature& signature() const = 0;
    [[nodiscard]] virtual std::int64_t rows() const = 0;
    /// Rows from here on are the test part, because the data came so. Nothing: the split chooses.
    [[nodiscard]] virtual std::optional<std::int64_t> firstTestRow() const { return std::nullopt; }
    /// The raw numbers (pixels 0 to 255) of any column but a Category: rows.size() x shape.
    [[nodiscard]] virtual Status readNumbers(std::size_t column, std::span<const std::int64_t> rows,
                                             std::span<float> into) const = 0;
    /// The class numbers of a Category column.
    [[nodiscard]] virtual Status readCategories(std::size_t column, std::span<const std::int64_t> rows,
                                                std::span<std::int32_t> into) const = 0;
    /// What the elements of a Vector column are called; empty where they have no names.
    [[nodiscard]] virtual std::vector<std::string> elementNames(std::size_t /*column*/) const { return {}; }
    /// For looking at: the names of the file's own columns. Empty: it is no table, its images are what there
    /// is to see.
    [[nodiscard]] virtual std::vector<std::string> previewHeader() const { return {}; }
    /// For looking at: rows as texts, one per name of previewHeader(). Rows past the end are left out.
    [[nodiscard]] virtual std::vector<std::vector<std::string>> previewRows(std::int64_t /*first*/,
                                                                            std::int64_t /*count*/) const
    {
        return {};
    }
    /// Changes when the data does: a hash of what the files hold.
    [[nodiscard]] virtual std::string fingerprint() const = 0;
};

/// A kind of source as data: core/data/sources/idx.cpp defines kIdx. The build generates the table.
struct SourceKind {
    std::string id; ///< the file key, for ever
    std::string title;
    std::string help;
    std::vector<ParameterSpec> parameters;
    /// Relative paths are relative to `folder`.
    Result<std::unique_ptr<Source>> (*open)(const ParameterValues&, const std::filesystem::path& folder,
                                            const Progress&)
        = nullptr;
};

[[nodiscard]] std::span<const SourceKind* const> sourceTable();
[[nodiscard]] const SourceKind* findSource(std::string_view id);

} // namespace netwright::data
