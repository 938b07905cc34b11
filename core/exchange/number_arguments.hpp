// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace netwright::exchange {

/// Program text cut at its whole numbers: texts that differ in those alone have equal pieces.
struct NumberedText {
    std::vector<std::string> pieces; ///< one more than there are numbers
    std::vector<std::string> numbers;

    [[nodiscard]] static NumberedText of(std::string_view text);
    /// With other words in place of the numbers, as many.
    [[nodiscard]] std::string with(const std::vector<std::string>& words) const;
};

/// What stands at each place of texts that are alike: one number for all, or a column of different ones.
using NumberColumns = std::vector<std::vector<std::string>>; ///< by place; one number of each text
[[nodiscard]] NumberColumns columnsOf(const std::vector<const NumberedText*>& texts);
[[nodiscard]] bool varies(const std::vector<std::string>& column);

} // namespace netwright::exchange
