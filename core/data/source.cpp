// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/source.hpp"

#include <algorithm>

namespace netwright::data {

const SourceKind* findSource(std::string_view id)
{
    const auto it = std::ranges::find(sourceTable(), id, &SourceKind::id);
    return it == sourceTable().end() ? nullptr : *it;
}

} // namespace netwright::data
