// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/schedule.hpp"

#include <algorithm>

namespace netwright::training {

const ScheduleKind* findSchedule(std::string_view id)
{
    const auto table = scheduleTable();
    const auto it = std::ranges::find(table, id, &ScheduleKind::id);
    return it == table.end() ? nullptr : *it;
}

} // namespace netwright::training
