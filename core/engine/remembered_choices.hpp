// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/choices.hpp"

#include <filesystem>
#include <memory>

namespace netwright::engine {

/// `$XDG_CACHE_HOME/netwright/choices.json`, or below `~/.cache`. Empty where there is no such place.
[[nodiscard]] std::filesystem::path choicesFile();

/// The choices that `file` has for this processor, this oneDNN and own loops built like these; new ones are
/// added to it. A file that is missing or broken counts as empty, and one that cannot be written is let be:
/// all is timed again then.
[[nodiscard]] std::shared_ptr<tensor::Choices> rememberedChoices(const std::filesystem::path& file
                                                                 = choicesFile());

} // namespace netwright::engine
