// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/network/annotation.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

/// What the readers of a network's parts share. `where` names the thing that is read.
namespace netwright::network {

[[nodiscard]] Status checkKeys(const nlohmann::ordered_json& object, std::span<const std::string_view> known,
                               const std::string& where);
/// The key must be there.
[[nodiscard]] Result<std::string> readText(const nlohmann::ordered_json& object, const char* key,
                                           const std::string& where);
/// False where the key is missing.
[[nodiscard]] Result<bool> readFlag(const nlohmann::ordered_json& object, const char* key,
                                    const std::string& where);
/// An array of at most `limit` entries, or null where the key is missing.
[[nodiscard]] Result<const nlohmann::ordered_json*>
readList(const nlohmann::ordered_json& object, const char* key, std::size_t limit, const std::string& where);
/// The origin where the key is missing.
[[nodiscard]] Result<Position> readPosition(const nlohmann::ordered_json& object, const std::string& where);
/// `fallback` where the key is missing.
[[nodiscard]] Result<Extent> readExtent(const nlohmann::ordered_json& object, Extent fallback,
                                        const std::string& where);

} // namespace netwright::network
