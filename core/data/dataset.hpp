// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/source.hpp"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace netwright::data {

enum class Part { Train, Validation, Test };
[[nodiscard]] std::string_view idOf(Part part); ///< "train", "validation", "test"
[[nodiscard]] Result<Part> partFromId(std::string_view id);

/// How numbers are brought to a common scale. Fitted on the training part only.
enum class Normalisation {
    None,
    Range, ///< (x - min) / (max - min): images by 0 and 255, others per feature
    Standard, ///< (x - mean) / standard deviation: images per channel, others per feature
};

struct Split {
    double validation = 0.1; ///< share of the rows that are not the source's own test part
    double test = 0.1; ///< ignored where the source has a test part of its own
    std::uint64_t seed = 1;
    bool operator==(const Split&) const = default;
};

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

[[nodiscard]] nlohmann::ordered_json toJson(const DatasetSpec& spec);
[[nodiscard]] Result<DatasetSpec> datasetFromJson(const nlohmann::ordered_json& json, const std::string& name);

/// An open dataset: a source, its split and its fitted normalisation. Immutable; read*() may be called from any thread.
class Dataset {
public:
    [[nodiscard]] static Result<std::shared_ptr<const Dataset>> open(const DatasetSpec& spec,
                                                                     const std::filesystem::path& folder,
                                                                     const Progress& progress = {});

    [[nodiscard]] const DatasetSpec& spec() const { return m_spec; }
    [[nodiscard]] const tensor::Signature& signature() const { return m_source->signature(); }
    [[nodiscard]] const Source& source() const { return *m_source; } ///< the raw values, for looking at
    [[nodiscard]] std::span<const std::int64_t> rows(Part part) const;
    [[nodiscard]] std::string fingerprint() const { return m_source->fingerprint(); }

    /// As Source, but normalised. `column` is an index into signature().columns.
    [[nodiscard]] Status readNumbers(std::size_t column, std::span<const std::int64_t> rows,
                                     std::span<float> into) const;
    [[nodiscard]] Status readCategories(std::size_t column, std::span<const std::int64_t> rows,
                                        std::span<std::int32_t> into) const;
    /// Raw numbers from elsewhere (a file to predict) brought to the dataset's scale, in place.
    void normalise(std::size_t column, std::span<float> numbers) const;

private:
    struct Scale {
        std::vector<float> factor; ///< one, one a channel, or one a feature; empty: leave alone
        std::vector<float> offset;
    };

    Dataset() = default;

    DatasetSpec m_spec;
    std::unique_ptr<Source> m_source;
    std::array<std::vector<std::int64_t>, 3> m_rows;
    std::vector<Scale> m_scales; ///< per column
};

} // namespace netwright::data
