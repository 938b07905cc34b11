// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/scale.hpp"
#include "core/data/source.hpp"
#include "core/data/split.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace netwright::data {

/// A dataset as the project file describes it.
struct DatasetSpec {
    std::string name;
    std::string source; ///< id of a SourceKind
    ParameterValues parameters;
    Normalisation normalisation = Normalisation::Range;
    Split split;
    std::int64_t limit = 0; ///< use only so many rows of each part (0: all), for quick trials
    bool operator==(const DatasetSpec&) const = default;
};

/// {"source", "parameters", "normalisation", "split": {"validation", "test", "seed"}, "limit"}
[[nodiscard]] nlohmann::ordered_json toJson(const DatasetSpec& spec);
/// Missing keys take their defaults; unknown keys, an unknown source and wrong types are errors that name the
/// dataset.
[[nodiscard]] Result<DatasetSpec> datasetFromJson(const nlohmann::ordered_json& json,
                                                  const std::string& name);

/// An open dataset: a source, its split and its fitted normalisation. Immutable; read*() may be called from
/// any thread.
class Dataset {
public:
    [[nodiscard]] static Result<std::shared_ptr<const Dataset>>
    open(const DatasetSpec& spec, const std::filesystem::path& folder, const Progress& progress = {});

    [[nodiscard]] const DatasetSpec& spec() const { return m_spec; }
    [[nodiscard]] const tensor::Signature& signature() const { return m_source->signature(); }
    [[nodiscard]] const Source& source() const { return *m_source; } ///< the raw values, for looking at
    /// In ascending order; which rows, the split's seed decides.
    [[nodiscard]] std::span<const std::int64_t> rows(Part part) const;
    [[nodiscard]] std::string fingerprint() const { return m_source->fingerprint(); }

    /// As Source, but normalised. `column` is an index into signature().columns.
    [[nodiscard]] Status readNumbers(std::size_t column, std::span<const std::int64_t> rows,
                                     std::span<float> into) const;
    [[nodiscard]] Status readCategories(std::size_t column, std::span<const std::int64_t> rows,
                                        std::span<std::int32_t> into) const;
    /// Raw numbers from elsewhere (a file to predict) brought to the dataset's scale, in place.
    void normalise(std::size_t column, std::span<float> numbers) const;
    [[nodiscard]] const Scale& scale(std::size_t column) const { return m_scales[column]; }

private:
    Dataset() = default;
    Status fitScales(const Progress& progress);

    DatasetSpec m_spec;
    std::unique_ptr<Source> m_source;
    PartRows m_rows;
    std::vector<Scale> m_scales; ///< per column
};

} // namespace netwright::data
