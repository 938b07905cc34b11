// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string_view>

namespace netwright {

/// How long work reports and how it is asked to end. Called on the thread that does the work.
struct Progress {
    std::function<void(double fraction, std::string_view what)> report = [](double, std::string_view) {};
    std::stop_token stop;
};

} // namespace netwright
