// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <QString>

#include <concepts>
#include <filesystem>
#include <string>
#include <string_view>

namespace netwright::session {

/// Core speaks UTF-8 in std::string, Qt in QString.
[[nodiscard]] inline QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
/// A template, so that a std::string is not taken for a path.
template <std::same_as<std::filesystem::path> Path> [[nodiscard]] QString toQt(const Path& path)
{
    return toQt(std::string_view(path.native()));
}
[[nodiscard]] inline QString toQt(const Error& error) { return toQt(std::string_view(error.text())); }
[[nodiscard]] inline std::filesystem::path toPath(const QString& text) { return text.toStdString(); }

} // namespace netwright::session
