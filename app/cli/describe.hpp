// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <iosfwd>
#include <string>

namespace netwright::layers {
struct LayerKind;
}

namespace netwright::cli {

/// What `describe` found, once as text and once as data. `problem` is what could not be described.
struct Description {
    std::string text;
    nlohmann::ordered_json json;
    Status problem = {};
};

[[nodiscard]] Description describeCatalogue();
[[nodiscard]] Description describeLayer(const layers::LayerKind& kind);
/// Datasets, networks with their shapes, costs and problems, recipes. A dataset that cannot be opened is a
/// problem; the rest is described all the same.
[[nodiscard]] Result<Description> describeProject(const std::filesystem::path& file);

} // namespace netwright::cli
